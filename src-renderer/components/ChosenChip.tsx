import { X } from 'lucide-react';
import { setLinked, useView } from '../state/view';
import { formatCount } from '../ui/format';

/** How many steps or clips the lasso holds, which all screens are narrowed to, and the way back to all of them. */
export function ChosenChip({ unit }: { unit: string }) {
  const steps = useView((view) => view.steps);
  if (steps === null) return null;
  const chosen = Object.values(steps).reduce((sum, list) => sum + list.length, 0);
  return (
    <span className="chip on">
      {formatCount(chosen, `chosen ${unit}`)}{' '}
      <Cross name={`chosen ${unit}s`} onClick={() => setLinked({ steps: null })} />
    </span>
  );
}

export function Cross({ name, onClick }: { name: string; onClick: () => void }) {
  return (
    <button type="button" className="chip-cross" aria-label={`Clear ${name}`} onClick={onClick}>
      <X size={14} aria-hidden />
    </button>
  );
}
