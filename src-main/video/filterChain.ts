import type { FilterContext, FilterGraph, Frame } from 'node-av/lib';
import { check, type FFmpeg } from './library';

/** FFmpeg filters one after the other, between a source and a sink; `close` it. */
export class FilterChain {
  private constructor(
    private readonly av: FFmpeg,
    private readonly graph: FilterGraph,
    private readonly source: FilterContext,
    private readonly sink: FilterContext,
  ) {}

  /** @param specs in FFmpeg's notation, such as `buffer=…`, `transpose=clock`, `buffersink` */
  static async open(av: FFmpeg, specs: readonly string[]): Promise<FilterChain> {
    const graph = new av.FilterGraph();
    graph.alloc();
    const add = (spec: string, label: string): FilterContext => {
      const [name = '', args = ''] = spec.split(/=(.*)/s);
      const filter = av.Filter.getByName(name);
      const context = filter && graph.createFilter(filter, label, args);
      if (!context) throw new Error(`FFmpeg has no filter ${spec}`);
      return context;
    };
    const chain = specs.map((spec, i) => add(spec, `step${i}`));
    chain.slice(1).forEach((next, i) => check(av, chain[i]!.link(0, next, 0), 'Linking filters'));
    check(av, await graph.config(), 'Setting up filters');
    return new FilterChain(av, graph, chain[0] as FilterContext, chain[chain.length - 1] as FilterContext);
  }

  /** `frame` stays the caller's; null: none follows. */
  async put(frame: Frame | null): Promise<void> {
    check(this.av, await this.source.buffersrcAddFrame(frame, this.av.AV_BUFFERSRC_FLAG_KEEP_REF), 'Filtering');
  }

  /** What has come through, each to be freed by the caller. */
  async *taken(): AsyncGenerator<Frame> {
    for (;;) {
      const frame = new this.av.Frame();
      frame.alloc();
      if ((await this.sink.buffersinkGetFrame(frame)) < 0) return frame.free();
      yield frame;
    }
  }

  close(): void {
    this.graph.free();
  }
}
