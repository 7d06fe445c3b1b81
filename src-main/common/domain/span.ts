import { z } from 'zod';

/**
 * A span of time, half-open: `[start, end)`. The unit is that of whatever holds it (the annotation's timebase, steps of
 * a track, frames of a clock); a span on its own never mixes units.
 */
export const Span = z.object({ start: z.number(), end: z.number() });
export type Span = z.infer<typeof Span>;

/** Length of the shared part, 0 when the two only touch. */
export function overlap(a: Span, b: Span): number {
  return Math.max(0, Math.min(a.end, b.end) - Math.max(a.start, b.start));
}

/** Intersection over union of two non-empty spans, 0 to 1. */
export function spanIou(a: Span, b: Span): number {
  const shared = overlap(a, b);
  return shared === 0 ? 0 : shared / (a.end - a.start + (b.end - b.start) - shared);
}

/** The same positions as sorted, disjoint, non-touching spans. */
export function mergeSpans(spans: readonly Span[]): Span[] {
  const sorted = spans.filter((s) => s.end > s.start).sort((a, b) => a.start - b.start);
  const out: Span[] = [];
  for (const { start, end } of sorted) {
    const last = out[out.length - 1];
    if (last && start <= last.end) last.end = Math.max(last.end, end);
    else out.push({ start, end });
  }
  return out;
}

/** The positions that are in `spans` and in none of `holes`, as `mergeSpans` gives them. */
export function subtractSpans(spans: readonly Span[], holes: readonly Span[]): Span[] {
  const cuts = mergeSpans(holes);
  const rest: Span[] = [];
  let next = 0;
  for (const { start, end } of mergeSpans(spans)) {
    let from = start;
    while (next < cuts.length && (cuts[next] as Span).end <= start) next++;
    for (let i = next; i < cuts.length && (cuts[i] as Span).start < end; i++) {
      const cut = cuts[i] as Span;
      if (cut.start > from) rest.push({ start: from, end: cut.start });
      from = cut.end;
    }
    if (from < end) rest.push({ start: from, end });
  }
  return rest;
}

/**
 * Those of sorted, disjoint spans that share something with another one; they are found by halving, since there may be
 * as many of them as segments.
 */
export function overlapped(spans: readonly Span[], { start, end }: Span): readonly Span[] {
  let [low, high] = [0, spans.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((spans[middle] as Span).end > start) high = middle;
    else low = middle + 1;
  }
  while (high < spans.length && (spans[high] as Span).start < end) high++;
  return spans.slice(low, high);
}
