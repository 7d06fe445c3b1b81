/** A canvas in whole device pixels, drawn at most once a frame of the display. */
export class Surface {
  readonly context: CanvasRenderingContext2D;
  private requested = 0;
  width = 1;
  height = 1;
  private ratio = 1;

  constructor(
    readonly canvas: HTMLCanvasElement,
    private readonly paint: (context: CanvasRenderingContext2D, width: number, height: number) => void,
  ) {
    const context = canvas.getContext('2d');
    if (!context) throw new Error('internal: no 2d context');
    this.context = context;
  }

  /** @param width CSS pixels */
  resize(width: number, height: number): void {
    const ratio = window.devicePixelRatio;
    if (width === this.width && height === this.height && ratio === this.ratio) return;
    Object.assign(this, { width, height, ratio });
    this.canvas.width = Math.max(1, Math.round(width * ratio));
    this.canvas.height = Math.max(1, Math.round(height * ratio));
    this.draw();
  }

  /** Draws now; used after a resize, where a blank canvas would flash. */
  draw(): void {
    cancelAnimationFrame(this.requested);
    this.requested = 0;
    this.context.setTransform(this.ratio, 0, 0, this.ratio, 0, 0);
    this.context.clearRect(0, 0, this.width, this.height);
    this.paint(this.context, this.width, this.height);
  }

  request(): void {
    if (this.requested === 0) this.requested = requestAnimationFrame(() => this.draw());
  }

  dispose(): void {
    cancelAnimationFrame(this.requested);
  }
}
