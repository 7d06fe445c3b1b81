/**
 * The runs of a study. A run belongs to it by its settings and splits, not by its name: what another study or the Train
 * screen has trained is not trained again, and a row whose settings were changed gets new runs beside the old ones.
 */
import type { JobInput } from '../../common/contract/jobs';
import type { SplitName } from '../../common/domain/project';
import type { Report } from '../../common/domain/report';
import type { Run } from '../../common/domain/run';
import { rowKey, rowSettings, type Study } from '../../common/domain/study';
import { type SideReports, type StudyScore, studyScores } from '../../common/domain/studyScores';
import type { TrainSettings } from '../../common/settings';
import type { ProjectStore } from '../../data/project/store';
import { readForgettingReport, readOpenSetReport, readReport } from '../reports';
import { listPredictions, listRuns, runFolder } from '../runFolder';

/** One training that a study asks for. */
export interface PlannedRun {
  /** Index of its row. */
  row: number;
  seed: number;
  /** Id of the run where it is yet to be made. */
  id: string;
  settings: TrainSettings;
  /** Reports that the study shows numbers of, beside that of the evaluation. */
  needs: readonly (keyof SideReports)[];
}

/** Every row with the first seed, then with the next: an early table has all rows. */
export function planRuns(name: string, study: Study): PlannedRun[] {
  const needs = [...new Set(study.columns.flatMap((column) => (studyScores[column] as StudyScore).needs ?? []))];
  return study.seeds.flatMap((seed) =>
    study.rows.map((row, index) => ({
      row: index,
      seed,
      id: `${name}-${rowKey(row.label)}-s${seed}`,
      settings: rowSettings(study, row, seed),
      needs,
    })),
  );
}

/** A planned run with what the project has of it. */
export interface FoundRun extends PlannedRun {
  run: Run | null;
  /** Whether all videos of the split have predictions. */
  predicted: boolean;
  report: Report | null;
  beside: SideReports;
}

/**
 * Looks up what there is of each planned run.
 * @param runs those of the project, where they were read already
 */
export async function findRuns(
  store: ProjectStore,
  planned: readonly PlannedRun[],
  split: SplitName,
  runs?: readonly Run[],
): Promise<FoundRun[]> {
  const known = runs ?? (await listRuns(store.dir, () => undefined));
  const splits = store.project.splits;
  const sameSplits = (run: Run) =>
    (['train', split] as const).every((name) => run.splits[name].join('\n') === splits[name].join('\n'));
  const usable = known.filter((run) => run.origin === 'trained' && run.settings !== null && sameSplits(run));
  const taken = new Set(known.map(({ id }) => id));
  return Promise.all(planned.map((one) => found(store, one, split, usable, taken)));
}

async function found(
  { dir, project }: ProjectStore,
  planned: PlannedRun,
  split: SplitName,
  usable: readonly Run[],
  taken: ReadonlySet<string>,
): Promise<FoundRun> {
  const wanted = JSON.stringify(planned.settings);
  const same = usable.filter(({ settings }) => JSON.stringify(settings) === wanted);
  const run =
    same.find(({ status }) => status === 'trained') ?? same.find(({ id }) => id === planned.id) ?? same[0] ?? null;
  if (!run)
    return {
      ...planned,
      id: freeId(planned.id, taken),
      run: null,
      predicted: false,
      report: null,
      beside: { openSet: null, forgetting: null },
    };
  const videos = new Set((await listPredictions(runFolder(dir, run.id)))[split]);
  const report = await readReport(dir, run.id, split);
  return {
    ...planned,
    id: run.id,
    run,
    predicted: project.splits[split].every((video) => videos.has(video)),
    // Scores with the published metrics' quirks do not stand beside others.
    report: report?.official === false ? report : null,
    beside: {
      openSet: planned.needs.includes('openSet') ? await readOpenSetReport(dir, run.id, split) : null,
      forgetting: planned.needs.includes('forgetting') ? await forgettingOf(dir, run) : null,
    },
  };
}

/** Null where it was measured before the training went on. */
async function forgettingOf(dir: string, { id, stepsDone }: Run): Promise<SideReports['forgetting']> {
  const report = await readForgettingReport(dir, id);
  return report?.updates === stepsDone ? report : null;
}

function freeId(id: string, taken: ReadonlySet<string>): string {
  if (!taken.has(id)) return id;
  for (let n = 2; ; n++) if (!taken.has(`${id}-${n}`)) return `${id}-${n}`;
}

export const isDone = (found: FoundRun): boolean =>
  found.run?.status === 'trained' &&
  found.predicted &&
  found.report !== null &&
  found.needs.every((name) => found.beside[name] !== null);

/** The jobs that are left of a run, in their order; a training that was interrupted goes on from its checkpoint. */
export function remainingJobs(found: FoundRun, split: SplitName): JobInput[] {
  const { id: run, settings } = found;
  const jobs: JobInput[] = [];
  if (found.run?.status !== 'trained') {
    jobs.push({ kind: 'train', run, settings, resume: found.run !== null, evaluate: true, split });
  } else {
    if (!found.predicted) jobs.push({ kind: 'infer', run, split });
    if (!found.predicted || !found.report) jobs.push({ kind: 'evaluate', run, split, official: false });
  }
  const missing = found.needs.filter((name) => found.beside[name] === null);
  if (missing.includes('openSet')) jobs.push({ kind: 'openSet', run, split });
  if (missing.includes('forgetting')) jobs.push({ kind: 'forgetting', run });
  return jobs;
}
