import type { Annotation, Segment } from '../../common/domain/annotation';
import { inLane, laneOf } from '../../common/domain/lane';
import { mergeSpans, type Span, subtractSpans } from '../../common/domain/span';
import type { FrameClock, Video } from '../../common/domain/video';
import { UserError } from '../../common/errors';
import { fileRefusal, type ImportedSegment, type ImportedVideo, placeText, remark } from '../formats/imported';
import type { MergedClasses } from './classes';
import type { Draft } from './draft';
import type { MergedLanes } from './lanes';
import { atLeastOneFrame, converter, endOf, type Timebase, timebaseOf } from './times';

/** Share of its length, or a few frames, by which frame text may differ from its video. */
const FRAME_SLACK = 0.01;

/**
 * Joins the labels a file has for one video to those of the project. Labels go to the frames of the clock where there
 * is one, else they keep their own time base. What the same file brought before is replaced; everything else stays.
 * @returns the number of segments taken
 */
export async function mergeLabels(
  draft: Draft,
  imported: ImportedVideo,
  segments: readonly ImportedSegment[],
  classes: MergedClasses,
  lanes: MergedLanes,
): Promise<number> {
  const video = describeVideo(draft, imported);
  if (!video) return 0;
  try {
    const clock = await draft.clock(video);
    const existing = await draft.annotation(video);
    const placement = placeLabels(imported, video, clock, existing);
    const origin = `import:${imported.where.file}`;
    const kept = existing?.segments ?? [];
    const named = segments.flatMap((s) =>
      placed(draft, s, placement, classes).map((one) => ({ ...one, lane: lanes.laneOf(s) })),
    );
    const taken = withoutKnown(draft, imported, named, kept);
    const accepted = draft.store.project.singleLabel ? withoutOverlap(draft, taken, kept) : taken;
    // Where a label is not understood nothing is known: it must not become background.
    const unknown = segments.filter((s) => !classes.classOf(s.label)).map(placement.place);
    const reviewed = subtractSpans(imported.reviewed.map(placement.place), unknown);
    const { unit, rate } = placement.base;
    draft.annotations.set(video.id, {
      version: 1,
      video: video.id,
      timebase: unit,
      ...(rate === null ? {} : { rate }),
      segments: [...kept, ...withIds(accepted, kept, origin)],
      reviewed: mergeSpans([...(existing?.reviewed ?? []), ...reviewed]),
      ...(existing?.rejected && { rejected: existing.rejected }),
    });
    return accepted.length;
  } catch (error) {
    draft.refused.push(fileRefusal(imported.where.file, error));
    return 0;
  }
}

/** The project's video of an imported one, with what the file knows of it filled in. */
function describeVideo(draft: Draft, imported: ImportedVideo): Video | null {
  const video = draft.resolve(imported.id, imported.where, imported.media);
  if (!video) return null;
  const described = {
    ...video,
    duration: video.duration > 0 ? video.duration : (imported.duration ?? 0),
    ...(imported.participant !== undefined && { participant: imported.participant }),
    ...(imported.task !== undefined && { task: imported.task }),
    ...(video.participant !== undefined && { participant: video.participant }),
    ...(video.task !== undefined && { task: video.task }),
  };
  draft.put(described);
  return described;
}

/** How a file's numbers for one video become the annotation's. */
interface Placement {
  base: Timebase;
  unit: string;
  /** End of the video in the file's own unit. */
  end: number;
  place(span: Span): Span;
}

function placeLabels(
  imported: ImportedVideo,
  video: Video,
  clock: FrameClock | null,
  existing: Annotation | null,
): Placement {
  const from: Timebase = { unit: imported.timebase, rate: imported.rate };
  const base = clock ? { unit: 'frames' as const, rate: null } : existing ? timebaseOf(existing) : from;
  const convert = converter(from, base, clock);
  if (!convert) {
    throw new UserError(
      'incomparable-timebase',
      `${placeText(imported.where)}: its ${imported.timebase} cannot be compared with the labels that ${video.id} has.`,
      'Locate the video first.',
    );
  }
  const end = endOf(from, video.duration, clock);
  const rows = imported.frames;
  if (clock && rows !== undefined && Math.abs(rows - end) > Math.max(2, end * FRAME_SLACK)) {
    throw new UserError(
      'wrong-length',
      `${placeText(imported.where)}: found ${rows} labels, expected one for each of the ${end} frames of ${video.id}.`,
      'Give the labels of this video.',
    );
  }
  return {
    base,
    unit: imported.timebase === 'seconds' ? ' s' : ' steps',
    end,
    place(span) {
      const moved = { start: convert(Math.min(span.start, end)), end: convert(Math.min(span.end, end)) };
      return clock ? atLeastOneFrame(moved, clock.times.length) : moved;
    },
  };
}

type Placed = Span & { classId: number; name: string; lane: number; note?: string; where: ImportedSegment['where'] };

function placed(
  draft: Draft,
  segment: ImportedSegment,
  placement: Placement,
  classes: MergedClasses,
): Omit<Placed, 'lane'>[] {
  const { where, start } = segment;
  const { unit } = placement;
  const end = Number(placement.end.toFixed(6));
  const found = classes.classOf(segment.label);
  if (found === null) return [];
  if (!found) {
    draft.refused.push(remark(where, `found class ${JSON.stringify(segment.label)}, expected one of the taxonomy`));
    return [];
  }
  if (found.background) return [];
  if (start >= placement.end) {
    draft.refused.push(remark(where, `starts at ${start}${unit}, after the end of its video at ${end}${unit}`));
    return [];
  }
  if (segment.end > placement.end) {
    draft.warnings.push(remark(where, `ends at ${segment.end}${unit}, after its video: clipped to ${end}${unit}`));
  }
  const note = segment.note === undefined ? {} : { note: segment.note };
  return [{ ...placement.place(segment), classId: found.id, name: found.name, where, ...note }];
}

/** A segment that the project has from elsewhere, to the frame, is no second one: files are copied and renamed. */
function withoutKnown(draft: Draft, imported: ImportedVideo, taken: Placed[], kept: readonly Segment[]): Placed[] {
  const key = (s: Segment | Placed) => [s.start, s.end, s.classId, laneOf(s)].join(' ');
  const known = new Set(kept.map(key));
  const fresh = taken.filter((one) => !known.has(key(one)));
  const left = taken.length - fresh.length;
  if (left > 0) {
    const what = `${left} of ${taken.length} segments of ${JSON.stringify(imported.id)}`;
    const verb = left === 1 ? 'is' : 'are';
    draft.warnings.push(remark(imported.where, `${what} ${verb} in the project already and ${verb} left out`));
  }
  return fresh;
}

/** In a single-label project the segment that starts later is refused; with equal starts the one the file has later. */
function withoutOverlap(draft: Draft, taken: readonly Placed[], kept: readonly Segment[]): Placed[] {
  const accepted: Placed[] = [];
  let latest: Placed | undefined;
  const own = kept.slice().sort((a, b) => a.start - b.start);
  let next = 0;
  for (const item of taken.slice().sort((a, b) => a.start - b.start)) {
    const other = latest && latest.end > item.start ? latest : undefined;
    const clash = other ? `${JSON.stringify(other.name)} of ${placeText(other.where)}` : 'a segment of the project';
    while ((own[next]?.end ?? Infinity) <= item.start) next++;
    if (other || (own[next]?.start ?? Infinity) < item.end) {
      const what = `${JSON.stringify(item.name)} overlaps ${clash}, which a single-label project forbids`;
      draft.refused.push(remark(item.where, what));
      continue;
    }
    accepted.push(item);
    latest = item;
  }
  return accepted;
}

function withIds(accepted: readonly Placed[], kept: readonly Segment[], origin: string): Segment[] {
  const used = new Set(kept.map((s) => s.id));
  let number = 0;
  return accepted.map(({ start, end, classId, lane, note }) => {
    do number++;
    while (used.has(`s${number}`));
    return { id: `s${number}`, start, end, classId, origin, ...inLane(lane), ...(note !== undefined && { note }) };
  });
}
