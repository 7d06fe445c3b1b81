import type { FilterContext, FilterGraph, Frame } from 'node-av/lib';
import type { AVPixelFormat } from 'node-av/constants';
import { check, type FFmpeg } from './library';

/**
 * A chain of FFmpeg filters over single pictures. It is built at the first picture and again when their size, pixel format
 * or colours change, as happens in the middle of recorded streams.
 */
export class PictureFilter {
  private graph: FilterGraph | undefined;
  private source: FilterContext | undefined;
  private sink: FilterContext | undefined;
  private shape = '';

  /** @param filters in FFmpeg's notation, such as `['transpose=clock', 'scale=224:224', 'format=rgb24']` */
  constructor(
    private readonly av: FFmpeg,
    private readonly filters: readonly string[],
  ) {}

  /** The filtered picture, to be freed by the caller; `frame` stays the caller's. */
  async apply(frame: Frame): Promise<Frame> {
    const { av } = this;
    const shape = this.describe(frame);
    if (shape !== this.shape) await this.build(shape);
    check(av, await this.source!.buffersrcAddFrame(frame, av.AV_BUFFERSRC_FLAG_KEEP_REF), 'Converting a picture');
    const out = new av.Frame();
    out.alloc();
    check(av, await this.sink!.buffersinkGetFrame(out), 'Converting a picture');
    return out;
  }

  close(): void {
    this.graph?.free();
    this.graph = undefined;
  }

  private describe(frame: Frame): string {
    const format = this.av.avGetPixFmtName(frame.format as AVPixelFormat);
    const colours = `colorspace=${frame.colorSpace}:range=${frame.colorRange}`;
    return `video_size=${frame.width}x${frame.height}:pix_fmt=${format}:time_base=1/1000000:${colours}`;
  }

  private async build(shape: string): Promise<void> {
    const { av } = this;
    this.close();
    const graph = new av.FilterGraph();
    graph.alloc();
    this.graph = graph;
    const add = (spec: string, label: string): FilterContext => {
      const [name = '', args = ''] = spec.split(/=(.*)/s);
      const filter = av.Filter.getByName(name);
      const context = filter && graph.createFilter(filter, label, args);
      if (!context) throw new Error(`FFmpeg has no filter ${spec}`);
      return context;
    };
    const chain = [`buffer=${shape}`, ...this.filters, 'buffersink'].map((spec, i) => add(spec, `step${i}`));
    chain.slice(1).forEach((next, i) => check(av, chain[i]!.link(0, next, 0), 'Linking picture filters'));
    check(av, await graph.config(), 'Setting up picture filters');
    this.source = chain[0];
    this.sink = chain[chain.length - 1];
    this.shape = shape;
  }
}
