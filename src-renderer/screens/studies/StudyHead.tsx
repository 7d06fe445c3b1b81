import { CircleStop, FileDown, ListPlus } from 'lucide-react';
import type { StudySummary } from '../../../src-main/common/contract/studies';
import type { StudyTable } from '../../../src-main/common/domain/study';
import { perform } from '../../actions';
import { exportStudyActions } from '../../actions/studies';
import { noJobs, useJobs } from '../../state/jobs';
import { jobsOf, queueStudy, stopStudy } from '../../state/studies';
import { useTask } from '../../state/task';
import { Button } from '../../ui/Button';
import { formatCount, formatNumber } from '../../ui/format';
import { Popover, MenuItem } from '../../ui/Popover';
import { PanelHead } from '../../ui/Region';
import { Failure } from '../../ui/status';
import { AddToFigures } from '../../components/AddToFigures';

/** Title and what can be done with the study; Ctrl Enter queues what is left. */
export function StudyHead({ study, table }: { study: StudySummary; table: StudyTable | undefined }) {
  const jobs = useJobs((state) => state.jobs) ?? noJobs;
  const runs = table?.rows.flatMap((row) => row.runs) ?? [];
  const active = jobsOf(jobs, runs);
  const busy = new Set(active.map(({ input }) => ('run' in input ? input.run : '')));
  const left = runs.filter(({ state, run }) => state !== 'done' && !busy.has(run)).length;
  const queue = useTask(() => queueStudy(study.name));
  const stop = useTask(() => stopStudy(study.name));
  return (
    <>
      <form
        data-main-form
        onSubmit={(event) => {
          event.preventDefault();
          if (left > 0 && !queue.busy) queue.run();
        }}
      >
        <PanelHead
          title={study.title}
          count={table && `${formatNumber(study.done)} of ${formatNumber(study.total)} runs`}
        >
          <span className="push" />
          {active.length > 0 && (
            <Button icon={CircleStop} onClick={stop.run} disabled={stop.busy}>
              Stop {formatCount(active.length, 'job')}
            </Button>
          )}
          {left > 0 && (
            <Button
              type="submit"
              icon={ListPlus}
              disabled={queue.busy}
              data-tip="Run the form"
              command="view.submitForm"
            >
              Queue {formatCount(left, 'run')}
            </Button>
          )}
          {table && <AddToFigures wish={() => ({ kind: 'study', settings: { study: study.name } })} />}
          {table && <ExportMenu />}
        </PanelHead>
      </form>
      <Failure error={queue.error ?? stop.error} />
    </>
  );
}

function ExportMenu() {
  return (
    <Popover name="Export the table" className="icon-button" role="menu" button={<FileDown size={16} aria-hidden />}>
      {exportStudyActions.map((action) => (
        <MenuItem key={action.id} onClick={() => perform(action)}>
          <FileDown size={16} aria-hidden />
          {action.label.split(' ').pop()}
        </MenuItem>
      ))}
    </Popover>
  );
}
