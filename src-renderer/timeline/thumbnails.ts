import { loadThumbnail } from './pictureQueue';

/** Small pictures of one video by frame, loaded as they come into view. */
export class ThumbnailStrip {
  private readonly pictures = new Map<number, HTMLImageElement | null>();
  private readonly cancels: (() => void)[] = [];
  private disposed = false;

  /** @param every only every n-th frame is asked for, so that zooming reuses pictures */
  constructor(
    private readonly video: string,
    private readonly every: number,
    private readonly changed: () => void,
  ) {}

  /** The picture next to the frame; null while it is not there: it is asked for. */
  at(frame: number): HTMLImageElement | null {
    const key = Math.round(frame / this.every) * this.every;
    if (!this.pictures.has(key)) {
      this.pictures.set(key, null);
      const cancel = loadThumbnail(this.video, key, (picture) => {
        this.pictures.set(key, picture);
        if (!this.disposed) this.changed();
      });
      this.cancels.push(cancel);
    }
    return this.pictures.get(key) ?? null;
  }

  dispose(): void {
    this.disposed = true;
    for (const cancel of this.cancels) cancel();
  }
}
