/**
 * Mirrors of the open project, as the program last told it. `undefined` means "not asked or not yet answered", so that
 * a screen can tell loading from empty. Only `sync.ts` and the commands here write it; screens read it by selectors.
 */
import { create } from 'zustand';
import type { EventOf } from '../../src-main/common/contract';
import type { AppInfo, DeviceReport, RecentProject } from '../../src-main/common/contract/app';
import type { LabelCounts } from '../../src-main/common/contract/labels';
import type { FeatureCoverage, ModelState, ProjectState, VideoSummary } from '../../src-main/common/contract/project';
import type { RunSummary } from '../../src-main/common/contract/runs';
import { call } from '../client';
import { setJobs, useJobs } from './jobs';
import { raise, say } from './notices';
import { requireSaved, withUnsavedClasses } from './unsaved';
import { plainView, useView } from './view';

interface Mirrors {
  info: AppInfo | undefined;
  devices: DeviceReport[] | undefined;
  recent: RecentProject[] | undefined;
  /** Null: no project is open. */
  project: ProjectState | null | undefined;
  /** Of labels, by video; those of labels that cannot be read are missing. */
  counts: Readonly<Record<string, LabelCounts>> | undefined;
  features: FeatureCoverage[] | undefined;
  models: ModelState[] | undefined;
  runs: RunSummary[] | undefined;
  /** Grows whenever annotations changed on disk, for whoever keeps a copy. */
  annotationsRevision: number;
  /** Likewise of runs; it stays when they come for the first time. */
  runsRevision: number;
}

export const useProject = create<Mirrors>(() => ({
  info: undefined,
  devices: undefined,
  recent: undefined,
  project: undefined,
  counts: undefined,
  features: undefined,
  models: undefined,
  runs: undefined,
  annotationsRevision: 0,
  runsRevision: 0,
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
  runs: async () => setRuns(await call('runs.list', {})),
  counts: loadCounts,
} as const;

/** What the page asks first: the program, and the project that is open in it. */
export type Opening = readonly [AppInfo, ProjectState | null];

/** Everything a screen may show, at the start of the page. */
export async function loadApplication(opening: Promise<Opening>): Promise<void> {
  const recent = refresh.recent();
  const [info, project] = await opening;
  set({ info, project });
  if (project) await loadLists();
  await recent;
  void loadRest();
}

async function loadLists(): Promise<void> {
  await Promise.all([refresh.features(), refresh.models(), refresh.runs()]);
}

/** What is not to be in the way of the first picture: counting may read all labels, probing devices takes a process. */
async function loadRest(): Promise<void> {
  if (useProject.getState().project) await countLabels();
  set({ devices: await call('app.devices', {}).catch(() => []) });
}

const countLabels = (): Promise<void> => refresh.counts().catch((error: unknown) => raise('reload-counts', error));

const forgetting: (() => void)[] = [];

/** @param forget drops what a store keeps of a project; called whenever one is opened */
export const whenOpened = (forget: () => void): void => void forgetting.push(forget);

/** Shows a project that was just opened or made; what was shown of the one before is dropped first. */
async function show(project: ProjectState): Promise<void> {
  set({ project, counts: undefined, features: undefined, models: undefined, runs: undefined });
  useView.setState(plainView);
  useJobs.setState({ jobs: undefined, events: {} });
  for (const forget of forgetting) forget();
  say('');
  await Promise.all([loadLists(), refresh.recent(), call('jobs.list', {}).then(setJobs)]);
  void countLabels();
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
/** Counts of edited labels that were told while those of all videos were on their way, which may be older. */
let countedSince: Mirrors['counts'] = {};

async function loadCounts(): Promise<void> {
  const { project } = useProject.getState();
  countedSince = {};
  const counts = await call('labels.counts', {});
  // Another project may have been opened meanwhile.
  if (useProject.getState().project?.dir === project?.dir) set({ counts: { ...counts, ...countedSince } });
}

/** Lists of videos follow every edit. */
export function labelsCounted({ video, ...counted }: EventOf<'labels.counted'>): void {
  countedSince = { ...countedSince, [video]: counted };
  set(({ counts }) => ({ counts: counts && { ...counts, [video]: counted } }));
}

export const setModels = (models: ModelState[]): void => set({ models });
export const setRuns = (runs: RunSummary[]): void =>
  set((known) => ({ runs, runsRevision: known.runsRevision + (known.runs ? 1 : 0) }));

/** URL of a video or picture of the open project. @param path such as `video/soup-07` or `thumbnail/soup-07/120` */
export function mediaUrl(info: AppInfo, path: string): string {
  return `${info.mediaBase}/${path.split('/').map(encodeURIComponent).join('/')}${info.mediaQuery}`;
}
