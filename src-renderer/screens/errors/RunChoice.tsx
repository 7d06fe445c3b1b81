import { splitNames } from '../../../src-main/common/domain/project';
import { useComparedRuns } from '../../state/selection';
import { selectRun, setLinked, useView } from '../../state/view';
import { Select } from '../../ui/fields';

/** Which run is looked into, beside which, on which videos; the same choice on all screens that look into runs. */
export function RunChoice() {
  const { runs, run, against } = useComparedRuns();
  const split = useView((view) => view.split);
  const splits = [...new Set([...splitNames, ...runs.flatMap(({ predicted }) => predicted)])];
  const seen = new Set(runs.flatMap(({ predicted }) => predicted));
  return (
    <>
      <Select
        aria-label="Run"
        value={run?.id ?? ''}
        choices={runs.map(({ id, name, predicted }) => ({
          value: id,
          label: name,
          unavailable: predicted.includes(split) ? undefined : `no predictions on ${split}`,
        }))}
        onValue={selectRun}
      />
      <span className="label">beside</span>
      <Select
        aria-label="Second run"
        value={against?.id ?? ''}
        choices={[
          { value: '', label: 'no other run' },
          ...runs.filter(({ id }) => id !== run?.id).map(({ id, name }) => ({ value: id, label: name })),
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
        onValue={(name) => setLinked({ split: name })}
      />
    </>
  );
}
