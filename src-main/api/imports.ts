import { join } from 'node:path';
import type { EventOf } from '../common/contract';
import type { ImportPreview, ImportResult } from '../common/contract/project';
import { importName } from '../common/importName';
import { fromErrorRecord, UserError } from '../common/errors';
import { besideStamp, changedBeside, changePlaces, forgetReplaced } from '../data/merge/beside';
import { type ImportedRecords, restoreRecords } from '../data/merge/restore';
import type { ProjectStore } from '../data/project/store';
import type { Imported, ImportInput } from '../jobs/importFiles';
import { type SpawnChild, startWorker, type WorkerHandle } from '../jobs/process';
import type { WorkerJob } from '../jobs/runJob';

type Request = Omit<ImportInput, 'project' | 'aside'>;

interface DoneImport {
  name: string;
  before: ImportedRecords;
  after: ImportedRecords;
  beside: readonly string[];
  /** Where files beside the records wait that it has replaced, or, once it is taken back, has brought. */
  aside: string;
  /** Of the files beside the records, as they were left. */
  stamp: string;
  stands: boolean;
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
   * @returns how it can be taken back; null where nothing was written
   */
  async bring(request: Request, refresh: () => Promise<void>): Promise<ImportResult & { undo: number | null }> {
    const { project, taxonomy, videos, dir } = this.store;
    const aside = join(dir, '.undone', String(Date.now()));
    const job: WorkerJob = { project: dir, input: { kind: 'import', ...request, aside } };
    const tip = 'Nothing was imported. Leave out the file it stopped at.';
    const { written, ...result } = (await this.run(job, tip)) as Imported;
    await refresh();
    if (!written) return { ...result, undo: null };
    const before = { project, taxonomy, videos, annotations: written.before };
    const { project: imported, taxonomy: classes, videos: all } = this.store;
    const after = { project: imported, taxonomy: classes, videos: all, annotations: written.after };
    const { beside } = written;
    const stamp = await besideStamp(dir, beside);
    this.done.push({ name: importName(request.files), before, after, beside, aside, stamp, stands: true });
    return { ...result, undo: this.done.length - 1 };
  }

  /** Takes an import back, or makes it again. @throws UserError `edit-conflict` where something has changed since */
  async repeat(index: number, done: boolean): Promise<void> {
    const one = this.done[index];
    if (!one) throw new UserError('unknown-import', 'This import is of an earlier session.', 'Mend it by hand.');
    const { name, beside, aside } = one;
    const [from, to] = done ? [one.before, one.after] : [one.after, one.before];
    if ((await besideStamp(this.store.dir, beside)) !== one.stamp) throw changedBeside(name);
    await restoreRecords(this.store, name, from, to);
    await changePlaces(this.store.dir, aside, beside);
    one.stamp = await besideStamp(this.store.dir, beside);
    one.stands = done;
  }

  /** What imports that stand have replaced can come back no more; what was taken back stays aside. */
  async close(): Promise<void> {
    this.stop();
    await Promise.all(this.done.filter(({ stands }) => stands).map(({ aside }) => forgetReplaced(aside)));
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
