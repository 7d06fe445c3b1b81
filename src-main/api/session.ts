/**
 * One open project with its queue, and who is told of what happens to it. The shells make a session, serve pages over
 * it (`pages.ts`) and its media.
 */
import type { AppInfo, Menu } from '../common/contract/app';
import type { EventName, EventOf } from '../common/contract';
import { toErrorRecord, UserError } from '../common/errors';
import { SegmentIndex } from '../data/project/segmentIndex';
import { openProject, type ProjectStore } from '../data/project/store';
import type { SpawnChild, WorkerOutcome } from '../jobs/process';
import { JobQueue } from '../jobs/queue';
import type { WorkerJob } from '../jobs/runJob';
import { settleLeftRuns, settleRun } from '../jobs/settleRun';
import { DamageScan } from './damageScan';
import { UserKeymap } from './keymap';
import { Imports } from './imports';
import { Layouts } from './layouts';
import type { MediaSource } from './media';
import { LabelWriter } from './labelWriter';
import { PlayingCopies } from './playingCopies';
import { ProjectMedia } from './projectMedia';
import { projectFolder } from './projectFolder';
import { RecentProjects } from './recent';
import { RecordWatch } from './recordWatch';
import { RunEventFeed } from './runEvents';
import { ShownLabels } from './shownLabels';

/** What a shell tells and lends the session. */
export interface ShellServices {
  info: Pick<AppInfo, 'shell' | 'mediaBase' | 'mediaQuery'>;
  /** Starts a child on the worker entry. */
  spawn: SpawnChild;
  /** The program's `resources` folder. */
  resources: string;
  /** Folder for what belongs to the user and not to a project (recent projects, the demo's copy). */
  userData: string;
  /** Shows the page's actions as the application menu, where the shell has one. */
  setMenu?(menus: Menu[]): void;
  /** A native dialog, where the shell has one. */
  pick?(request: PickRequest): Promise<string[] | null>;
  /** Where a file of this name shall go, asked by a native dialog; null: dismissed. */
  pickTarget?(name: string): Promise<string | null>;
  /** Told of every project that was opened, for the system's own list of them. */
  opened?(dir: string): void;
}

export interface PickRequest {
  kind: 'folder' | 'file' | 'files';
  title: string;
  extensions: string[];
}

export interface OpenProject {
  store: ProjectStore;
  queue: JobQueue;
  events: RunEventFeed;
  media: ProjectMedia;
  copies: PlayingCopies;
  damage: DamageScan;
  labels: LabelWriter;
  shown: ShownLabels;
  records: RecordWatch;
  layouts: Layouts;
  imports: Imports;
  segments: SegmentIndex;
}

type Listener = <N extends EventName>(name: N, event: EventOf<N>) => void;

export class Session {
  private current: OpenProject | null = null;
  private readonly listeners = new Set<Listener>();
  readonly recent: RecentProjects;
  readonly keymap: UserKeymap;

  constructor(readonly services: ShellServices) {
    this.recent = new RecentProjects(services.userData);
    this.keymap = new UserKeymap(services.userData);
  }

  /** Tells the listener of every event until the function returned is called. */
  listen(listener: Listener): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  emit<N extends EventName>(name: N, event: EventOf<N>): void {
    for (const listener of this.listeners) listener(name, event);
  }

  get store(): ProjectStore | null {
    return this.current?.store ?? null;
  }

  get media(): MediaSource | null {
    return this.current?.media ?? null;
  }

  /** @throws UserError `no-project` when none is open */
  requireProject(): OpenProject {
    if (this.current) return this.current;
    throw new UserError('no-project', 'No project is open.', 'Open or create one on the Project screen.');
  }

  /** Opens a project (see `projectFolder`) and closes the one before it; on failure the one before it stays open. */
  async open(path: string): Promise<ProjectStore> {
    const store = await openProject(await projectFolder(path));
    // A folder that takes nothing can still be looked at.
    await settleLeftRuns(store.dir).catch(() => undefined);
    void this.close();
    const events = new RunEventFeed(store.dir, (event) => this.emit('run.events', event));
    const queue = new JobQueue({
      project: store.dir,
      spawn: this.services.spawn,
      changed: (record) => {
        // A job that was asked to stop may end after another project was opened; the pages look at that one now.
        if (this.current?.queue !== queue) return;
        this.emit('job.changed', record);
        if (record.input.kind === 'train') void events.follow(record.input.run);
      },
      ended: (record, outcome) => void this.ended({ project: store.dir, input: record.input }, outcome),
    });
    const media = new ProjectMedia(store, this.services.spawn);
    const copies = new PlayingCopies(store, this.services.spawn, (event) => this.emit('video.copying', event));
    const damage = new DamageScan(store, this.services.spawn);
    const tellConflicts = () => this.emit('conflicts.changed', {});
    const tellTrouble = (video: string, error: unknown) => {
      const trouble = error === null ? null : toErrorRecord(error);
      this.emit('labels.trouble', { video, error: trouble && { message: trouble.message, tip: trouble.tip } });
    };
    const labels = new LabelWriter(store, { trouble: tellTrouble, conflicts: tellConflicts });
    void labels.writeLeft();
    const layouts = new Layouts(store.dir, this.services.spawn, (event) => this.emit('embeddings.growing', event));
    const imports = new Imports(store, this.services.spawn, (event) => this.emit('project.importing', event));
    const segments = new SegmentIndex(store);
    const shown = new ShownLabels(store, {
      written: (video) => (video === null ? segments.allChanged() : segments.changed(video)),
      replaced: (video) => {
        segments.changed(video);
        labels.writeSoon(video);
        this.emit('labels.replaced', { video });
      },
      unreadable: (video, error) => {
        tellTrouble(video, error);
        if (error === null) labels.writeSoon(video);
      },
      conflicts: tellConflicts,
    });
    const records = new RecordWatch(store, () => this.refresh(['project', 'videos', 'annotations']));
    this.current = { store, queue, events, media, copies, damage, labels, shown, records, layouts, imports, segments };
    await this.recent.add(store.dir, store.project.name);
    this.services.opened?.(store.dir);
    return store;
  }

  /** Reads the project again after a job has written to it, then tells the pages. */
  async refresh(what: EventOf<'project.changed'>['what']): Promise<void> {
    const names = (await this.current?.store.reload()) ?? [];
    this.current?.segments.allChanged();
    await this.current?.shown.refresh();
    this.emit('project.changed', { what });
    if (names.length > 0) this.emit('taxonomy.restored', { names });
    this.emit('conflicts.changed', {});
  }

  /** A running job is asked to stop and keep what it has; resolves when it has. */
  async close(): Promise<void> {
    const closing = this.current;
    this.current = null;
    closing?.copies.close();
    closing?.media.close();
    closing?.damage.close();
    closing?.layouts.stop();
    await closing?.imports.close();
    closing?.shown.close();
    closing?.records.close();
    await closing?.queue.close();
    await closing?.labels.close();
  }

  private async ended(job: WorkerJob, outcome: WorkerOutcome): Promise<void> {
    await settleRun(job, outcome);
    if (this.store?.dir === job.project) await this.refresh(['project', 'videos', 'features', 'runs']);
  }
}
