import type { AgreementReport } from '../../common/domain/agreement';
import { type CallContext, ProgressMeter } from '../../common/progress';
import { breather } from '../breather';
import { everyVideoOnce, intervalOf, videoDraws, type WeightedScore } from '../bootstrap';
import { type ConfusionCell, confusionCells } from '../confusions';
import { type F1Counts, microF1 } from '../videoScores';
import { type EdgeDifference, edgeDifferences, edgeSpread } from './edges';
import { cohenKappa, frameAgreement, kappaByLabel, type Margins, margins } from './kappa';
import { agreementIous, matchSegments, type SegmentMatches, sumCounts } from './segmentAgreement';
import { frameLabels, framesOf, seenOf, type SeenSegment, type TwiceLabelled } from './twice';

export interface TwiceLabelledVideo extends TwiceLabelled {
  video: string;
}

/** What one video adds. */
interface Counted {
  video: string;
  frames: number;
  seconds: number;
  mine: SeenSegment[];
  theirs: SeenSegment[];
  cells: ConfusionCell[];
  margins: Margins;
  edges: EdgeDifference[];
  /** With the one's labels as the truth, and with the other's. */
  matches: { mine: SegmentMatches; theirs: SegmentMatches };
}

type Numbers = Omit<AgreementReport, 'annotator' | 'notes'>;

/**
 * How far two annotators agree; intervals are over videos drawn with replacement. Definitions: docs/agreement.md.
 * @param classIds by class index; index 0 is the background
 */
export async function agreementOf(
  videos: readonly TwiceLabelledVideo[],
  classIds: readonly number[],
  context: CallContext,
): Promise<Numbers> {
  const breathe = breather(context.signal);
  const meter = new ProgressMeter(context, 'Comparing the labels', videos.length, 'videos');
  const counted: Counted[] = [];
  for (const video of videos) {
    meter.update(counted.push(countedOnce(video)));
    await breathe();
  }
  const frames = counted.map((one) => one.margins);
  const draws = videoDraws(counted.length);
  const interval = async (score: WeightedScore) => {
    const drawn: number[] = [];
    for (const draw of counted.length === 0 ? [] : draws) {
      drawn.push(score(draw));
      await breathe();
    }
    return intervalOf(score(everyVideoOnce(counted.length)), drawn);
  };
  const differences = counted.flatMap(({ edges }) => edges);
  const f1 = (role: 'mine' | 'theirs', t: number) =>
    interval(microF1(counted.map(({ matches }) => matches[role].all[t] as F1Counts)));
  const segmentF1: Numbers['segmentF1'] = [];
  for (const [t, iou] of agreementIous.entries())
    segmentF1.push({ iou, mine: await f1('mine', t), theirs: await f1('theirs', t) });
  const rows: Numbers['videos'] = [];
  for (const one of counted) {
    rows.push(videoRow(one));
    await breathe();
  }
  const start = edgeSpread(differences, 'start');
  await breathe();
  const end = edgeSpread(differences, 'end');
  await breathe();
  return {
    frames: counted.reduce((sum, one) => sum + one.frames, 0),
    seconds: counted.reduce((sum, one) => sum + one.seconds, 0),
    segments: {
      mine: counted.reduce((sum, { mine }) => sum + mine.length, 0),
      theirs: counted.reduce((sum, { theirs }) => sum + theirs.length, 0),
    },
    frameAgreement: await interval(frameAgreement(frames)),
    kappa: await interval(cohenKappa(frames)),
    segmentF1,
    edges: { start, end },
    classes: await classRows(counted, classIds, breathe),
    videos: rows,
  };
}

/** What was counted of a video, for as long as it is the same object. */
const known = new WeakMap<TwiceLabelledVideo, Counted>();

function countedOnce(video: TwiceLabelledVideo): Counted {
  const counted = known.get(video) ?? count(video);
  known.set(video, counted);
  return counted;
}

function count(twice: TwiceLabelledVideo): Counted {
  const { video, both, seconds } = twice;
  const { mine, theirs } = seenOf(twice);
  const [truth, predicted] = [frameLabels(mine, both), frameLabels(theirs, both)];
  const cells = confusionCells({ truth, predicted, scored: new Uint8Array(truth.length).fill(1) });
  return {
    video,
    frames: framesOf(both),
    seconds: both.reduce((sum, { start, end }) => sum + seconds(end) - seconds(start), 0),
    mine,
    theirs,
    cells,
    margins: margins(cells),
    edges: edgeDifferences(twice),
    matches: { mine: matchSegments(mine, theirs), theirs: matchSegments(theirs, mine) },
  };
}

/** Of the classes that either uses, in the order of how often. */
async function classRows(
  counted: readonly Counted[],
  classIds: readonly number[],
  breathe: () => Promise<void>,
): Promise<Numbers['classes']> {
  const used = new Set(counted.flatMap(({ matches }) => [...matches.mine.classes.keys()]));
  const kappa = kappaByLabel(counted.map((one) => one.cells));
  await breathe();
  const [mine, theirs] = [countByClass(counted.map((one) => one.mine)), countByClass(counted.map((one) => one.theirs))];
  const matched = new Map<number, F1Counts[][]>([...used].map((classIndex) => [classIndex, []]));
  for (const { matches } of counted)
    for (const [classIndex, counts] of matches.mine.classes) matched.get(classIndex)?.push(counts);
  await breathe();
  const rows = [...used].map((classIndex) => {
    const counts = matched.get(classIndex) ?? [];
    return {
      classId: classIds[classIndex] as number,
      mine: mine.get(classIndex) ?? 0,
      theirs: theirs.get(classIndex) ?? 0,
      segmentF1: agreementIous.map((_, t) => percentOf(sumCounts(counts.map((own) => own[t] as F1Counts)))),
      kappa: orNull(kappa(classIndex)),
    };
  });
  return rows.sort((a, b) => b.mine + b.theirs - (a.mine + a.theirs) || a.classId - b.classId);
}

function countByClass(videos: readonly (readonly SeenSegment[])[]): Map<number, number> {
  const counts = new Map<number, number>();
  for (const segments of videos)
    for (const { classIndex } of segments) counts.set(classIndex, (counts.get(classIndex) ?? 0) + 1);
  return counts;
}

function videoRow({ video, seconds, mine, theirs, margins: frames, matches }: Counted): Numbers['videos'][number] {
  const once = everyVideoOnce(1);
  return {
    video,
    seconds,
    mine: mine.length,
    theirs: theirs.length,
    segmentF1: matches.mine.all.map(percentOf),
    kappa: orNull(cohenKappa([frames])(once)),
    frameAgreement: orNull(frameAgreement([frames])(once)),
  };
}

const percentOf = ({ hits, all }: F1Counts) => orNull((200 * hits) / all);
const orNull = (value: number) => (Number.isNaN(value) ? null : value);
