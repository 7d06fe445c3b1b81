import { toFloat16 } from '../../src-main/common/float16';
import { type Task, TrainSettings } from '../../src-main/common/settings';
import { writeNpy } from '../../src-main/data/formats/npy';
import { writeFileAtomic } from '../../src-main/data/project/atomic';
import type { ProjectStore } from '../../src-main/data/project/store';
import { requireFeatureSet } from '../../src-main/features/store';
import { clipSource, videoClips } from '../../src-main/jobs/clips';
import { classesFor } from '../../src-main/jobs/runClasses';
import { createRun, predictionPaths, runFolder } from '../../src-main/jobs/runFolder';
import { madeRun } from './madeRun';

const videos = ['d', 'e'];

/**
 * Adds a run to a toy kitchen (`toyKitchen`) that was never trained: the n-th clip of a video has the class that `says`
 * makes of the true one, both ids. Its states are the index of the clip, twice.
 */
export async function addClipRun(
  store: ProjectStore,
  id: string,
  task: Task,
  says: (truth: number, clip: number) => number,
): Promise<void> {
  const settings = TrainSettings.parse({ kind: 'discriminative', decoder: 'none', features: 'toy', task });
  const classes = classesFor(task, store.taxonomy.classes, store.videos);
  const { rate } = await requireFeatureSet(store, 'toy');
  const run = madeRun(id, { settings, classes, splits: { train: [], val: [], test: videos }, rate });
  await createRun(store.dir, run);
  const source = (await clipSource(store, settings, classes))!;
  for (const video of videos) {
    const windows = await videoClips(store, source, store.video(video), 1000);
    const clips = windows.map(({ steps, label }, i) => ({
      start: steps[0]!,
      end: steps[steps.length - 1]! + 1,
      classId: says(classes[label]!.id, i),
      confidence: null,
    }));
    const paths = predictionPaths(runFolder(store.dir, id), 'test', video);
    await writeFileAtomic(paths.clips, JSON.stringify({ version: 1, video, rate, clips }));
    const states = Float32Array.from({ length: 2 * clips.length }, (_, at) => at >> 1);
    await writeNpy(paths.features, { dtype: 'float16', shape: [clips.length, 2], data: toFloat16(states) });
  }
}
