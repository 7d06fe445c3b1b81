import type { Video } from '../common/domain/video';
import { throwIfCancelled } from '../common/errors';
import type { JobContext } from '../common/progress';
import type { ProjectStore } from '../data/project/store';
import { makeSound } from './sound';
import { makeThumbnails } from './thumbnails';

/** One small thing that the timeline shows of a video: a picture, or a block of its sound. */
export interface Part {
  kind: 'thumbnail' | 'sound';
  video: Video;
  number: number;
}

export const keyOf = ({ kind, video, number }: Part): string => `${kind} ${number} ${video.id} ${video.hash}`;

const makers = { thumbnail: makeThumbnails, sound: makeSound };
/** Parts of one video made in one pass before what is wanted is looked at again. */
const inOnePass = 6;
/** After so long without a wish the process ends. */
const idleMilliseconds = 20_000;

/**
 * Makes parts as they are told, the latest first, so that who scrolls on need not wait for what has gone by; ends when
 * nobody has asked for a while.
 * @param told called with what listens to wishes
 * @param settled told the key of each part that is made, or cannot be
 */
export async function makeParts(
  store: ProjectStore,
  context: JobContext,
  told: (listener: (part: unknown) => void) => void,
  settled: (key: string) => void,
): Promise<void> {
  const waiting: Part[] = [];
  let wake: () => void = () => undefined;
  told((part) => {
    waiting.push(part as Part);
    wake();
  });
  context.signal.addEventListener('abort', () => wake());
  const wish = () =>
    new Promise<void>((resolve) => {
      const idle = setTimeout(resolve, idleMilliseconds);
      wake = () => {
        clearTimeout(idle);
        resolve();
      };
    });
  for (;;) {
    if (waiting.length === 0 && !context.signal.aborted) await wish();
    throwIfCancelled(context.signal);
    const batch = takeLatest(waiting);
    const [first] = batch;
    if (!first) return;
    const made = (number: number) => settled(keyOf({ ...first, number }));
    const numbers = batch.map(({ number }) => number);
    // One that cannot be made, as in a broken file, is not shown; the others go on.
    await makers[first.kind](store, first.video, numbers, made).catch(() => undefined);
    numbers.forEach(made);
  }
}

/** Takes the last part, and others of its kind and video with it, latest first. */
function takeLatest(waiting: Part[]): Part[] {
  const last = waiting[waiting.length - 1];
  const alike = waiting.filter(({ kind, video }) => kind === last?.kind && video.id === last.video.id);
  const batch = alike.slice(-inOnePass).reverse();
  for (const part of batch) waiting.splice(waiting.indexOf(part), 1);
  return batch;
}
