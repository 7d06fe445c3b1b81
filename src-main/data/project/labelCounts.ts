import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { LabelCounts } from '../../common/contract/labels';
import type { Annotation } from '../../common/domain/annotation';
import { mergeSpans, type Span } from '../../common/domain/span';
import { boundaryTime, type FrameClock, type Video } from '../../common/domain/video';
import { writeFileAtomic } from './atomic';
import { frameClock } from './clocks';
import { fewAtOnce } from './fewAtOnce';
import type { ProjectStore } from './store';

/**
 * What lists of videos say of labels. Reading the labels of hundreds of videos takes a second, so the counts are kept
 * in `.cache/labelCounts.json`, each with the stamp of the files that it was taken from: whoever changes one of them,
 * it is counted anew. The cache can be deleted at any time.
 */
const KeptCounts = z.record(z.string(), LabelCounts.extend({ stamp: z.string() }));
type KeptCounts = z.infer<typeof KeptCounts>;

/** Counts by video; labels that cannot be read have none. */
export async function countAllLabels(store: ProjectStore): Promise<ReadonlyMap<string, LabelCounts>> {
  const path = join(store.dir, '.cache', 'labelCounts.json');
  const kept = await readKept(path);
  const counted = await fewAtOnce(
    store.videos,
    async (video) => [video.id, await countAnew(store, video, kept[video.id])] as const,
  );
  const counts: KeptCounts = Object.fromEntries(counted.flatMap(([id, found]) => (found ? [[id, found]] : [])));
  // Where the folder cannot be written to they are counted anew each time.
  if (Object.entries(counts).some(([id, { stamp }]) => kept[id]?.stamp !== stamp)) {
    await writeFileAtomic(path, JSON.stringify(counts)).catch(() => undefined);
  }
  return new Map(Object.entries(counts));
}

/** @param annotation the video's labels as they are now */
export async function countLabels(store: ProjectStore, video: Video, annotation: Annotation): Promise<LabelCounts> {
  return counts(video, annotation, await clockFor(store, video, annotation));
}

/** @param known counts of these labels as they were; null: the labels cannot be read */
async function countAnew(store: ProjectStore, video: Video, known: KeptCounts[string] | undefined) {
  const stamp = await stampOf(store, video);
  if (known?.stamp === stamp) return known;
  const annotation = await store.annotation(video.id).catch(() => null);
  if (!annotation) return null;
  const clock = await clockFor(store, video, annotation);
  // Seconds without the video's clock are not to last until it is found.
  return { stamp: clock === 'missing' ? '' : stamp, ...counts(video, annotation, clock) };
}

function counts(video: Video, annotation: Annotation, clock: FrameClock | 'missing' | null): LabelCounts {
  const { timebase, rate = 1 } = annotation;
  const perSecond = timebase === 'frames' ? video.frames / video.duration || 1 : timebase === 'steps' ? rate : 1;
  const length = ({ start, end }: Span) =>
    clock && clock !== 'missing' ? boundaryTime(clock, end) - boundaryTime(clock, start) : (end - start) / perSecond;
  return {
    segments: annotation.segments.length,
    reviewedSeconds: mergeSpans(annotation.reviewed).reduce((sum, span) => sum + length(span), 0),
  };
}

/** Null where times do not depend on it. */
async function clockFor(store: ProjectStore, video: Video, { timebase, reviewed }: Annotation) {
  if (timebase !== 'frames' || reviewed.length === 0) return null;
  return frameClock(store, video).catch(() => 'missing' as const);
}

/** Of all that the counts of a video depend on: its labels, and its file, for the times of frames. */
async function stampOf(store: ProjectStore, { id, frames, hash }: Video): Promise<string> {
  return `${await store.labelStamp(id)} ${frames} ${hash}`;
}

async function readKept(path: string): Promise<KeptCounts> {
  try {
    return KeptCounts.parse(JSON.parse(await readFile(path, 'utf8')));
  } catch {
    return {};
  }
}
