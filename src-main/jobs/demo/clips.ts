import { createHash } from 'node:crypto';
import { cp, mkdir } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { fromErrorRecord, throwIfCancelled } from '../../common/errors';
import { type JobContext, ProgressMeter } from '../../common/progress';
import { writeFileAtomic } from '../../data/project/atomic';
import { readText } from '../../data/project/records';
import { encodeVideo, type SourceFrame } from '../../video/encode';
import { type SpawnChild, startWorker, type WorkerHandle } from '../process';
import { ClipPainter, clipHeight, clipWidth } from './painter';
import { type ClipScript, ticksPerSecond } from './script';

/** Renders the demo's clips from their scripts. */

/** Clips drawn at a time in one process: while one waits for the encoder, another is drawn. */
const lanes = 2;

/** Processes at most: drawing takes one processor each, and some memory. */
const mostChildren = 4;

/** Beside the clips, what they were rendered from. */
const hashFile = 'script.sha256';

const encoding = { width: clipWidth, height: clipHeight, timeBase: ticksPerSecond, crf: 29, preset: 'veryfast' };

/** Recognises the scripts that clips were rendered from, and how. */
export function scriptHash(scripts: readonly ClipScript[]): string {
  return createHash('sha256').update(JSON.stringify({ encoding, scripts })).digest('hex');
}

/** Puts the clips into `dir`: copied from `kept` where those were rendered from the same scripts, else rendered. */
export async function provideClips(
  scripts: readonly ClipScript[],
  kept: string,
  dir: string,
  context: JobContext,
  spawn: SpawnChild,
): Promise<void> {
  const hash = scriptHash(scripts);
  await mkdir(dir, { recursive: true });
  if ((await readText(join(kept, hashFile)))?.trim() === hash) {
    context.log('The kept clips are of the same scripts: copied.');
    await cp(kept, dir, { recursive: true });
    return;
  }
  await renderInChildren(scripts, dir, context, spawn);
  await writeFileAtomic(join(dir, hashFile), `${hash}\n`);
}

/** What a child renders: plain data, as `renderClips` takes it. */
export interface ClipsInput {
  kind: 'clips';
  scripts: readonly ClipScript[];
}

/** Renders with as many children as there are processors: drawing is not done by several threads. */
async function renderInChildren(
  scripts: readonly ClipScript[],
  dir: string,
  context: JobContext,
  spawn: SpawnChild,
): Promise<void> {
  throwIfCancelled(context.signal);
  const shares = sharesOf(scripts, Math.min(mostChildren, availableParallelism()));
  const total = framesOf(scripts);
  const meter = new ProgressMeter(context, 'Rendering clips', total, 'frames');
  const done = shares.map(() => 0);
  const children = shares.map((share, i): WorkerHandle => {
    const input: ClipsInput = { kind: 'clips', scripts: share };
    return startWorker(
      spawn,
      { project: dir, input },
      {
        progress: (progress) => {
          done[i] = progress.done;
          meter.update(
            done.reduce((sum, count) => sum + count, 0),
            progress.item,
          );
        },
        log: context.log,
      },
    );
  });
  const cancel = () => children.forEach((child) => child.cancel());
  context.signal.addEventListener('abort', cancel);
  await Promise.all(
    children.map(async ({ outcome }) => {
      const result = await outcome;
      if (result.kind !== 'done') cancel();
      if (result.kind === 'error') throw fromErrorRecord(result.error);
      if (result.kind === 'crash') throw new Error(`${result.description} ${result.stderr}`.trim());
    }),
  );
}

const framesOf = (scripts: readonly ClipScript[]) => scripts.reduce((sum, script) => sum + script.frames.length, 0);

/** Shares of about the same number of frames, none of them empty. */
function sharesOf(scripts: readonly ClipScript[], count: number): ClipScript[][] {
  const shares = Array.from({ length: Math.min(count, scripts.length) }, (): ClipScript[] => []);
  for (const script of [...scripts].sort((a, b) => b.frames.length - a.frames.length)) {
    shares.reduce((least, share) => (framesOf(share) < framesOf(least) ? share : least)).push(script);
  }
  return shares;
}

/** Renders clips to `<dir>/<id>.mp4`, H.264, 640 x 360. */
export async function renderClips(scripts: readonly ClipScript[], dir: string, context: JobContext): Promise<void> {
  const total = framesOf(scripts);
  const meter = new ProgressMeter(context, 'Rendering clips', total, 'frames');
  const waiting = [...scripts];
  let done = 0;
  const renderNext = async (): Promise<void> => {
    for (let script = waiting.shift(); script; script = waiting.shift()) {
      const { id } = script;
      const drawn = () => {
        if (++done % ticksPerSecond === 0 || done === total) meter.update(done, id);
      };
      await renderClip(script, join(dir, `${id}.mp4`), context.signal, drawn);
    }
  };
  await Promise.all(Array.from({ length: lanes }, renderNext));
}

async function renderClip(
  script: ClipScript,
  path: string,
  signal: JobContext['signal'],
  drawn: () => void,
): Promise<void> {
  await encodeVideo(path, encoding, paintFrames(script, signal, drawn));
}

async function* paintFrames(
  script: ClipScript,
  signal: JobContext['signal'],
  drawn: () => void,
): AsyncGenerator<SourceFrame> {
  const painter = new ClipPainter(script);
  for (const tick of script.frames) {
    throwIfCancelled(signal);
    yield { rgba: painter.draw(tick), pts: tick };
    drawn();
  }
}
