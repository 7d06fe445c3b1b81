import type { AgreementReport } from '../../common/domain/agreement';
import { everyVideoOnce, scoreInterval, videoDraws } from '../bootstrap';
import { type ConfusionCell, confusionCells } from '../confusions';
import { type F1Counts, microF1 } from '../videoScores';
import { edgeDifferences, edgeSpread } from './edges';
import { againstOthers, cohenKappa, frameAgreement } from './kappa';
import { agreementIous, matchSegments, type SegmentMatches, sumCounts } from './segmentAgreement';
import { frameLabels, framesOf, type SeenSegment, seenSegments, type TwiceLabelled } from './twice';

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
  /** With the one's labels as the truth, and with the other's. */
  matches: { mine: SegmentMatches; theirs: SegmentMatches };
}

type Numbers = Omit<AgreementReport, 'annotator' | 'notes'>;

/**
 * How far two annotators agree; intervals are over videos drawn with replacement. Definitions: docs/agreement.md.
 * @param classIds by class index; index 0 is the background
 */
export function agreementOf(videos: readonly TwiceLabelledVideo[], classIds: readonly number[]): Numbers {
  const counted = videos.map(count);
  const cells = counted.map((one) => one.cells);
  const draws = videoDraws(counted.length);
  const interval = (score: Parameters<typeof scoreInterval>[0]) =>
    counted.length === 0 ? null : scoreInterval(score, draws);
  const differences = videos.flatMap(edgeDifferences);
  const f1 = (role: 'mine' | 'theirs', t: number) =>
    interval(microF1(counted.map(({ matches }) => matches[role].all[t] as F1Counts)));
  return {
    frames: counted.reduce((sum, one) => sum + one.frames, 0),
    seconds: counted.reduce((sum, one) => sum + one.seconds, 0),
    segments: {
      mine: counted.reduce((sum, { mine }) => sum + mine.length, 0),
      theirs: counted.reduce((sum, { theirs }) => sum + theirs.length, 0),
    },
    frameAgreement: interval(frameAgreement(cells)),
    kappa: interval(cohenKappa(cells)),
    segmentF1: agreementIous.map((iou, t) => ({ iou, mine: f1('mine', t), theirs: f1('theirs', t) })),
    edges: { start: edgeSpread(differences, 'start'), end: edgeSpread(differences, 'end') },
    classes: classRows(counted, classIds),
    videos: counted.map(videoRow),
  };
}

function count({ video, mine, theirs, both, seconds }: TwiceLabelledVideo): Counted {
  const [own, other] = [seenSegments(mine, both), seenSegments(theirs, both)];
  const truth = frameLabels(mine, both);
  const predicted = frameLabels(theirs, both);
  return {
    video,
    frames: framesOf(both),
    seconds: both.reduce((sum, { start, end }) => sum + seconds(end) - seconds(start), 0),
    mine: own,
    theirs: other,
    cells: confusionCells({ truth, predicted, scored: new Uint8Array(truth.length).fill(1) }),
    matches: { mine: matchSegments(own, other), theirs: matchSegments(other, own) },
  };
}

/** Of the classes that either uses, in the order of how often. */
function classRows(counted: readonly Counted[], classIds: readonly number[]): Numbers['classes'] {
  const used = new Set(counted.flatMap(({ matches }) => [...matches.mine.classes.keys()]));
  const cells = counted.map((one) => one.cells);
  const once = everyVideoOnce(counted.length);
  const rows = [...used].map((classIndex) => {
    const ofClass = (segments: readonly SeenSegment[]) =>
      segments.filter((one) => one.classIndex === classIndex).length;
    const counts = counted.flatMap(({ matches }) =>
      [matches.mine.classes.get(classIndex) ?? []].filter((c) => c.length),
    );
    return {
      classId: classIds[classIndex] as number,
      mine: counted.reduce((sum, { mine }) => sum + ofClass(mine), 0),
      theirs: counted.reduce((sum, { theirs }) => sum + ofClass(theirs), 0),
      segmentF1: agreementIous.map((_, t) => percentOf(sumCounts(counts.map((own) => own[t] as F1Counts)))),
      kappa: known(cohenKappa(cells.map((own) => againstOthers(own, classIndex)))(once)),
    };
  });
  return rows.sort((a, b) => b.mine + b.theirs - (a.mine + a.theirs) || a.classId - b.classId);
}

function videoRow({ video, seconds, mine, theirs, cells, matches }: Counted): Numbers['videos'][number] {
  const once = everyVideoOnce(1);
  return {
    video,
    seconds,
    mine: mine.length,
    theirs: theirs.length,
    segmentF1: matches.mine.all.map(percentOf),
    kappa: known(cohenKappa([cells])(once)),
    frameAgreement: known(frameAgreement([cells])(once)),
  };
}

const percentOf = ({ hits, all }: F1Counts) => known((200 * hits) / all);
const known = (value: number) => (Number.isNaN(value) ? null : value);
