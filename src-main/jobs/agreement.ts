/**
 * The project's labels beside those of another annotator: both are brought to the frames of the video, or,
 * where there is no file, to steps.
 */
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { agreementOf, type TwiceLabelledVideo } from '../analysis/agreement/agreement';
import { disagreements, type FrameDisagreement } from '../analysis/agreement/disagreements';
import { seenByBoth } from '../analysis/agreement/twice';
import { breather } from '../analysis/breather';
import type { AgreementReport, AnnotatorLabels, Disagreement, DisagreementList } from '../common/domain/agreement';
import { acrossLanes } from '../common/domain/lane';
import type { Annotation } from '../common/domain/annotation';
import type { Span } from '../common/domain/span';
import { throwIfCancelled } from '../common/errors';
import { type CallContext, ProgressMeter } from '../common/progress';
import { boundaryTime, type FrameClock } from '../common/domain/video';
import { converter, type Timebase, timebaseOf } from '../data/merge/times';
import { annotatorFile } from '../data/project/paths';
import { listAnnotators, readAnnotatorLabels, readSettled, requireAnnotator } from '../data/project/annotators';
import { frameClock } from '../data/project/clocks';
import { fewAtOnce } from '../data/project/fewAtOnce';
import type { ProjectStore } from '../data/project/store';

/** Steps a second that stand for frames where labels are in seconds and there is no video. */
const stepsWithoutVideo = 25;

/** The labels that other annotators have of one video. */
export async function annotatorLabels(store: ProjectStore, video: string): Promise<AnnotatorLabels[]> {
  const annotators = (await listAnnotators(store)).filter(({ videos }) => videos.includes(video));
  const read = annotators.map(async ({ name }) => ({ name, labels: await readAnnotatorLabels(store, name, video) }));
  return (await Promise.all(read)).flatMap(({ name, labels }) => (labels ? [{ name, labels }] : []));
}

/** @throws UserError `no-annotator`, and those of reading labels */
export async function agreementReport(
  store: ProjectStore,
  annotator: string,
  context: CallContext,
): Promise<AgreementReport> {
  const { videos, notes } = await readTwice(store, annotator, context);
  const classes = classIds(store);
  const numbers = await agreementOf(videos, classes, context);
  return { annotator, ...numbers, notes: [...notes, ...silences(numbers)] };
}

/**
 * Disagreements that nobody has settled, the largest first. One where theirs was taken is gone with the next look; it
 * counts as settled as long as it does not come back.
 * @param frames edges further apart than this are a disagreement
 * @throws as `agreementReport`
 */
export async function disagreementList(
  store: ProjectStore,
  { annotator, frames }: { annotator: string; frames: number },
  context: CallContext,
): Promise<DisagreementList> {
  const { videos, notes } = await readTwice(store, annotator, context);
  const classes = classIds(store);
  const breathe = breather(context.signal);
  const all: Disagreement[] = [];
  for (const video of videos) {
    for (const one of disagreementsOnce(video, frames)) all.push(described(one, video, classes));
    await breathe();
  }
  const said = (await readSettled(store.dir)).filter((one) => one.annotator === annotator);
  const there = new Set(all.map(({ key }) => key));
  const kept = new Set(said.flatMap(({ key, kept: whose }) => (whose === 'mine' && there.has(key) ? [key] : [])));
  const taken = said.filter(({ key, kept: whose }) => whose === 'theirs' && !there.has(key)).length;
  const open = all.filter(({ key }) => !kept.has(key));
  open.sort((a, b) => b.size - a.size || (a.key < b.key ? -1 : 1));
  await breathe();
  return { annotator, open, settled: kept.size + taken, notes };
}

/** What was last found in a video, for as long as it is the same object. */
const differing = new WeakMap<TwiceLabelledVideo, { frames: number; found: FrameDisagreement[] }>();

function disagreementsOnce(video: TwiceLabelledVideo, frames: number): FrameDisagreement[] {
  const last = differing.get(video);
  const found = last?.frames === frames ? last.found : disagreements(video, frames);
  differing.set(video, { frames, found });
  return found;
}

interface Twice {
  videos: TwiceLabelledVideo[];
  notes: string[];
}

async function readTwice(store: ProjectStore, annotator: string, context: CallContext): Promise<Twice> {
  const { videos: all } = await requireAnnotator(store, annotator);
  const indexOf = new Map(classIds(store).map((classId, index) => [classId, index]));
  const meter = new ProgressMeter(context, 'Reading the labels of both', all.length, 'videos');
  let done = 0;
  const read = await fewAtOnce(all, async (video) => {
    throwIfCancelled(context.signal);
    const twice = await twiceLabelled(store, annotator, video, indexOf);
    meter.update(++done);
    return twice;
  });
  const videos = read.filter((one) => typeof one !== 'string');
  const notes = read.filter((one) => typeof one === 'string');
  const seen = videos.filter(({ both }) => both.length > 0);
  const unseen = videos.length - seen.length;
  if (unseen > 0) notes.push(`Left out, since nothing in them was reviewed by both: ${counted(unseen)}.`);
  if (seen.length === 0) notes.push(`There is nothing that both you and ${annotator} have reviewed.`);
  return { videos: seen, notes };
}

const counted = (videos: number) => (videos === 1 ? '1 video' : `${videos} videos`);

/**
 * What was last compared, as long as the project's labels are the same object: the store reads
 * them again when they change.
 */
const known = new WeakMap<Annotation, { of: string; taxonomy: unknown; found: TwiceLabelledVideo | string }>();

async function twiceLabelled(
  store: ProjectStore,
  annotator: string,
  id: string,
  indexOf: ReadonlyMap<number, number>,
): Promise<TwiceLabelledVideo | string> {
  const mine = await store.annotation(id);
  const { taxonomy } = store;
  const of = `${annotator} ${(await stat(join(store.dir, annotatorFile(annotator, id)))).mtimeMs}`;
  const last = known.get(mine);
  if (last?.of === of && last.taxonomy === taxonomy) return last.found;
  const found = await inFrames(store, annotator, mine, indexOf);
  known.set(mine, { of, taxonomy, found });
  return found;
}

/** The labels of both in frames, or why they cannot be compared. */
async function inFrames(
  store: ProjectStore,
  annotator: string,
  mine: Annotation,
  indexOf: ReadonlyMap<number, number>,
): Promise<TwiceLabelledVideo | string> {
  const id = mine.video;
  const video = store.video(id);
  const theirs = await readAnnotatorLabels(store, annotator, id);
  const clock = video.frames > 0 ? await frameClock(store, video).catch(() => null) : null;
  const frames = gridOf(mine, clock);
  const place = (labels: Annotation) => {
    const convert = converter(timebaseOf(labels), frames, clock);
    const span = ({ start, end }: Span) =>
      convert && { start: Math.round(convert(start)), end: Math.round(convert(end)) };
    return (
      convert && {
        segments: acrossLanes(labels.segments)
          .map((one) => ({ id: one.id, ...(span(one) as Span), classIndex: indexOf.get(one.classId) as number }))
          .filter(({ start, end }) => end > start),
        reviewed: labels.reviewed.map((one) => span(one) as Span),
      }
    );
  };
  const [own, other] = [place(mine), theirs && place(theirs)];
  if (!own || !other)
    return `Left out ${id}: its labels and those of ${annotator} are in times that cannot be compared.`;
  const seconds = clock
    ? (frame: number) => boundaryTime(clock, frame) - (clock.times[0] ?? 0)
    : (frame: number) => frame / (frames.rate as number);
  return {
    video: id,
    mine: own.segments,
    theirs: other.segments,
    both: seenByBoth(own.reviewed, other.reviewed),
    seconds,
  };
}

function gridOf(mine: Annotation, clock: FrameClock | null): Timebase {
  if (clock) return { unit: 'frames', rate: null };
  return { unit: 'steps', rate: mine.timebase === 'steps' ? (mine.rate ?? stepsWithoutVideo) : stepsWithoutVideo };
}

/** By index: the background first, then the taxonomy's order. */
function classIds({ taxonomy }: ProjectStore): number[] {
  const background = taxonomy.classes.filter((one) => one.background);
  return [...background, ...taxonomy.classes.filter((one) => !one.background)].map(({ id }) => id);
}

function described(
  { kind, span, size, mine, theirs, taken }: FrameDisagreement,
  { video, seconds, both }: TwiceLabelledVideo,
  classes: readonly number[],
): Disagreement {
  const told = (segment: FrameDisagreement['mine']) =>
    segment && {
      id: segment.id,
      start: seconds(segment.start),
      end: seconds(segment.end),
      classId: classes[segment.classIndex] as number,
    };
  const side = (segment: FrameDisagreement['mine']) =>
    segment ? `${segment.start}-${segment.end} ${classes[segment.classIndex]}` : 'nothing';
  const whole = both.reduce((sum, one) => sum + one.end - one.start, 0);
  const perFrame = both.reduce((sum, one) => sum + seconds(one.end) - seconds(one.start), 0) / whole;
  return {
    key: `${video}: ${side(mine)} / ${side(theirs)}`,
    video,
    kind,
    span: { start: seconds(span.start), end: seconds(span.end) },
    size: size * perFrame,
    mine: told(mine),
    theirs: told(theirs),
    taken: taken && { start: seconds(taken.start), end: seconds(taken.end) },
  };
}

/** Why a number is missing. */
function silences(numbers: Pick<AgreementReport, 'frames' | 'kappa' | 'segments' | 'edges'>): string[] {
  if (numbers.frames === 0) return [];
  const { kappa, segments, edges } = numbers;
  const none = segments.mine + segments.theirs === 0;
  return [
    ...(none ? ['Neither has a segment in what both have reviewed, so segment F1 says nothing.'] : []),
    ...(kappa === null ? ['Both give every frame the same one label, so kappa says nothing.'] : []),
    ...(!none && edges.start === null && edges.end === null
      ? ['No segment of one class overlaps one of the other’s enough to compare edges.']
      : []),
  ];
}
