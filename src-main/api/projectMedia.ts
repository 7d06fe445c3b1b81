import { readFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { peakLevel } from '../common/domain/soundPeaks';
import type { Video } from '../common/domain/video';
import { UserError } from '../common/errors';
import { markUsed } from '../data/project/cache';
import type { ProjectStore } from '../data/project/store';
import type { Part } from '../jobs/parts';
import { playingCopyPath } from '../jobs/playingCopy';
import type { SpawnChild } from '../jobs/process';
import { soundPath } from '../jobs/sound';
import { thumbnailOf, thumbnailPath } from '../jobs/thumbnails';
import type { MediaSource } from './media';
import { WantedParts } from './wantedParts';

/** Media of the open project. What the timeline shows beside labels is made when it is first looked at, and kept. */
export class ProjectMedia implements MediaSource {
  private readonly parts: WantedParts;
  /** Folders of the cache whose use was noted since the project was opened. */
  private readonly marked = new Set<string>();

  constructor(
    private readonly store: ProjectStore,
    spawn: SpawnChild,
  ) {
    this.parts = new WantedParts(store.dir, spawn);
  }

  videoPath(id: string): string | null {
    const video = this.find(id);
    return video ? this.store.resolveVideoPath(video) : null;
  }

  copyPath(id: string): string | null {
    const video = this.find(id);
    return video ? playingCopyPath(this.store, video) : null;
  }

  async thumbnail(id: string, frame: number): Promise<Uint8Array | null> {
    const video = this.find(id);
    if (!video || video.frames === 0) return null;
    const number = thumbnailOf(video, frame);
    return this.cached(thumbnailPath(this.store, video, number), { kind: 'thumbnail', video, number });
  }

  /**
   * One level of one block of a video's sound (see `common/domain/soundPeaks`), or null where there is none.
   * @throws UserError `sound-unreadable`
   */
  async sound(id: string, block: number, level: number): Promise<Int8Array | null> {
    const video = this.find(id);
    if (!video || video.frames === 0) return null;
    const bytes = await this.cached(soundPath(this.store, video, block), { kind: 'sound', video, number: block });
    if (!bytes)
      throw new UserError('sound-unreadable', `Cannot read the sound of ${id}.`, 'Everything else of it stays usable.');
    return bytes.length > 0 ? peakLevel(new Int8Array(bytes), level) : null;
  }

  /** Gives up what is being made. */
  close(): void {
    this.parts.close();
  }

  private find(id: string): Video | undefined {
    return this.store.videos.find((candidate) => candidate.id === id);
  }

  private async cached(path: string, part: Part): Promise<Uint8Array | null> {
    const folder = dirname(path);
    if (!this.marked.has(folder)) {
      this.marked.add(folder);
      await markUsed(folder);
    }
    const there = await readFile(path).catch(() => null);
    if (there) return there;
    await this.parts.want(part);
    return readFile(path).catch(() => null);
  }
}
