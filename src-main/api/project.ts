import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Handlers } from '../common/contract';
import type { CacheState, ExportReport, FeatureCoverage, ProjectState, VideoSummary } from '../common/contract/project';
import type { FeatureSet } from '../common/domain/featureSet';
import type { Video } from '../common/domain/video';
import { writableFormats } from '../data/formats/registry';
import { fileStates } from '../data/merge/fileStates';
import { cacheLimit, cacheSize, clearCache } from '../data/project/cache';
import { frameClock } from '../data/project/clocks';
import { checkSplits, proposeSplits } from '../data/project/splits';
import { createProject, type ProjectStore } from '../data/project/store';
import { locateVideo } from '../jobs/importFiles';
import type { WorkerJob } from '../jobs/runJob';
import { openDemoProject } from './demo';
import type { Session } from './session';
import { runSideJob } from './sideJob';

type ProjectHandlers = Pick<
  Handlers,
  Extract<keyof Handlers, `project.${string}` | `video.${string}` | `features.${string}`>
>;

/** The open project with its splits, imports and exports; its videos, and the sets of features of these. */
export function projectHandlers(session: Session): ProjectHandlers {
  const store = () => session.requireProject().store;
  const changed = async (what: Parameters<Session['refresh']>[0]) => {
    await session.refresh(what);
    return projectState(store());
  };
  // Labels of a large project take seconds to write: a child does it, so that the window goes on.
  const exporting = (input: WorkerJob['input']) => {
    const tip = 'Choose fewer videos, or another format.';
    return runSideJob(session.services.spawn, { project: store().dir, input }, { what: 'Exporting', tip });
  };
  const refreshAll = () => session.refresh(['project', 'videos', 'annotations', 'features']);
  return {
    'project.open': async ({ path }) => projectState(await session.open(path)),
    'project.openDemo': async () => projectState(await openDemoProject(session)),
    'project.create': async ({ path, name, singleLabel }) => {
      await createProject(path, { name, singleLabel });
      return projectState(await session.open(path));
    },
    'project.state': async () => (session.store ? projectState(session.store) : null),
    'project.proposeSplits': async ({ seed }) => proposeSplits(store().videos, seed),
    'project.setSplits': async (splits) => {
      checkSplits(splits, store().videos);
      await store().saveProject({ ...store().project, splits });
      return changed(['project', 'videos']);
    },
    'project.cache': () => cacheState(store()),
    'project.setCacheLimit': async ({ gigabytes }) => {
      await store().saveProject({ ...store().project, cacheGigabytes: gigabytes });
      return cacheState(store());
    },
    'project.clearCache': async () => {
      await clearCache(store());
      return cacheState(store());
    },
    'project.importPreview': (request) => session.requireProject().imports.preview({ ...request, keepValid: false }),
    'project.import': (request) => session.requireProject().imports.bring(request, refreshAll),
    'project.repeatImport': async ({ undo, done }) => {
      await session.requireProject().imports.repeat(undo, done);
      await refreshAll();
      return {};
    },
    'project.stopImport': async () => {
      session.requireProject().imports.stop();
      return {};
    },
    'project.exportFormats': async () => writableFormats.map(({ id, title }) => ({ id, title })),
    'project.exportPreview': async (request) => (await exporting({ kind: 'previewExport', request })) as ExportReport,
    'project.export': async ({ folder, overwrite, ...request }) =>
      (await exporting({ kind: 'export', request, folder, overwrite })) as ExportReport,
    'project.exportFile': async ({ path, ...request }) => {
      const data = (await exporting({ kind: 'exportFile', request, path })) as Uint8Array;
      return { data: Buffer.from(data).toString('base64') };
    },
    'project.locateVideo': async ({ video, path }) => {
      await locateVideo(store(), video, path);
      return changed(['videos', 'annotations']);
    },
    'video.annotation': ({ video }) => session.requireProject().shown.show(video),
    'video.clock': async ({ video }) => {
      const clock = await frameClock(store(), store().video(video));
      return { times: [...clock.times], end: clock.end };
    },
    'video.playingCopy': async ({ video }) => {
      await session.requireProject().copies.make(video);
      return {};
    },
    'video.cancelCopy': async ({ video }) => {
      session.requireProject().copies.cancel(video);
      return {};
    },
    'video.damage': ({ video }) => session.requireProject().damage.find(video),
    'video.sound': async ({ video, block, level }) => {
      const peaks = await session.requireProject().media.sound(video, block, level);
      return peaks && { peaks: Buffer.from(peaks.buffer, peaks.byteOffset, peaks.length).toString('base64') };
    },
    'features.list': async () => Promise.all((await store().featureSets()).map((set) => coverage(store(), set))),
  };
}

async function cacheState(store: ProjectStore): Promise<CacheState> {
  return { bytes: await cacheSize(store), gigabytes: cacheLimit(store) };
}

async function projectState(store: ProjectStore): Promise<ProjectState> {
  const splits = new Map<string, VideoSummary['split']>();
  for (const split of ['train', 'val', 'test'] as const) {
    for (const id of store.project.splits[split]) splits.set(id, split);
  }
  const files = await fileStates(store);
  const summary = (video: Video): VideoSummary => ({
    ...video,
    split: splits.get(video.id) ?? 'none',
    file: files.get(video.id) ?? 'none',
  });
  return {
    dir: store.dir,
    project: store.project,
    taxonomy: store.taxonomy,
    videos: store.videos.map(summary),
  };
}

async function coverage(store: ProjectStore, set: FeatureSet): Promise<FeatureCoverage> {
  const dir = join(store.dir, 'features', set.name);
  const files = (await readdir(dir).catch(() => [])).filter((name) => name.endsWith('.npy'));
  const sizes = await Promise.all(files.map((name) => stat(join(dir, name)).then((info) => info.size)));
  const known = new Set(store.videos.map((video) => video.id));
  return {
    ...set,
    videos: files.map((name) => name.slice(0, -'.npy'.length)).filter((id) => known.has(id)),
    bytes: sizes.reduce((sum, size) => sum + size, 0),
  };
}
