import { type ClassLook, type Slot, slotsOfVerbs, verbOf } from '../../../src-main/common/classColours';
import type { ClassCount } from '../../../src-main/common/contract/taxonomy';
import type { ActionClass, Taxonomy } from '../../../src-main/common/domain/taxonomy';
import type { Column } from '../../tables/column';
import { formatNumber } from '../../ui/format';
import { Kbd } from '../../ui/Kbd';
import { Swatch } from '../../ui/Swatch';
import { FieldCell } from './FieldCell';

interface Facts {
  taxonomy: Taxonomy;
  looks: ReadonlyMap<number, ClassLook>;
  counts: ReadonlyMap<number, ClassCount> | undefined;
}

export function classColumns({ taxonomy, looks, counts }: Facts): Column<ActionClass>[] {
  const slots = slotsOfVerbs(taxonomy);
  const word = (
    field: 'verb' | 'noun',
    title: string,
    implied: (entry: ActionClass) => string,
  ): Column<ActionClass> => ({
    id: field,
    title,
    width: 110,
    value: (entry) => entry[field] ?? null,
    cell: (entry) => (
      <FieldCell id={entry.id} field={field} label={`${title} of ${entry.name}`}>
        {entry[field] ?? <span className="hint">{implied(entry) || '—'}</span>}
      </FieldCell>
    ),
  });
  const count = (of: 'segments' | 'videos', title: string): Column<ActionClass> => ({
    id: of,
    title,
    width: 88,
    numeric: true,
    value: (entry) => (counts ? (counts.get(entry.id)?.[of] ?? 0) : null),
    text: (entry) => formatNumber(counts && (counts.get(entry.id)?.[of] ?? 0)),
  });
  return [
    {
      id: 'name',
      title: 'Class',
      width: 240,
      value: (entry) => entry.name,
      cell: (entry) => <NameCell entry={entry} look={looks.get(entry.id)} />,
    },
    word('verb', 'Verb', (entry) => (entry.background ? '' : verbOf(entry))),
    word('noun', 'Noun', () => ''),
    {
      id: 'hotkey',
      title: 'Key',
      width: 64,
      value: (entry) => entry.hotkey ?? null,
      cell: (entry) => (
        <FieldCell id={entry.id} field="hotkey" label={`Key of ${entry.name}`}>
          {entry.hotkey ? <Kbd keys={entry.hotkey} /> : <span className="hint">—</span>}
        </FieldCell>
      ),
    },
    {
      id: 'colour',
      title: 'Colour',
      width: 84,
      value: (entry) => entry.slot ?? slots[verbOf(entry)] ?? null,
      cell: (entry) => <ColourCell entry={entry} slot={slots[verbOf(entry)] as Slot | undefined} />,
    },
    count('segments', 'Segments'),
    count('videos', 'Videos'),
  ];
}

function NameCell({ entry, look }: { entry: ActionClass; look: ClassLook | undefined }) {
  return (
    <span className="class-cell">
      {look && <Swatch look={look} />}
      <FieldCell id={entry.id} field="name" label={`Name of ${entry.name}`}>
        <strong>{entry.name}</strong>
        {entry.background && <span className="hint"> background</span>}
        {entry.ambiguous && <span className="hint"> ambiguous</span>}
      </FieldCell>
    </span>
  );
}

/** Bold where it is pinned to the class itself. */
function ColourCell({ entry, slot }: { entry: ActionClass; slot: Slot | undefined }) {
  if (entry.background) return <span className="hint">—</span>;
  if (entry.slot) return <strong>{entry.slot}, pinned</strong>;
  return <span className="hint">{slot ?? 'grey'}</span>;
}
