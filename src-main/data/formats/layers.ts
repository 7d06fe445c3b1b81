import type { Span } from '../../common/domain/span';

/**
 * Spreads spans over as few layers as keep those of one layer apart, for formats whose tracks hold one thing at a time.
 * @param spans in order of start @param touching whether one may begin where another ends
 * @returns the layer of each span, from 0
 */
export function layersOf(spans: readonly Span[], touching: 'touching' | 'apart'): number[] {
  const ends: number[] = [];
  return spans.map(({ start, end }) => {
    const free = ends.findIndex((last) => (touching === 'touching' ? last <= start : last < start));
    const layer = free < 0 ? ends.length : free;
    ends[layer] = end;
    return layer;
  });
}

/** "view", "view (2)", … */
export const layerName = (lane: string, layer: number): string => (layer === 0 ? lane : `${lane} (${layer + 1})`);

/** The lane that a layer is of, where there is such a lane: "view" of "view (2)". */
export function withoutLayer(name: string, lanes: ReadonlySet<string>): string {
  const lane = /^(.+) \(\d+\)$/.exec(name)?.[1];
  return lane !== undefined && lanes.has(lane) ? lane : name;
}
