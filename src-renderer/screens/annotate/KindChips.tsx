import { Chip } from '../../ui/Button';
import { formatNumber } from '../../ui/format';

interface KindChipsProps<K extends string> {
  kinds: readonly K[];
  titles: Record<K, string>;
  counts: (kind: K) => number;
  /** Null: all. */
  chosen: K | null;
  onChosen: (kind: K | null) => void;
}

/** One kind of moment at a time, or all. */
export function KindChips<K extends string>({ kinds, titles, counts, chosen, onChosen }: KindChipsProps<K>) {
  return (
    <fieldset className="row wrap" aria-label="Kind">
      {kinds.map((kind) => (
        <Chip key={kind} on={chosen === kind} onClick={() => onChosen(chosen === kind ? null : kind)}>
          {titles[kind]} <span className="number">{formatNumber(counts(kind))}</span>
        </Chip>
      ))}
    </fieldset>
  );
}
