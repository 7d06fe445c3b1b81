import { segmentF1Difference, type CountsBySeed } from '../../analysis/pairedBootstrap';
import type { Study, StudyRow, StudyRun, StudyTable } from '../../common/domain/study';
import { type StudyScore, studyScores } from '../../common/domain/studyScores';
import type { ProjectStore } from '../../data/project/store';
import { readTiming } from '../predictionFiles';
import { runFolder } from '../runFolder';
import { findRuns, type FoundRun, isDone, planRuns } from './runs';

/**
 * The table of a study from the runs that are there.
 * @param problems why jobs failed, by run id, where the run itself does not say it
 */
export async function studyTable(
  store: ProjectStore,
  name: string,
  study: Study,
  problems: ReadonlyMap<string, string> = new Map(),
): Promise<StudyTable> {
  const found = await findRuns(store, planRuns(name, study), study.split);
  const runs = await Promise.all(found.map((one) => studyRun(store.dir, one, study, problems)));
  const reports = found.filter(isDone).flatMap(({ report }) => report ?? []);
  const first = counts(found, 0);
  return {
    name,
    study,
    rows: study.rows.map(({ label }, row): StudyRow => {
      const own = found.filter((one) => one.row === row);
      return {
        label,
        runs: runs.filter((_, i) => found[i]?.row === row),
        cells: study.columns.map((column) => cell(own.filter(isDone), studyScores[column])),
        difference: row === 0 ? null : difference(first, counts(found, row)),
      };
    }),
    videos: reports.length === 0 ? 0 : Math.min(...reports.map(({ videos }) => videos)),
  };
}

async function studyRun(
  dir: string,
  found: FoundRun,
  { split }: Study,
  problems: ReadonlyMap<string, string>,
): Promise<StudyRun> {
  const { id, seed, run } = found;
  const timing = run && (await readTiming(runFolder(dir, id), split));
  const seconds = (run?.seconds ?? 0) + (timing?.seconds ?? 0);
  if (isDone(found)) return { run: id, seed, state: 'done', seconds };
  const problem = problems.get(id) ?? (run?.status === 'failed' ? run.error : undefined);
  if (problem !== undefined) return { run: id, seed, state: 'failed', problem, seconds };
  return { run: id, seed, state: run ? 'unfinished' : 'missing', seconds };
}

/** Mean and the sample's deviation over the runs that have the score. */
function cell(done: readonly FoundRun[], score: StudyScore): StudyRow['cells'][number] {
  const values = done.flatMap(({ run, report, beside }) => (run && report && score.of(run, report, beside)) ?? []);
  if (values.length === 0) return null;
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  if (values.length === 1) return { mean, deviation: null };
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return { mean, deviation: Math.sqrt(squares / (values.length - 1)) };
}

/** Segment counts of a row's finished runs `[seeds]` by video. */
function counts(found: readonly FoundRun[], row: number): ReadonlyMap<string, CountsBySeed[number][number]>[] {
  const done = found.filter((one) => one.row === row && isDone(one));
  return done.map(({ report }) => new Map((report?.videoCounts ?? []).map((one) => [one.video, one])));
}

/** Over the videos that every run of both rows has; null where they have none in common. */
function difference(first: ReturnType<typeof counts>, second: ReturnType<typeof counts>): StudyRow['difference'] {
  const videos = [...(first[0]?.keys() ?? [])].filter((video) => [...first, ...second].every((run) => run.has(video)));
  const aligned = (runs: typeof first): CountsBySeed => runs.map((run) => videos.flatMap((v) => run.get(v) ?? []));
  return segmentF1Difference(aligned(first), aligned(second));
}
