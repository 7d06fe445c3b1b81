import { FileDown, ListVideo } from 'lucide-react';
import type { ReactNode } from 'react';
import { perform, performById } from '../../actions';
import { exportErrorActions } from '../../actions/errors';
import { lengthRanges } from '../../state/errorFilter';
import type { ErrorRow } from '../../state/errorRows';
import { useErrors } from '../../state/errors';
import type { DiagnosisReport } from '../../../src-main/common/domain/diagnosis';
import { isThin, thinNote } from '../../../src-main/common/domain/evidence';
import { formatCount } from '../../ui/format';
import { useComparedRuns } from '../../state/selection';
import { useView } from '../../state/view';
import { IconButton } from '../../ui/Button';
import { MenuItem, Popover } from '../../ui/Popover';
import { AddToFigures, type WishOfView } from '../../components/AddToFigures';
import { RunChoice } from '../../components/RunChoice';
import { SensitivityMenu } from './SensitivityMenu';
import { ThresholdMenu } from './ThresholdMenu';

/** Which run, beside which, on which videos. */
export function ErrorsHead({ shown, children }: { shown: readonly ErrorRow[]; children?: ReactNode }) {
  const report = useErrors((state) => state.report);
  const through = useErrors((state) => state.through);
  const { run, against } = useComparedRuns();
  const row = useView((view) => view.errorRow);
  const compared = [...new Set([run, against].flatMap((one) => one?.id ?? []))];
  const open = shown.find(({ id }) => id === row);
  return (
    <header className="panel-head tall errors-head">
      <h2>Errors of</h2>
      <RunChoice />
      <span className="hint ellipsis">{report && told(report)}</span>
      <span className="push" />
      {run && (
        <AddToFigures
          wish={() => ({
            ...(open ? momentAround(open) : kindsAsShown()),
            runs: compared,
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
      {report && <SensitivityMenu report={report} runs={compared} />}
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
const momentAround = ({ video, start, end }: ErrorRow): WishOfView => ({
  kind: 'timeline',
  settings: { video, start: Math.max(0, Math.floor(start) - 15), end: Math.ceil(end) + 15, errors: 'verdicts' },
});

/** How many errors of each kind there are, of what the list is narrowed to. */
function kindsAsShown(): WishOfView {
  const { split, errorFilter, errorThresholds, kinds, truthClass, predictedClass, steps } = useView.getState();
  const { verb, noun, length, video, mark, text } = errorFilter;
  const [shortest, longest] = length === null ? [0, 0] : lengthRanges[length];
  const one = <T,>(value: T | null): T[] => (value === null ? [] : [value]);
  return {
    kind: 'errors',
    verbs: one(verb),
    nouns: one(noun),
    classes: one(truthClass),
    predicted: one(predictedClass),
    kinds: kinds ?? [],
    videos: one(video),
    settings: { split, correct: errorThresholds.correct, shortest, longest: Number.isFinite(longest) ? longest : 0 },
    left: [
      ...(text.trim() === '' ? [] : [`“${text.trim()}”`]),
      ...(mark === null ? [] : [`the mark ${mark}`]),
      ...(steps === null ? [] : ['the chosen steps']),
    ],
  };
}

/** A count, or sentences where there is more to say. */
function told({ videos, notes }: Pick<DiagnosisReport, 'videos' | 'notes'>): string {
  const count = formatCount(videos, 'video');
  return isThin(videos) || notes.length > 0 ? [thinNote(videos) || `${count}.`, ...notes].join(' ') : count;
}
