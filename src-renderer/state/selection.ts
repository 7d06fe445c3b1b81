/** Records behind what the view has selected. */
import type { VideoSummary } from '../../src-main/common/contract/project';
import { classifiesSteps, taskOf } from '../../src-main/common/domain/run';
import type { JobRecord } from '../../src-main/common/contract/jobs';
import type { RunSummary } from '../../src-main/common/contract/runs';
import { isActive, noJobs, runOf, useJobs } from './jobs';
import { noRuns, useProject } from './project';
import { useView } from './view';

/** The run that Train and Runs show: the chosen one, else the one that trains, else the newest. */
function runShown(
  runs: readonly RunSummary[],
  jobs: readonly JobRecord[],
  chosen: string | null,
): RunSummary | undefined {
  const byId = (id: string | null | undefined) => runs.find((run) => run.id === id);
  const training = jobs.find((job) => job.input.kind === 'train' && isActive(job));
  return byId(chosen) ?? byId(training && runOf(training)) ?? runs[runs.length - 1];
}

/** The shown run, outside of drawing. */
export const openRun = (): RunSummary | undefined =>
  runShown(useProject.getState().runs ?? noRuns, useJobs.getState().jobs ?? noJobs, useView.getState().run);

/** See `runShown`. */
export function useShownRun(): RunSummary | undefined {
  const chosen = useView((state) => state.run);
  const runs = useProject((state) => state.runs) ?? noRuns;
  const jobs = useJobs((state) => state.jobs) ?? noJobs;
  return runShown(runs, jobs, chosen);
}

/**
 * The run that is looked into, the one beside it, and all that could be: the chosen, else the newest that has seen the
 * split. Runs of another task do not stand beside each other.
 * @param statesOnly the states of imported runs are not known, so one is taken only where it was chosen
 */
export function useComparedRuns(statesOnly = false): {
  runs: RunSummary[];
  run: RunSummary | undefined;
  against: RunSummary | undefined;
} {
  const all = useProject((state) => state.runs) ?? noRuns;
  // One by one, as the playhead of the same store moves many times a second.
  const chosen = useView((view) => view.run);
  const against = useView((view) => view.against);
  const split = useView((view) => view.split);
  const runs = [...all];
  const fitting = runs.filter(({ origin }) => !statesOnly || origin === 'trained');
  const seen = fitting.filter(({ predicted }) => predicted.includes(split));
  const usual = seen.filter(classifiesSteps);
  const run =
    runs.find(({ id }) => id === chosen) ??
    usual[usual.length - 1] ??
    seen[seen.length - 1] ??
    fitting[fitting.length - 1];
  return { runs, run, against: runs.find((one) => one.id === against && run && taskOf(one) === taskOf(run)) };
}

/** The video that is open in Annotate; the project's first where none was chosen. */
export function useOpenVideo(): VideoSummary | undefined {
  const id = useView((state) => state.video);
  return useProject(({ project }) => project?.videos.find((video) => video.id === id) ?? project?.videos[0]);
}
