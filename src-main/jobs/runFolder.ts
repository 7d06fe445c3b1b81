import { appendFile, mkdir, open, readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { UserError } from '../common/errors';
import { StepText } from '../common/domain/prediction';
import { Run, RunEvent } from '../common/domain/run';
import { errorCode, replaceFile, saveError, syncFolder, writeFileAtomic } from '../data/project/atomic';
import { requireSafeId } from '../data/project/ids';
import { withLock } from '../data/project/lock';
import { readRecord, readText, recordText } from '../data/project/records';

/**
 * What a run leaves on disk, under `runs/<id>/`: `run.json`, `events.jsonl`, `checkpoints/<step>/` and
 * `predictions/<split>/<video>.*`. Records and checkpoints are replaced whole; events are appended, and a line cut
 * short by a crash is not read. Jobs write only under their own run.
 * @throws UserError `unsafe-id`, so that nothing outside the project is ever read, written or deleted as a run
 */
export function runFolder(projectDir: string, id: string): string {
  requireSafeId(id, 'run');
  return join(projectDir, 'runs', id);
}

/**
 * Makes the folder of a new run.
 * @throws UserError `run-exists` where the id is taken, `unsafe-id` where it cannot be a folder's name
 */
export async function createRun(projectDir: string, run: Run): Promise<string> {
  const dir = runFolder(projectDir, run.id);
  try {
    await mkdir(join(projectDir, 'runs'), { recursive: true });
    await mkdir(dir);
  } catch (error) {
    throw errorCode(error) === 'EEXIST' ? runExists(run.id) : saveError(dir, error);
  }
  await writeFileAtomic(join(dir, 'run.json'), recordText(run));
  return dir;
}

/**
 * Locked while the run is trained, so that nobody else trains it, and so that a training that died is known as such.
 */
export const trainingLock = (projectDir: string, id: string): string => join(projectDir, 'runs', `.${id}.training`);

/** Early word on what `createRun` would refuse. @throws UserError `run-exists`, `unsafe-id` */
export async function requireNewRun(projectDir: string, id: string): Promise<void> {
  if (await stat(runFolder(projectDir, id)).catch(() => null)) throw runExists(id);
}

function runExists(id: string): UserError {
  return new UserError('run-exists', `A run named ${JSON.stringify(id)} exists already.`, 'Choose another name.');
}

/** @throws UserError `no-run`, or what is wrong with its file */
export async function readRun(projectDir: string, id: string): Promise<Run> {
  const path = join(runFolder(projectDir, id), 'run.json');
  const found = await readRecord(path, `runs/${id}/run.json`, Run);
  if (found) return found.record;
  throw new UserError(
    'no-run',
    `Missing run ${JSON.stringify(id)}: there is no ${path}.`,
    'List the runs of this project with "gadw runs".',
  );
}

/** All runs, oldest first. A run whose record cannot be read is told to `onProblem` and left out. */
export async function listRuns(projectDir: string, onProblem: (error: UserError) => void): Promise<Run[]> {
  const names = await readdir(join(projectDir, 'runs')).catch(() => []);
  const runs: Run[] = [];
  for (const name of names) {
    try {
      if (!name.startsWith('.')) runs.push(await readRun(projectDir, name));
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      onProblem(error);
    }
  }
  return runs.sort((a, b) => a.created.localeCompare(b.created) || a.id.localeCompare(b.id));
}

/** Changes fields of `run.json`, as its only writer while it does so. */
export async function updateRun(projectDir: string, id: string, change: Partial<Run>): Promise<Run> {
  const path = join(runFolder(projectDir, id), 'run.json');
  return withLock(path, async () => {
    const run = { ...(await readRun(projectDir, id)), ...change };
    await writeFileAtomic(path, recordText(run));
    return run;
  });
}

const eventsPath = (runDir: string) => join(runDir, 'events.jsonl');

/** Adds lines to `events.jsonl`. @throws UserError of `saveError` */
export async function appendEvents(runDir: string, events: readonly RunEvent[]): Promise<void> {
  const path = eventsPath(runDir);
  const lines = events.map((event) => `${JSON.stringify(event)}\n`).join('');
  await appendFile(path, lines).catch((error: unknown) => {
    throw saveError(path, error);
  });
}

/**
 * Events from a position on.
 * @param from 0, or the `next` of an earlier call; a position past the end begins anew, because a resumed run takes
 * back what came after its checkpoint
 */
export async function readEvents(runDir: string, from = 0): Promise<{ events: RunEvent[]; next: number }> {
  const file = await open(eventsPath(runDir), 'r').catch(() => null);
  if (!file) return { events: [], next: 0 };
  try {
    const { size } = await file.stat();
    const start = from > size ? 0 : from;
    const { buffer, bytesRead } = await file.read(Buffer.alloc(size - start), 0, size - start, start);
    const complete = buffer.subarray(0, bytesRead).lastIndexOf(10) + 1;
    const lines = buffer.toString('utf8', 0, complete).split('\n').filter(Boolean);
    return { events: lines.map((line) => RunEvent.parse(JSON.parse(line))), next: start + complete };
  } finally {
    await file.close();
  }
}

/** Takes back what was logged after `step` updates, so that a resumed run continues one unbroken list. */
export async function keepEventsUpTo(runDir: string, step: number): Promise<void> {
  const { events } = await readEvents(runDir);
  const kept = events.filter((event) => !('step' in event) || event.step <= step);
  await writeFileAtomic(eventsPath(runDir), kept.map((event) => `${JSON.stringify(event)}\n`).join(''));
}

/**
 * Writes `checkpoints/<step>/` whole: `write` fills a temporary folder that is then renamed; a crash leaves the earlier
 * checkpoint. Earlier ones are removed once the new one is there.
 */
export async function writeCheckpoint(
  runDir: string,
  step: number,
  write: (dir: string) => Promise<void>,
): Promise<string> {
  const all = join(runDir, 'checkpoints');
  const target = join(all, String(step));
  const temporary = join(all, `.${step}.tmp`);
  try {
    await rm(temporary, { recursive: true, force: true });
    await mkdir(temporary, { recursive: true });
    await write(temporary);
    await syncFolder(temporary);
    await rm(target, { recursive: true, force: true });
    await replaceFile(temporary, target);
    await syncFolder(all);
    for (const name of await readdir(all)) {
      if (name !== String(step)) await rm(join(all, name), { recursive: true, force: true });
    }
    return target;
  } catch (error) {
    await rm(temporary, { recursive: true, force: true }).catch(() => undefined);
    throw saveError(target, error);
  }
}

/** The checkpoint of the most updates, or null where there is none. */
export async function latestCheckpoint(runDir: string): Promise<{ step: number; dir: string } | null> {
  const names = await readdir(join(runDir, 'checkpoints')).catch(() => []);
  const steps = names.filter((name) => /^\d+$/.test(name)).map(Number);
  if (steps.length === 0) return null;
  const step = Math.max(...steps);
  return { step, dir: join(runDir, 'checkpoints', String(step)) };
}

export interface PredictionPaths {
  /** float16 log-probabilities `[steps, classes]`; absent for runs without scores. */
  scores: string;
  /** int32 class ids `[steps]`. */
  labels: string;
  /** float16 decision features `[steps, hidden]`. */
  features: string;
  /** One `StepText` a line; only of generative runs. */
  texts: string;
  /** `PredictedSegments`; written last, so that a video with this file is finished. */
  segments: string;
  /** `PredictedClips` of a run of an offline task, in place of labels, texts and segments; written last as well. */
  clips: string;
}

/** Where the predictions of a video lie in a run's folder, whether they are there or not. */
export function predictionPaths(runDir: string, split: string, video: string): PredictionPaths {
  const path = (suffix: string) => join(runDir, 'predictions', split, `${video}.${suffix}`);
  return {
    scores: path('scores.npy'),
    labels: path('labels.npy'),
    features: path('features.npy'),
    texts: path('texts.jsonl'),
    segments: path('segments.json'),
    clips: path('clips.json'),
  };
}

/** Splits (or `chosen`) that have predictions, with the videos that are finished. */
export async function listPredictions(runDir: string): Promise<Record<string, string[]>> {
  const finished = /^(.+)\.(?:segments|clips)\.json$/;
  const out: Record<string, string[]> = {};
  for (const split of await readdir(join(runDir, 'predictions')).catch(() => [])) {
    const names = await readdir(join(runDir, 'predictions', split)).catch(() => []);
    const videos = names.flatMap((name) => finished.exec(name)?.[1] ?? []);
    if (videos.length > 0) out[split] = videos.sort();
  }
  return out;
}

/** The texts a generative run wrote, by step; empty where it wrote none. */
export async function readTexts(paths: PredictionPaths): Promise<StepText[]> {
  const text = (await readText(paths.texts)) ?? '';
  return text
    .split('\n')
    .filter(Boolean)
    .map((line) => StepText.parse(JSON.parse(line)));
}
