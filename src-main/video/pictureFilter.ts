import type { Frame } from 'node-av/lib';
import type { AVPixelFormat } from 'node-av/constants';
import { FilterChain } from './filterChain';
import type { FFmpeg } from './library';

/**
 * A chain of FFmpeg filters over single pictures. It is built at the first picture and again when their size, pixel format
 * or colours change, as happens in the middle of recorded streams.
 */
export class PictureFilter {
  private chain: FilterChain | undefined;
  private shape = '';

  /** @param filters in FFmpeg's notation, such as `['transpose=clock', 'scale=224:224', 'format=rgb24']` */
  constructor(
    private readonly av: FFmpeg,
    private readonly filters: readonly string[],
  ) {}

  /** The filtered picture, to be freed by the caller; `frame` stays the caller's. */
  async apply(frame: Frame): Promise<Frame> {
    const shape = this.describe(frame);
    if (shape !== this.shape) await this.build(shape);
    await this.chain!.put(frame);
    const { value } = await this.chain!.taken().next();
    if (!value) throw new Error('a picture did not come through its filters');
    return value;
  }

  close(): void {
    this.chain?.close();
    this.chain = undefined;
  }

  private describe(frame: Frame): string {
    const format = this.av.avGetPixFmtName(frame.format as AVPixelFormat);
    const colours = `colorspace=${frame.colorSpace}:range=${frame.colorRange}`;
    return `video_size=${frame.width}x${frame.height}:pix_fmt=${format}:time_base=1/1000000:${colours}`;
  }

  private async build(shape: string): Promise<void> {
    this.close();
    this.chain = await FilterChain.open(this.av, [`buffer=${shape}`, ...this.filters, 'buffersink']);
    this.shape = shape;
  }
}
