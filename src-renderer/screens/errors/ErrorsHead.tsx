import { FileDown } from 'lucide-react';
import type { ReactNode } from 'react';
import { perform } from '../../actions';
import { exportErrorActions } from '../../actions/errors';
import type { ErrorRow } from '../../state/errorRows';
import { useErrors } from '../../state/errors';
import { formatCount } from '../../ui/format';
import { MenuItem, Popover } from '../../ui/Popover';
import { RunChoice } from './RunChoice';

/** Which run, beside which, on which videos. */
export function ErrorsHead({ shown, children }: { shown: readonly ErrorRow[]; children?: ReactNode }) {
  const report = useErrors((state) => state.report);
  return (
    <header className="panel-head tall errors-head">
      <h2>Errors of</h2>
      <RunChoice />
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
      {children}
    </header>
  );
}
