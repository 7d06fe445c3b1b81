import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ProjectStore } from '../data/project/store';
import { type SpawnChild, startWorker } from '../jobs/process';
import type { WorkerJob } from '../jobs/runJob';
import { playingCopyPath } from '../jobs/playingCopy';
import { thumbnailFolder, thumbnailFrames } from '../jobs/thumbnails';
import type { MediaSource } from './media';

/**
 * Media of the open project. Thumbnails of a video are made by a child the first time one is asked for, one video after
 * another; meanwhile, and for frames in between, the nearest picture there is answers.
 */
export class ProjectMedia implements MediaSource {
  private readonly made = new Map<string, Promise<void>>();
  private last: Promise<void> = Promise.resolve();

  constructor(
    private readonly store: ProjectStore,
    private readonly spawn: SpawnChild,
  ) {}

  videoPath(id: string): string | null {
    const video = this.store.videos.find((candidate) => candidate.id === id);
    return video ? this.store.resolveVideoPath(video) : null;
  }

  copyPath(id: string): string | null {
    const video = this.store.videos.find((candidate) => candidate.id === id);
    return video ? playingCopyPath(this.store, video) : null;
  }

  async thumbnail(id: string, frame: number): Promise<Uint8Array | null> {
    const video = this.store.videos.find((candidate) => candidate.id === id);
    if (!video || video.frames === 0) return null;
    await this.make(id);
    const frames = await thumbnailFrames(this.store, id);
    const nearest = frames.reduce(
      (best, candidate) => (Math.abs(candidate - frame) < Math.abs(best - frame) ? candidate : best),
      frames[0] ?? -1,
    );
    return nearest < 0 ? null : readFile(join(thumbnailFolder(this.store, id), `${nearest}.jpg`));
  }

  private make(id: string): Promise<void> {
    const before = this.made.get(id);
    if (before) return before;
    const job = (this.last = this.last.then(async () => {
      if ((await thumbnailFrames(this.store, id)).length > 0) return;
      const input: WorkerJob = { project: this.store.dir, input: { kind: 'thumbnails', video: id } };
      await startWorker(this.spawn, input, { progress: () => undefined, log: () => undefined }).outcome;
    }));
    this.made.set(id, job);
    return job;
  }
}
