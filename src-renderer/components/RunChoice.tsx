import type { RunSummary } from '../../src-main/common/contract/runs';
import { splitNames } from '../../src-main/common/domain/project';
import { taskOf } from '../../src-main/common/domain/run';
import { useComparedRuns } from '../state/selection';
import { selectRun, setLinked, useView } from '../state/view';
import { Select } from '../ui/fields';

/**
 * Which run is looked into, beside which, on which videos; the same choice on all screens that look into runs.
 * @param statesOnly runs that were trained here, as the states of imported ones are not known
 */
export function RunChoice({ statesOnly = false }: { statesOnly?: boolean }) {
  const { runs, run, against } = useComparedRuns(statesOnly);
  const split = useView((view) => view.split);
  const fitting = runs.filter(({ origin }) => !statesOnly || origin === 'trained');
  const seen = new Set(fitting.flatMap(({ predicted }) => predicted));
  const splits = [...new Set([...splitNames, ...seen])];
  const unavailable = (one: RunSummary) => {
    if (!fitting.includes(one)) return 'no states';
    return one.predicted.includes(split) ? undefined : `no predictions on ${split}`;
  };
  return (
    <>
      <Select
        aria-label="Run"
        value={run?.id ?? ''}
        choices={runs.map((one) => ({ value: one.id, label: one.name, unavailable: unavailable(one) }))}
        onValue={selectRun}
      />
      <span className="label">beside</span>
      <Select
        aria-label="Second run"
        value={against?.id ?? ''}
        choices={[
          { value: '', label: 'no other run' },
          ...fitting
            .filter((one) => one.id !== run?.id && run && taskOf(one) === taskOf(run))
            .map(({ id, name }) => ({ value: id, label: name })),
        ]}
        onValue={(id) => setLinked({ against: id === '' ? null : id })}
      />
      <span className="label">on</span>
      <Select
        aria-label="Split"
        value={split}
        choices={splits.map((name) => ({
          value: name,
          label: name,
          unavailable: seen.has(name) ? undefined : 'no predictions',
        }))}
        onValue={(name) => setLinked({ split: name, steps: null })}
      />
    </>
  );
}
