/** Errors of the run that is looked at, in its lane: going to the next one, and marking what is wrong in the truth. */
import { type Mark, markKey } from '../../../src-main/common/domain/mark';
import { overlap, type Span } from '../../../src-main/common/domain/span';
import { keepMark, useErrors } from '../../state/errors';
import { say } from '../../state/notices';
import { wrongSegments } from '../../state/verdicts';
import { chooseAndSeek, type ShownLane, shownMoment, useLanes } from '../lanes';
import type { DrawnSegment } from '../painters/lane';
import { isTruth } from '../rows';
import { chosenRun, className, playhead } from './hands';
import { meantRun } from './suggestions';

/** Goes to the next or previous segment that the run has wrong, or has missed. */
export function stepLaneError(by: 1 | -1): void {
  const { tracks, lanes, verdicts } = useLanes.getState();
  const run = meantRun()?.run;
  const judged = verdicts.find((one) => one.run === run);
  const errors = judged ? wrongSegments(judged) : [];
  const beyond = errors.filter(({ start }) => by * (shownMoment(tracks, start) - playhead()) > 1e-6);
  const error = by === 1 ? beyond[0] : beyond[beyond.length - 1];
  if (!error) return say('No error of this run is left on this side');
  const isThere = ({ key }: ShownLane) => (error.kind === 'missed' ? isTruth(key) : key === `run:${run}`);
  const segment = best(
    lanes.filter(isThere).flatMap((lane) => lane.segments),
    error,
  );
  chooseAndSeek(
    lanes.find((lane) => isThere(lane) && segment && lane.segments.includes(segment)),
    segment,
  );
  say(`${className(error.classId)}: ${error.kind}`);
}

/** The one of these that overlaps a span most. */
function best<S extends Span>(segments: readonly S[], span: Span): S | undefined {
  const most = segments.reduce((sum, segment) => Math.max(sum, overlap(segment, span)), 0);
  return most > 0 ? segments.find((segment) => overlap(segment, span) === most) : undefined;
}

/** What is said of the moment of the chosen segment; null where none is chosen. */
export function markOfChosen(marks: ReadonlyMap<string, Mark> = useErrors.getState().marks): Mark | null {
  const { chosen, tracks } = useLanes.getState();
  if (!chosen || !tracks) return null;
  const moment = { video: tracks.video, ...momentOf(chosen.segment) };
  const said = { labelError: false, tags: [], note: '' };
  return marks.get(markKey(moment)) ?? overlapping(marks, moment) ?? { ...moment, ...said };
}

type Moment = Pick<Mark, 'video' | 'start' | 'end' | 'classId' | 'inTruth'>;

/**
 * As the list of errors has it, in the steps of a run: of the truth that a segment is judged by, else of the segment.
 */
function momentOf({ start, end, classId }: DrawnSegment): Omit<Moment, 'video'> {
  const judged = useLanes.getState().verdicts.find(({ run }) => run === meantRun()?.run);
  const inTruth = chosenRun() === null;
  if (!judged) return { start, end, classId, inTruth };
  const { rate, truths, predictions } = judged;
  const span = { start: start * rate, end: end * rate };
  const prediction = inTruth ? undefined : best(predictions, span);
  const ofClass = truths.filter((truth) => truth.classId === classId);
  const truth = inTruth ? best(ofClass, span) : truths[prediction?.other ?? -1];
  const found = truth ?? prediction;
  if (!found) return { start, end, classId, inTruth };
  return { start: found.start / rate, end: found.end / rate, classId: found.classId, inTruth: truth !== undefined };
}

/** A mark that was made with another run, whose steps are others. */
function overlapping(marks: ReadonlyMap<string, Mark>, moment: Moment): Mark | undefined {
  const alike = [...marks.values()].filter(
    ({ video, classId, inTruth }) => video === moment.video && classId === moment.classId && inTruth === moment.inTruth,
  );
  const found = best(alike, moment);
  return found && 2 * overlap(found, moment) > moment.end - moment.start ? found : undefined;
}

/** Marks the chosen segment as a label error, or takes that back. */
export async function flagChosen(): Promise<void> {
  const mark = markOfChosen();
  if (mark) await keepMark({ ...mark, labelError: !mark.labelError });
}
