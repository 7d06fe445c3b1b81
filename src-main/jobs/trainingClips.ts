import { createHash } from 'node:crypto';
import { throwIfCancelled, UserError } from '../common/errors';
import { type JobContext, ProgressMeter } from '../common/progress';
import type { ProjectStore } from '../data/project/store';
import { readFeatures } from '../features/store';
import type { ClassifierDescription } from '../gad/classifier';
import type { TrainingVideo } from '../gad/plan';
import { type ClipSource, videoClips } from './clips';
import { trainingIds, trainingTasks } from './trainingVideos';

/**
 * Clips of the videos to train on in an offline task, every feature file checked on the way.
 * @returns the videos with their clips, and a digest of what is learnt of them
 * @throws UserError `no-training-videos`, `no-clips`, `no-task`, and those of `readFeatures`
 */
export async function trainingClips(
  store: ProjectStore,
  { context: told, task }: ClassifierDescription,
  source: ClipSource,
  context: JobContext,
): Promise<{ videos: TrainingVideo[]; labelsHash: string }> {
  const train = trainingIds(store);
  if (told === 'task goal' && task !== 'task recognition') trainingTasks(store);
  const meter = new ProgressMeter(context, 'Checking features', train.length, 'videos');
  const hash = createHash('sha256');
  const videos: { id: string; clips: Awaited<ReturnType<typeof videoClips>> }[] = [];
  for (const [done, id] of train.entries()) {
    throwIfCancelled(context.signal);
    const video = store.video(id);
    const { steps } = await readFeatures(store, source.set, video);
    const clips = await videoClips(store, source, video, steps);
    hash.update(JSON.stringify(clips.map((clip) => ({ ...clip, steps: [...clip.steps] }))));
    videos.push({ id, clips });
    meter.update(done + 1, id);
  }
  if (videos.some(({ clips }) => clips.length > 0)) return { videos, labelsHash: hash.digest('hex') };
  throw new UserError(
    'no-clips',
    `The ${train.length} training videos have no clip whose answer is known.`,
    task === 'task recognition'
      ? 'Name the task of each video in videos.json, or import labels that tell it, such as those of COIN.'
      : 'Label the segments of the videos.',
  );
}
