import { type Slot, slotColours, slots, slotsOfVerbs, verbOf } from '../../../src-main/common/classColours';
import { pinClass, pinVerb, setAmbiguous } from '../../../src-main/common/classEditing';
import type { ActionClass, Taxonomy } from '../../../src-main/common/domain/taxonomy';
import { Tick } from '../../ui/fields';
import { useTheme } from '../../ui/theme';
import { change } from './editing';

/** Colours of the class that is looked at, and of its verb. */
export function ClassDetails({ taxonomy, entry }: { taxonomy: Taxonomy; entry: ActionClass }) {
  if (entry.background) {
    return <p className="hint">The background means that nothing of interest happens. It can be renamed.</p>;
  }
  const verb = verbOf(entry);
  const held = slotsOfVerbs(taxonomy);
  const holder = (slot: Slot) => Object.keys(held).find((other) => held[other] === slot);
  return (
    <div className="class-details">
      <SlotChoice
        label={`Verb “${verb}”`}
        none="grey"
        value={held[verb] as Slot | undefined}
        titleOf={(slot) => (holder(slot) ? `${slot}, that of “${holder(slot)}”` : `${slot}, free`)}
        onChoose={(slot) => void change((now) => pinVerb(now, verb, slot))}
      />
      <SlotChoice
        label="This class"
        none="as its verb"
        value={entry.slot as Slot | undefined}
        titleOf={(slot) => slot}
        onChoose={(slot) => void change((now) => pinClass(now, entry.id, slot))}
      />
      <Tick
        checked={entry.ambiguous ?? false}
        onTick={(ambiguous) => void change((now) => setAmbiguous(now, entry.id, ambiguous))}
      >
        Ambiguous: annotated, but neither trained nor scored
      </Tick>
    </div>
  );
}

interface SlotChoiceProps {
  label: string;
  /** What no slot means. */
  none: string;
  value: Slot | undefined;
  titleOf: (slot: Slot) => string;
  onChoose: (slot: Slot | null) => void;
}

/** A radio group, so that arrows move and the choice is one tab stop. */
function SlotChoice({ label, none, value, titleOf, onChoose }: SlotChoiceProps) {
  const theme = useTheme((state) => state.theme);
  const choices: (Slot | null)[] = [null, ...slots];
  return (
    <fieldset className="slot-choice" aria-label={`Colour of ${label}`}>
      <span className="label ellipsis">{label}</span>
      {choices.map((slot) => (
        <label key={slot} className={(value ?? null) === slot ? 'on' : ''} data-tip={slot ? titleOf(slot) : none}>
          <input
            type="radio"
            className="hidden-visually"
            name={label}
            aria-label={slot ? titleOf(slot) : none}
            checked={(value ?? null) === slot}
            onChange={() => onChoose(slot)}
          />
          {slot ? (
            <>
              <i style={{ background: slotColours[theme][slot][0] }} aria-hidden />
              {slot}
            </>
          ) : (
            none
          )}
        </label>
      ))}
    </fieldset>
  );
}
