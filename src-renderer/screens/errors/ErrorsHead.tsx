import { FileDown } from 'lucide-react';
import { splitNames } from '../../../src-main/common/domain/project';
import { perform } from '../../actions';
import { exportErrorActions } from '../../actions/errors';
import type { ErrorRow } from '../../state/errorRows';
import { useErrors } from '../../state/errors';
import { useComparedRuns } from '../../state/selection';
import { selectRun, setLinked, useView } from '../../state/view';
import { Select } from '../../ui/fields';
import { formatCount } from '../../ui/format';
import { MenuItem, Popover } from '../../ui/Popover';

/** Which run, beside which, on which videos. */
export function ErrorsHead({ shown }: { shown: readonly ErrorRow[] }) {
  const { runs, run, against } = useComparedRuns();
  const split = useView((view) => view.split);
  const report = useErrors((state) => state.report);
  const splits = [...new Set([...splitNames, ...runs.flatMap(({ predicted }) => predicted)])];
  const seen = new Set(runs.flatMap(({ predicted }) => predicted));
  return (
    <header className="panel-head tall errors-head">
      <h2>Errors of</h2>
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
      <span className="hint ellipsis">
        {report && [formatCount(report.videos, 'video'), ...report.notes].join('. ')}
      </span>
      <span className="push" />
      <Popover name="Export the list" className="icon-button" role="menu" button={<FileDown size={16} aria-hidden />}>
        {exportErrorActions.map((action) => (
          <MenuItem key={action.id} disabled={shown.length === 0} onClick={() => perform(action)}>
            <FileDown size={16} aria-hidden />
            {action.label.split(' ').pop()}
          </MenuItem>
        ))}
      </Popover>
    </header>
  );
}
