import { ListFilter } from 'lucide-react';
import type { ClassDiversity } from '../../src-main/common/domain/diversity';
import { goTo, selectRun, setLinked } from '../state/view';
import { Button } from '../ui/Button';
import { formatCount, formatNumber } from '../ui/format';
import { ClassName } from './ClassName';

/** Labels beyond these are told as a number. */
const mostLabels = 12;

interface WrongLabelsProps {
  entry: ClassDiversity | null;
  name: string;
  run: string;
  /** Order of the run palette. */
  rank: number;
  /** Whether the background counts as a label. */
  counted: boolean;
  tasks: readonly string[] | undefined;
  /** What is wrong: steps, or whole clips. */
  unit: string;
}

/** What one run took the class for. */
export function WrongLabels({ entry, name, run, rank, counted, tasks, unit }: WrongLabelsProps) {
  const most = entry?.labels[0]?.steps ?? 1;
  const showErrors = (predictedClass: number | null) => {
    selectRun(run);
    setLinked({ truthClass: entry?.classId ?? null, predictedClass, kinds: null });
    goTo('errors');
  };
  return (
    <section className="section" aria-label={name}>
      <h3>{name}</h3>
      {!entry || entry.errors + entry.toBackground === 0 ? (
        <p className="hint">{entry ? 'It is always right.' : 'It does not occur.'}</p>
      ) : (
        <>
          <ul className="wrong-labels">
            {entry.labels.slice(0, mostLabels).map(({ classId, steps }) => (
              <li key={classId}>
                <button type="button" onClick={() => showErrors(classId)}>
                  <ClassName id={classId} task={tasks?.[classId]} />
                  <span className={`wrong-bar rank-${rank}`} aria-hidden>
                    <span style={{ width: `${(100 * steps) / most}%` }} />
                  </span>
                  <span className="number">{formatNumber(steps)}</span>
                </button>
              </li>
            ))}
          </ul>
          <p className="hint">{sentence(entry, counted, unit)}</p>
          <Button icon={ListFilter} onClick={() => showErrors(null)}>
            Show as errors
          </Button>
        </>
      )}
    </section>
  );
}

function sentence({ errors, toBackground, entropy, labels }: ClassDiversity, counted: boolean, unit: string): string {
  const rest = labels.length > mostLabels ? ` ${formatCount(labels.length - mostLabels, 'label')} more.` : '';
  const own = errors > 0 ? `${formatCount(errors, `wrong ${unit}`)}, entropy ${formatNumber(entropy?.value, 2)}.` : '';
  if (toBackground === 0) return own + rest;
  const background = counted
    ? `${formatNumber(toBackground)} of them went to background.`
    : `${formatNumber(toBackground)} more went to background and are left out.`;
  return `${own}${rest} ${background}`;
}
