import type { EventOf } from '../common/contract';
import type { ImportPreview, ImportResult } from '../common/contract/project';
import { importName } from '../common/importName';
import { fromErrorRecord, UserError } from '../common/errors';
import { type ImportedRecords, restoreRecords } from '../data/merge/restore';
import type { ProjectStore } from '../data/project/store';
import type { Imported, ImportInput } from '../jobs/importFiles';
import { type SpawnChild, startWorker, type WorkerHandle } from '../jobs/process';
import type { WorkerJob } from '../jobs/runJob';

type Request = Omit<ImportInput, 'project'>;

interface DoneImport {
  name: string;
  before: ImportedRecords;
  after: ImportedRecords;
}

/**
 * Files are looked at and imported in a child beside the queue, one request at a time; imports of
 * this session can be taken back.
 */
export class Imports {
  private current: { worker: WorkerHandle; writes: boolean } | null = null;
  private readonly done: DoneImport[] = [];

  constructor(
    private readonly store: ProjectStore,
    private readonly spawn: SpawnChild,
    private readonly report: (event: EventOf<'project.importing'>) => void,
  ) {}

  /** What an import would do; who asks again gives up what was asked before. @throws Cancelled */
  async preview(request: Request): Promise<ImportPreview> {
    this.stop();
    const job: WorkerJob = { project: this.store.dir, input: { kind: 'previewImport', ...request } };
    return (await this.run(job, 'Nothing was imported. Leave out the file it stopped at.')) as ImportPreview;
  }

  /**
   * Imports files. @param refresh has the project read again once they are in
   * @returns how it can be taken back; null where nothing was written, or another annotator's labels were
   */
  async bring(request: Request, refresh: () => Promise<void>): Promise<ImportResult & { undo: number | null }> {
    const { project, taxonomy, videos } = this.store;
    const job: WorkerJob = { project: this.store.dir, input: { kind: 'import', ...request } };
    const tip = 'Nothing was imported. Leave out the file it stopped at.';
    const { labels, ...result } = (await this.run(job, tip)) as Imported;
    await refresh();
    if (!labels) return { ...result, undo: null };
    const before = { project, taxonomy, videos, annotations: labels.before };
    const { project: imported, taxonomy: classes, videos: all } = this.store;
    const after = { project: imported, taxonomy: classes, videos: all, annotations: labels.after };
    this.done.push({ name: importName(request.files), before, after });
    return { ...result, undo: this.done.length - 1 };
  }

  /** Takes an import back, or makes it again. @throws UserError `edit-conflict` where something has changed since */
  async repeat(index: number, done: boolean): Promise<void> {
    const one = this.done[index];
    if (!one) throw new UserError('unknown-import', 'This import is of an earlier session.', 'Mend it by hand.');
    const [from, to] = done ? [one.before, one.after] : [one.after, one.before];
    await restoreRecords(this.store, one.name, from, to);
  }

  /** Gives up what is under way; an import has a while to finish what it writes. */
  stop(): void {
    this.current?.worker.cancel(this.current.writes ? 10 : 0);
  }

  private async run(job: WorkerJob, tip: string): Promise<unknown> {
    const worker = startWorker(this.spawn, job, {
      progress: ({ stage, done, total, item = '' }) => this.report({ stage, done, total, item }),
      log: () => undefined,
    });
    const mine = { worker, writes: job.input.kind === 'import' };
    this.current = mine;
    const outcome = await worker.outcome;
    if (this.current === mine) this.current = null;
    if (outcome.kind === 'done') return outcome.result;
    if (outcome.kind === 'error') throw fromErrorRecord(outcome.error);
    throw new UserError('worker-crashed', `Importing: ${outcome.description}`, tip);
  }
}
