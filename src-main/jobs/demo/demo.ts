import { join, resolve } from 'node:path';
import type { Report } from '../../common/domain/report';
import { toFloat16 } from '../../common/float16';
import type { JobContext } from '../../common/progress';
import { TrainSettings } from '../../common/settings';
import { writeFileAtomic } from '../../data/project/atomic';
import { resourcesFolder } from '../../data/resources';
import { floats, type HostTensor } from '../../engine/runtime/tensor';
import { adapterFiles, readAdapter } from '../../models/weights/peft';
import { evaluateJob } from '../evaluate';
import { extractJob } from '../extractFeatures';
import { inferJob } from '../infer';
import type { SpawnChild } from '../process';
import { latestCheckpoint, runFolder } from '../runFolder';
import { trainJob } from '../train';
import { clipsFolder, makeDemoProject } from './project';
import { provideClips } from './clips';
import { demoScripts } from './script';

/**
 * The embedded default, made from nothing: clips of a toy kitchen, their features, and the three classifiers trained,
 * run over the test split and scored. What the program ships in `resources/demo` was made so.
 */

/** Fixes the clips; a demo's own seed is that of the trainings. */
const clipSeed = 0;
const features = { set: 'efficientnet-lite0', encoder: 'efficientnet-lite0', rate: 4 };

/** The three runs by id. */
export const demoRuns: Readonly<Record<string, TrainSettings>> = {
  gad: demoSettings({ kind: 'gad' }),
  disc: demoSettings({ kind: 'discriminative' }),
  gen: demoSettings({ kind: 'generative' }),
};

/** 8 s at full rate and the 24 s before them at one step a second. */
function demoSettings(own: Partial<TrainSettings>): TrainSettings {
  return TrainSettings.parse({ short: 32, long: 96, longEvery: 4, stride: 4, batch: 16, epochs: 5, ...own });
}

export interface DemoInput {
  /** A folder that holds no project. */
  dir: string;
  /** Seed of the trainings. */
  seed: number;
}

/**
 * Makes the demo in a folder.
 * @param spawn starts a child for `runJob`
 * @returns the reports of the three runs on the test split
 * @throws UserError `project-exists`, and those of the jobs it is made of
 */
export async function demoJob(
  { dir, seed }: DemoInput,
  context: JobContext,
  spawn: SpawnChild,
): Promise<{ reports: Report[] }> {
  const project = resolve(dir);
  const scripts = demoScripts(clipSeed);
  await provideClips(scripts, join(resourcesFolder(), 'demo', clipsFolder), join(project, clipsFolder), context, spawn);
  await makeDemoProject(project, scripts);
  await extractJob({ project, ...features }, context);
  const reports: Report[] = [];
  for (const [run, settings] of Object.entries(demoRuns)) {
    await trainJob({ project, run, settings: { ...settings, seed }, resume: false }, context);
    await halveAdapter(project, run);
    reports.push(await score(project, run, context));
  }
  return { reports };
}

async function score(project: string, run: string, context: JobContext): Promise<Report> {
  await inferJob({ project, run, split: 'test' }, context);
  return evaluateJob({ project, run, split: 'test', official: false }, context);
}

/** Stores the adapter in half precision, before it predicts, so that what is kept reproduces the predictions. */
async function halveAdapter(project: string, run: string): Promise<void> {
  const checkpoint = await latestCheckpoint(runFolder(project, run));
  if (!checkpoint) throw new Error(`internal: run ${run} has no checkpoint`);
  const adapter = await readAdapter(checkpoint.dir);
  const halved = [...adapter.tensors].map(([name, tensor]): [string, HostTensor] => [
    name,
    { dtype: 'float16', dims: tensor.dims, data: toFloat16(floats(tensor)) },
  ]);
  for (const [name, bytes] of adapterFiles({ ...adapter, tensors: new Map(halved) })) {
    await writeFileAtomic(join(checkpoint.dir, name), bytes);
  }
}
