import type { Frame } from 'node-av/lib';
import type { AVPixelFormat } from 'node-av/constants';
import { FilterChain } from './filterChain';
import type { FFmpeg } from './library';

/**
 * A chain of FFmpeg filters over single pictures. It is built at the first picture and again when their size, pixel
 * format or colours change, as happens in the middle of recorded streams.
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
    this.nameColours(frame);
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

  /** Filters refuse the colours that damaged and careless headers name: reserved ones. */
  private nameColours(frame: Frame): void {
    const { av } = this;
    const { colorPrimaries, colorTrc, colorSpace } = frame;
    if (colorPrimaries === av.AVCOL_PRI_RESERVED0 || colorPrimaries === av.AVCOL_PRI_RESERVED)
      frame.colorPrimaries = av.AVCOL_PRI_UNSPECIFIED;
    if (colorTrc === av.AVCOL_TRC_RESERVED0 || colorTrc === av.AVCOL_TRC_RESERVED)
      frame.colorTrc = av.AVCOL_TRC_UNSPECIFIED;
    if (colorSpace === av.AVCOL_SPC_RESERVED) frame.colorSpace = av.AVCOL_SPC_UNSPECIFIED;
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
