/** Small pictures of one video by frame, loaded as they come into view, nearest to what is asked for first. */
import { mediaUrl, useProject } from '../state/project';

const mostLoading = 4;

export class ThumbnailStrip {
  private readonly pictures = new Map<number, HTMLImageElement | null>();
  private queue: number[] = [];
  private loading = 0;
  private disposed = false;

  /** @param every only every n-th frame is asked for, so that zooming reuses pictures */
  constructor(
    private readonly video: string,
    private readonly every: number,
    private readonly changed: () => void,
  ) {}

  at(frame: number): HTMLImageElement | null {
    const key = Math.round(frame / this.every) * this.every;
    const picture = this.pictures.get(key);
    if (picture === undefined) {
      this.pictures.set(key, null);
      this.queue.unshift(key);
      this.next();
    }
    return picture?.complete && picture.naturalWidth > 0 ? picture : null;
  }

  dispose(): void {
    this.disposed = true;
    this.queue = [];
  }

  private next(): void {
    const info = useProject.getState().info;
    if (!info || this.disposed || this.loading >= mostLoading) return;
    const key = this.queue.shift();
    if (key === undefined) return;
    this.loading++;
    const picture = new Image();
    const done = () => {
      this.loading--;
      if (!this.disposed) this.changed();
      this.next();
    };
    picture.onload = done;
    picture.onerror = done;
    picture.src = mediaUrl(info, `thumbnail/${this.video}/${key}`);
    this.pictures.set(key, picture);
  }
}
