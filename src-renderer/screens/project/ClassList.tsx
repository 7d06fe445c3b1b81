import type { Taxonomy } from '../../../src-main/common/domain/taxonomy';
import { perform } from '../../actions';
import { editClasses } from '../../actions/editClasses';
import { useClassLooks } from '../../state/classLooks';
import { formatNumber } from '../../ui/format';
import { Kbd } from '../../ui/Kbd';
import { useKeyOf } from '../../ui/keyOf';
import { Swatch } from '../../ui/Swatch';

/** More are looked through where they are edited. */
const shown = 100;

/** The classes with their colours and keys. */
export function ClassList({ taxonomy }: { taxonomy: Taxonomy }) {
  const looks = useClassLooks();
  const classes = taxonomy.classes.filter((one) => !one.background);
  return (
    <section className="section" aria-label="Classes">
      <div className="row">
        <h3>
          Classes <span className="hint">{formatNumber(classes.length)}</span>
        </h3>
        <button type="button" className="link push" onClick={() => perform(editClasses)}>
          Edit
        </button>
      </div>
      {classes.length === 0 && <p className="hint">They come with imported labels, or are added by hand.</p>}
      <ul className="class-list">
        {classes.slice(0, shown).map((one) => {
          const look = looks.get(one.id);
          return (
            <li key={one.id} className="row">
              {look && <Swatch look={look} />}
              <span className="ellipsis">{one.name}</span>
              {one.ambiguous && <span className="hint">ambiguous</span>}
              <KeyOf hotkey={one.hotkey} />
            </li>
          );
        })}
      </ul>
      {classes.length > shown && <p className="hint">and {formatNumber(classes.length - shown)} more</p>}
    </section>
  );
}

/** The key of a class, whichever it is now. */
function KeyOf({ hotkey }: { hotkey: string | undefined }) {
  const key = useKeyOf(`label.class-${hotkey}`);
  if (key === undefined) return null;
  return (
    <span className="push">
      <Kbd keys={key} />
    </span>
  );
}
