/**
 * Mirrors of the open project, as the program last told it. `undefined` means "not asked or not yet answered", so that a
 * screen can tell loading from empty. Only `sync.ts` and the commands here write it; screens read it by selectors.
 */
import { create } from 'zustand';
import type { EventOf } from '../../src-main/common/contract';
import type { AppInfo, DeviceReport, RecentProject } from '../../src-main/common/contract/app';
import type { FeatureCoverage, ModelState, ProjectState, VideoSummary } from '../../src-main/common/contract/project';
import type { RunSummary } from '../../src-main/common/contract/runs';
import { call } from '../client';
import { setJobs, useJobs } from './jobs';
import { say } from './notices';
import { requireSaved, withUnsavedClasses } from './unsaved';
import { plainView, useView } from './view';

interface Mirrors {
  info: AppInfo | undefined;
  devices: DeviceReport[] | undefined;
  recent: RecentProject[] | undefined;
  /** Null: no project is open. */
  project: ProjectState | null | undefined;
  features: FeatureCoverage[] | undefined;
  models: ModelState[] | undefined;
  runs: RunSummary[] | undefined;
  /** Grows whenever annotations changed on disk, for whoever keeps a copy. */
  annotationsRevision: number;
}

export const useProject = create<Mirrors>(() => ({
  info: undefined,
  devices: undefined,
  recent: undefined,
  project: undefined,
  features: undefined,
  models: undefined,
  runs: undefined,
  annotationsRevision: 0,
}));

const set = useProject.setState;
export const noVideos: readonly VideoSummary[] = [];
export const noRuns: readonly RunSummary[] = [];

/** Asks again for one kind of record. */
export const refresh = {
  recent: async () => set({ recent: await call('app.recent', {}) }),
  project: async () => {
    const project = await call('project.state', {});
    // The shell's own menu opens projects too.
    if (project && project.dir !== useProject.getState().project?.dir) await show(project);
    else set({ project: project && { ...project, taxonomy: withUnsavedClasses(project.taxonomy) } });
  },
  features: async () => set({ features: await call('features.list', {}) }),
  models: async () => set({ models: await call('models.list', {}) }),
  runs: async () => set({ runs: await call('runs.list', {}) }),
} as const;

/** Everything a screen may show, at the start of the page. */
export async function loadApplication(): Promise<void> {
  // Probing devices takes a child process; nothing else waits for it.
  void call('app.devices', {}).then(
    (devices) => set({ devices }),
    () => set({ devices: [] }),
  );
  const recent = refresh.recent();
  const [info, project] = await Promise.all([call('app.info', {}), call('project.state', {})]);
  set({ info, project });
  if (project) await loadLists();
  await recent;
}

async function loadLists(): Promise<void> {
  await Promise.all([refresh.features(), refresh.models(), refresh.runs()]);
}

const forgetting: (() => void)[] = [];

/** @param forget drops what a store keeps of a project; called whenever one is opened */
export const whenOpened = (forget: () => void): void => void forgetting.push(forget);

/** Shows a project that was just opened or made; what was shown of the one before is dropped first. */
async function show(project: ProjectState): Promise<void> {
  set({ project, features: undefined, models: undefined, runs: undefined });
  useView.setState(plainView);
  useJobs.setState({ jobs: undefined, events: {} });
  for (const forget of forgetting) forget();
  say('');
  await Promise.all([loadLists(), refresh.recent(), call('jobs.list', {}).then(setJobs)]);
}

/** @param ask opens or makes it; not asked while edits wait here for the disk */
async function change(ask: () => Promise<ProjectState>): Promise<void> {
  requireSaved('Could not open another project');
  await show(await ask());
}

export const openProject = (path: string) => change(() => call('project.open', { path }));
export const openDemo = () => change(() => call('project.openDemo', {}));
export const createProject = (path: string, name: string, singleLabel: boolean) =>
  change(() => call('project.create', { path, name, singleLabel }));

export const setProject = (project: ProjectState): void => set({ project });
/** Lists of videos follow every edit. */
export const labelsCounted = ({ video, ...counts }: EventOf<'labels.counted'>): void =>
  set(({ project }) => {
    if (!project) return {};
    const videos = project.videos.map((one) => (one.id === video ? { ...one, ...counts } : one));
    return { project: { ...project, videos } };
  });

export const setModels = (models: ModelState[]): void => set({ models });
export const setRuns = (runs: RunSummary[]): void => set({ runs });

/** URL of a video or picture of the open project. @param path such as `video/soup-07` or `thumbnail/soup-07/120` */
export function mediaUrl(info: AppInfo, path: string): string {
  return `${info.mediaBase}/${path.split('/').map(encodeURIComponent).join('/')}${info.mediaQuery}`;
}
