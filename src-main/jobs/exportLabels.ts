import { join } from 'node:path';
import { stat } from 'node:fs/promises';
import type { ExportReport, ExportRequest } from '../common/contract/project';
import { lanesOf } from '../common/domain/lane';
import { PredictedSegments } from '../common/domain/prediction';
import type { Run } from '../common/domain/run';
import type { ActionClass } from '../common/domain/taxonomy';
import type { Video } from '../common/domain/video';
import { UserError } from '../common/errors';
import { type ExportedFile, type ExportedProject, Losses, notHeld } from '../data/formats/exported';
import type { WritableFormat } from '../data/formats/format';
import { writableFormat } from '../data/formats/registry';
import { exportedVideo, type ExtraLane } from '../data/merge/exported';
import { timebaseOf } from '../data/merge/times';
import { readAnnotatorLabels, requireAnnotator } from '../data/project/annotators';
import { writeFileAtomic } from '../data/project/atomic';
import { safeId } from '../data/project/ids';
import { readRecord } from '../data/project/records';
import type { ProjectStore } from '../data/project/store';
import { readRunToday, segmentsToday } from './classesToday';
import { listPredictions, predictionPaths, runFolder } from './runFolder';

/**
 * Labels of a project as files of another program. What such files cannot hold is told by `previewExport` before
 * anything is written; `exportLabels` then writes each file whole and replaces none unless it is told to.
 */

/**
 * What an export would write and lose. Throws UserError `unknown-format`, `unknown-video`,
 * `nothing-to-export`, `no-run`.
 */
export async function previewExport(store: ProjectStore, request: ExportRequest): Promise<ExportReport> {
  const { project, format } = await prepared(store, request);
  return report(project, format, async () => undefined);
}

/**
 * Writes the files under `folder`.
 * @throws UserError as `previewExport`, `file-exists` where one is there and may not be replaced, those of writing
 */
export async function exportLabels(
  store: ProjectStore,
  request: ExportRequest,
  folder: string,
  overwrite: boolean,
): Promise<ExportReport> {
  const { project, format } = await prepared(store, request);
  if (!overwrite) await requireNew(folder, (await report(project, format, async () => undefined)).files);
  return report(project, format, ({ path, data }) => writeFileAtomic(join(folder, ...path.split('/')), data));
}

/** One of the files. Throws UserError as `previewExport`, or `unknown-file`. */
export async function exportedFile(store: ProjectStore, request: ExportRequest, path: string): Promise<Uint8Array> {
  const { project, format } = await prepared(store, request);
  for (const file of format.write(project, new Losses())) if (file.path === path) return Buffer.from(file.data);
  throw new UserError('unknown-file', `The export has no file ${JSON.stringify(path)}.`, 'Look at its preview again.');
}

async function report(
  project: ExportedProject,
  format: WritableFormat,
  take: (file: ExportedFile) => Promise<void>,
): Promise<ExportReport> {
  const losses = new Losses();
  const files: ExportReport['files'] = [];
  for (const file of format.write(project, losses)) {
    files.push({ path: file.path, bytes: Buffer.byteLength(file.data) });
    await take(file);
  }
  return {
    videos: project.videos.length,
    segments: project.videos.reduce((sum, video) => sum + video.segments.length, 0),
    files,
    losses: [...losses.sentences(), ...notHeld(project, format.holds, format.title)],
  };
}

async function requireNew(folder: string, files: ExportReport['files']): Promise<void> {
  const there: string[] = [];
  for (const { path } of files) {
    if (await stat(join(folder, ...path.split('/'))).catch(() => null)) there.push(path);
  }
  if (there.length === 0) return;
  const more = there.length > 1 ? ` and ${(there.length - 1).toLocaleString('en')} more` : '';
  throw new UserError(
    'file-exists',
    `${join(folder, there[0] as string)}${more} exists already.`,
    'Choose another folder, or allow files to be replaced.',
  );
}

async function prepared(store: ProjectStore, request: ExportRequest) {
  const format = writableFormat(request.format);
  const wanted = request.videos?.map((id) => store.video(id)) ?? [...store.videos];
  const { labels, annotators } = request;
  const beside = request.runs.length + annotators.length;
  if (wanted.length === 0 || (!labels && beside === 0)) {
    throw new UserError(
      'nothing-to-export',
      'Nothing to export: no video or no labels are chosen.',
      'Choose at least one video and one lane.',
    );
  }
  for (const name of annotators) await requireAnnotator(store, name);
  const runs = await Promise.all(request.runs.map((id) => runLanes(store, id)));
  const [alone] = !labels && beside === 1 ? annotators : [];
  const extra = [...(alone ? [] : annotators.map((name) => annotatorLanes(store, name))), ...runs];
  const videos: ExportedProject['videos'][number][] = [];
  for (const video of wanted) {
    const own = alone
      ? await readAnnotatorLabels(store, alone, video.id)
      : labels && (await store.annotation(video.id));
    if (alone && !own) continue;
    const lanes = await Promise.all(extra.map((one) => one.lane(video)));
    const read = lanes.flatMap((lane) => lane ?? []);
    videos.push(await exportedVideo(store, video, own || null, read));
  }
  const own = labels || alone ? lanesOf(store.taxonomy) : [];
  const lanes = [...own, ...extra].map(({ name }) => name);
  const classes = withClassesOf(
    store.taxonomy.classes,
    runs.flatMap((run) => run.classes),
  );
  return { format, project: { name: safeId(store.project.name), classes, lanes, videos } };
}

/** The project's classes, and those that only runs have. */
function withClassesOf(own: readonly ActionClass[], ofRuns: readonly ActionClass[]): ActionClass[] {
  const others = new Map(ofRuns.map((one) => [one.id, one]));
  for (const { id } of own) others.delete(id);
  return [...own, ...others.values()];
}

/** What another annotator has labelled, read video by video. */
function annotatorLanes(store: ProjectStore, name: string) {
  const classes = new Map(store.taxonomy.classes.map((one) => [one.id, one]));
  const lane = async ({ id }: Video): Promise<ExtraLane | null> => {
    const labels = await readAnnotatorLabels(store, name, id);
    if (!labels) return null;
    const segments = labels.segments.map(({ start, end, classId }) => {
      return { start, end, label: classes.get(classId) as ActionClass };
    });
    return { name, base: timebaseOf(labels), segments };
  };
  return { name, lane };
}

/**
 * A run's decided segments as lanes, read video by video; its classes by id, those of the project by their names there.
 */
async function runLanes(store: ProjectStore, id: string) {
  const run: Run = await readRunToday(store, id);
  const dir = runFolder(store.dir, id);
  const predicted = await listPredictions(dir);
  const now = new Map(store.taxonomy.classes.map((c) => [c.id, c]));
  const classes: ActionClass[] = run.classes.map((c) => now.get(c.id) ?? c);
  const byId = new Map(classes.map((c) => [c.id, c]));
  const lane = async (video: Video): Promise<ExtraLane | null> => {
    const split = Object.keys(predicted).find((name) => predicted[name]?.includes(video.id));
    if (split === undefined) return null;
    const { segments: path } = predictionPaths(dir, split, video.id);
    const found = await readRecord(path, `${id}: ${video.id}.segments.json`, PredictedSegments);
    if (!found) return null;
    const segments = segmentsToday(run.classes, found.record.segments).flatMap(({ start, end, classId }) => {
      const label = byId.get(classId);
      return label ? [{ start, end, label }] : [];
    });
    return { name: run.name, base: { unit: 'steps', rate: found.record.rate }, segments };
  };
  return { name: run.name, classes, lane };
}
