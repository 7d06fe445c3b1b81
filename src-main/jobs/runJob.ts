/**
 * From a job's description to the function that does it; the one place that knows them all. Runs in the child process.
 */
import type { Crew } from '../analysis/embedding/crew';
import type { JobInput } from '../common/contract/jobs';
import type { ExportRequest } from '../common/contract/project';
import type { Recipe } from '../common/domain/figure';
import type { LayoutSettings } from '../common/domain/embedding';
import type { SplitName } from '../common/domain/project';
import type { JobContext } from '../common/progress';
import { listDevices } from '../engine/runtime/devices';
import { openProject } from '../data/project/store';
import { analyse, type AnalysisInput } from './analysis/analyse';
import { findDamage } from './damage';
import { type ClipsInput, renderClips } from './demo/clips';
import { demoJob } from './demo/demo';
import { layoutJob } from './embedding/layout';
import { evaluateJob } from './evaluate';
import { exportedFile, exportLabels, previewExport } from './exportLabels';
import { extractJob } from './extractFeatures';
import { type FiguresInput, figuresJob } from './figures/figuresJob';
import { prepareFigure } from './figures/prepare';
import { type ReportInput, reportJob } from './figures/report';
import { forgettingJob } from './forgetting/forgetting';
import { importFiles, type ImportInput, previewImport } from './importFiles';
import { inferJob } from './infer';
import { openSetJob } from './openSet/openSet';
import type { SpawnChild } from './process';
import { makeParts } from './parts';
import { makePlayingCopy } from './playingCopy';
import { openCrew, threadsAtHand } from './threads';
import { trainJob } from './train';

/**
 * Work that needs a child process but is no job of the queue: it touches native code that may abort, or takes seconds.
 */
export type SideInput =
  | { kind: 'devices' | 'parts' }
  | { kind: 'playingCopy' | 'damage'; video: string }
  | AnalysisInput
  | ({ kind: 'import' | 'previewImport' } & Omit<ImportInput, 'project'>)
  | { kind: 'previewExport'; request: ExportRequest }
  | { kind: 'export'; request: ExportRequest; folder: string; overwrite: boolean }
  | { kind: 'exportFile'; request: ExportRequest; path: string }
  | ({ kind: 'figures' } & Omit<FiguresInput, 'project'>)
  | { kind: 'prepareFigure'; recipe: Recipe }
  | ({ kind: 'report' } & Omit<ReportInput, 'project'>)
  | ({ kind: 'layout'; threads?: number | undefined } & LayoutSettings);

export interface WorkerJob {
  /** Folder of the project; empty for work that needs none. */
  project: string;
  input: JobInput | SideInput | ClipsInput;
}

/** What the process that does a job can do for it. */
export interface Services {
  /** Starts another child like this one. */
  spawn: SpawnChild;
  /** The built entry of threads. */
  threadEntry: string;
  /** Has messages of the parent heard, from the first on. */
  told(listener: (message: unknown) => void): void;
  /** Sends the parent something to look at. */
  show(view: unknown): void;
}

/** @returns plain data, as the job's caller expects it */
export async function runJob({ project, input }: WorkerJob, context: JobContext, services: Services): Promise<unknown> {
  switch (input.kind) {
    case 'extract':
      return extractJob({ project, ...input }, context);
    case 'train': {
      const result = await trainJob({ project, ...input }, context);
      if (input.evaluate) await inferAndEvaluate(project, input.run, input.split, context);
      return result;
    }
    case 'infer':
      return inferJob({ project, ...input }, context);
    case 'evaluate':
      return evaluateJob({ project, ...input }, context);
    case 'openSet':
      return openSetJob({ project, ...input }, context);
    case 'forgetting':
      return forgettingJob({ project, ...input }, context);
    case 'demo':
      return demoJob({ dir: project, seed: input.seed }, context, services.spawn);
    case 'clips':
      return renderClips(input.scripts, project, context);
    case 'devices':
      return listDevices();
    case 'import':
      return importFiles({ project, ...input }, context);
    case 'previewImport':
      return previewImport(await openProject(project), input, context);
    case 'previewExport':
      return previewExport(await openProject(project), input.request);
    case 'export':
      return exportLabels(await openProject(project), input.request, input.folder, input.overwrite);
    case 'exportFile':
      return exportedFile(await openProject(project), input.request, input.path);
    case 'analyse':
      return analyse(await openProject(project), input);
    case 'parts':
      return makeParts(await openProject(project), context, services.told, services.show);
    case 'figures':
      return withCrew(services, (crew) => figuresJob({ project, ...input }, context, crew));
    case 'report':
      return reportJob({ project, ...input }, context);
    case 'prepareFigure': {
      const store = await openProject(project);
      return withCrew(services, (crew) => prepareFigure(store, input.recipe, context, crew));
    }
    case 'playingCopy':
      return makePlayingCopy(await openProject(project), input.video, context);
    case 'damage':
      return findDamage(await openProject(project), input.video, context);
    case 'layout': {
      const { kind: _, threads, ...settings } = input;
      const layOut = (crew: Crew) => layoutJob({ project, ...settings }, context, crew, services.show);
      return withCrew(services, layOut, threads);
    }
  }
}

async function withCrew<T>(
  { threadEntry }: Services,
  work: (crew: Crew) => Promise<T>,
  threads = threadsAtHand(),
): Promise<T> {
  const crew = openCrew(threadEntry, threads);
  try {
    return await work(crew);
  } finally {
    await crew.close();
  }
}

/** A training from the window or of a study ends with scores: on the split asked for, else test, else val. */
async function inferAndEvaluate(
  project: string,
  run: string,
  asked: SplitName | undefined,
  context: JobContext,
): Promise<void> {
  const { splits } = (await openProject(project)).project;
  const split = asked ?? (splits.test.length > 0 ? 'test' : 'val');
  if (splits[split].length === 0) return;
  await inferJob({ project, run, split }, context);
  await evaluateJob({ project, run, split, official: false }, context);
}
