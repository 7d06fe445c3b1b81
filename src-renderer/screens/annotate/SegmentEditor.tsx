/** The chosen true segment, to be changed: its class, its note, and what the keys do. */
import { Combine, Flag, Scissors, Trash2 } from 'lucide-react';
import { useId } from 'react';
import { CommandIconButton } from '../../components/CommandButton';
import { useErrors } from '../../state/errors';
import { useLabels } from '../../state/labels';
import { useProject } from '../../state/project';
import { relabelChosen } from '../../timeline/hands/classes';
import { markOfChosen } from '../../timeline/hands/errors';
import { moveToLane, noteOn } from '../../timeline/hands/segments';
import { useLanes } from '../../timeline/lanes';
import { Select, TextInput } from '../../ui/fields';
import { keyLabel } from '../../ui/Kbd';
import { useKeys } from '../../ui/keyOf';

export function SegmentEditor({ video, id, classId }: { video: string; id: string; classId: number }) {
  const classes = useProject(({ project }) => project?.taxonomy.classes) ?? [];
  const note = useLabels(({ known }) => known[video]?.segments.find((segment) => segment.id === id)?.note ?? '');
  const keys = useKeys((state) => state.keys);
  const [classField, laneField, noteField] = [useId(), useId(), useId()];
  const lanes = useLanes(({ tracks }) => tracks?.lanes) ?? [];
  const labelled = useLanes((state) => state.labelled);
  return (
    <section>
      <div className="segment-field">
        <label htmlFor={classField}>Class</label>
        <Select
          id={classField}
          value={String(classId)}
          choices={classes
            .filter(({ background }) => !background)
            .map((one) => ({ value: String(one.id), label: withKey(one.name, keys[`label.class-${one.hotkey}`]) }))}
          onValue={(value) => void relabelChosen(Number(value))}
        />
      </div>
      {lanes.length > 1 && (
        <div className="segment-field">
          <label htmlFor={laneField}>Lane</label>
          <Select
            id={laneField}
            value={String(labelled)}
            choices={lanes.map((one) => ({ value: String(one.id), label: one.name }))}
            onValue={(value) => void moveToLane(lanes.find((one) => String(one.id) === value) ?? null)}
          />
        </div>
      )}
      <div className="segment-field">
        <label htmlFor={noteField}>Note</label>
        <TextInput
          key={`${id} ${note}`}
          id={noteField}
          data-note
          defaultValue={note}
          onBlur={(event) => void noteOn(event.target.value.trim())}
          onKeyDown={(event) => event.key === 'Enter' && event.currentTarget.blur()}
        />
      </div>
      <div className="row tight">
        <CommandIconButton icon={Scissors} name="Split here" command="label.split" />
        <CommandIconButton icon={Combine} name="Merge with the next segment" command="label.mergeNext" />
        <FlagButton />
        <span className="push" />
        <CommandIconButton icon={Trash2} name="Delete segment" command="label.delete" />
      </div>
    </section>
  );
}

const withKey = (name: string, key: string | undefined) => (key === undefined ? name : `${name} (${keyLabel(key)})`);

/** Marks the chosen segment as a label error, as the list of errors does. */
export function FlagButton() {
  const marks = useErrors((state) => state.marks);
  useLanes(({ verdicts }) => verdicts);
  const on = markOfChosen(marks)?.labelError ?? false;
  return (
    <CommandIconButton
      icon={Flag}
      name={on ? 'Marked as label error' : 'Mark as label error'}
      command="errors.flag"
      on={on}
    />
  );
}
