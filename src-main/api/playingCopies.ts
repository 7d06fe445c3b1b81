import { stat } from 'node:fs/promises';
import type { EventOf } from '../common/contract';
import { fromErrorRecord, UserError } from '../common/errors';
import { markUsed } from '../data/project/cache';
import type { ProjectStore } from '../data/project/store';
import { playingCopyPath } from '../jobs/playingCopy';
import { type SpawnChild, startWorker, type WorkerHandle, type WorkerOutcome } from '../jobs/process';
import type { WorkerJob } from '../jobs/runJob';

/**
 * Copies for playing, made in a child beside the queue, because somebody waits before the picture. One at a time: who
 * opens another video gives up the copy that was under way.
 */
export class PlayingCopies {
  private current: { video: string; worker: WorkerHandle; made: Promise<void> } | null = null;

  constructor(
    private readonly store: ProjectStore,
    private readonly spawn: SpawnChild,
    private readonly report: (event: EventOf<'video.copying'>) => void,
  ) {}

  /** Resolves when the copy is there. @throws Cancelled when another is asked for; what `makePlayingCopy` throws */
  async make(id: string): Promise<void> {
    const path = playingCopyPath(this.store, this.store.video(id));
    if (await stat(path).catch(() => null)) return markUsed(path);
    if (this.current?.video !== id) {
      this.close();
      this.current = this.start(id);
    }
    await this.current.made;
  }

  /** Gives up the copy of this video, where it is the one under way. */
  cancel(id: string): void {
    if (this.current?.video === id) this.close();
  }

  /** Gives up what is under way. */
  close(): void {
    this.current?.worker.cancel(5);
    this.current = null;
  }

  private start(video: string): NonNullable<typeof this.current> {
    const job: WorkerJob = { project: this.store.dir, input: { kind: 'playingCopy', video } };
    const worker = startWorker(this.spawn, job, {
      progress: (progress) => this.report({ video, progress }),
      log: () => undefined,
    });
    const made = worker.outcome.then((outcome) => {
      if (this.current?.worker === worker) this.current = null;
      requireDone(video, outcome);
    });
    return { video, worker, made };
  }
}

function requireDone(video: string, outcome: WorkerOutcome): void {
  if (outcome.kind === 'error') throw fromErrorRecord(outcome.error);
  if (outcome.kind === 'crash') {
    throw new UserError(
      'copy-crashed',
      `Making a copy of ${video} for playing: ${outcome.description}`,
      'Convert the video to H.264 in MP4 with another program and locate that file.',
    );
  }
}
