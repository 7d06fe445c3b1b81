import { FileDown, ListVideo } from 'lucide-react';
import type { ReactNode } from 'react';
import { perform, performById } from '../../actions';
import { exportErrorActions } from '../../actions/errors';
import type { PanelWish } from '../../../src-main/common/figures/arrange';
import { type ErrorRow, lengthRanges } from '../../state/errorRows';
import { useErrors } from '../../state/errors';
import { formatCount } from '../../ui/format';
import { useComparedRuns } from '../../state/selection';
import { useView } from '../../state/view';
import { IconButton } from '../../ui/Button';
import { MenuItem, Popover } from '../../ui/Popover';
import { AddToFigures } from '../figures/AddToFigures';
import { RunChoice } from './RunChoice';
import { SensitivityMenu } from './SensitivityMenu';
import { ThresholdMenu } from './ThresholdMenu';

/** Which run, beside which, on which videos. */
export function ErrorsHead({ shown, children }: { shown: readonly ErrorRow[]; children?: ReactNode }) {
  const report = useErrors((state) => state.report);
  const through = useErrors((state) => state.through);
  const { run, against } = useComparedRuns();
  const row = useView((view) => view.errorRow);
  const open = shown.find(({ id }) => id === row);
  return (
    <header className="panel-head tall errors-head">
      <h2>Errors of</h2>
      <RunChoice />
      <span className="hint ellipsis">
        {report && [formatCount(report.videos, 'video'), ...report.notes].join('. ')}
      </span>
      <span className="push" />
      {run && (
        <AddToFigures
          wish={() => ({
            ...(open ? momentAround(open) : kindsAsShown()),
            runs: [...new Set([run, against].flatMap((one) => one?.id ?? []))],
          })}
        />
      )}
      <IconButton
        icon={ListVideo}
        name="Play through"
        on={through}
        disabled={shown.length === 0}
        onClick={() => performById('errors.playThrough')}
      />
      <ThresholdMenu />
      {report && <SensitivityMenu report={report} />}
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

/** The open error with 15 s at either side. */
const momentAround = ({ video, start, end }: ErrorRow): PanelWish => ({
  kind: 'timeline',
  settings: { video, start: Math.max(0, Math.floor(start) - 15), end: Math.ceil(end) + 15, errors: 'verdicts' },
});

/** How many errors of each kind there are, of the verb and length that the list is narrowed to. */
function kindsAsShown(): PanelWish {
  const { split, errorFilter, errorThresholds } = useView.getState();
  const [shortest, longest] = errorFilter.length === null ? [0, 0] : lengthRanges[errorFilter.length];
  return {
    kind: 'errors',
    verbs: errorFilter.verb === null ? [] : [errorFilter.verb],
    settings: { split, correct: errorThresholds.correct, shortest, longest: Number.isFinite(longest) ? longest : 0 },
  };
}
