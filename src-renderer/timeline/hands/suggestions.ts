/** Predictions by keys: taken over as labels, or put down as wrong. */
import type { Labelling } from '../../../src-main/common/labelling';
import { overlap } from '../../../src-main/common/domain/span';
import {
  acceptPredictions,
  copySegment,
  isRejected,
  type Prediction,
  rejectPrediction,
} from '../../../src-main/common/suggestions';
import { useHandling } from '../../state/handling';
import { useView } from '../../state/view';
import { useLanes } from '../lanes';
import { isTruth } from '../rows';
import type { RunTrack } from '../tracks';
import { chosenRun, edit, freshId, placed } from './hands';

/** Takes over the chosen segment of a run where nothing is labelled yet. @param over also where something is */
export function acceptChosen(over: boolean): Promise<void> {
  const { chosen } = useLanes.getState();
  const run = chosenRun();
  return chosen && run !== null ? accept(run, [chosen.segment], over, () => true) : Promise.resolve();
}

/** The run whose predictions are meant: that of the chosen segment, else the first that is shown. */
export function meantRun(): RunTrack | undefined {
  const { tracks, lanes } = useLanes.getState();
  const run = chosenRun() ?? lanes.find(({ key }) => key.startsWith('run:'))?.key.slice('run:'.length);
  return tracks?.runs.find((one) => one.run === run && one.segments !== null);
}

/** Takes over what the run says of what is in view, sure enough and not rejected. @param over also where labels are */
export function acceptInView(over: boolean): Promise<void> {
  const { tracks } = useLanes.getState();
  const lane = meantRun();
  if (!tracks || !lane) return Promise.resolve();
  const view = useView.getState().visible ?? { start: 0, end: tracks.duration };
  const least = useHandling.getState().acceptFrom / 100;
  const sure = (lane.segments ?? [])
    .filter(({ confidence }) => (confidence ?? 0) >= least)
    .map(({ classId, start, end }) => ({ classId, start: start / lane.rate, end: end / lane.rate }))
    .filter((segment) => overlap(segment, view) > 0);
  return accept(lane.run, sure, over, (on, one) => !isRejected(on.labels.rejected, lane.run, one));
}

/** @param segments in seconds */
function accept(
  run: string,
  segments: readonly Prediction[],
  over: boolean,
  isWanted: (on: Labelling, prediction: Prediction) => boolean,
): Promise<void> {
  return edit((on, tracks) => {
    const predictions = segments.map(({ classId, start, end }) => placed(tracks, on.labels, { classId, start, end }));
    const wanted = predictions.filter((one) => isWanted(on, one));
    return acceptPredictions(on, run, wanted, freshId, over);
  });
}

/** Puts the chosen prediction down as wrong, or takes that back. */
export function rejectChosen(): Promise<void> {
  const { chosen } = useLanes.getState();
  const run = chosenRun();
  if (!chosen || run === null) return Promise.resolve();
  const { classId, start, end } = chosen.segment;
  return edit((on, tracks) => rejectPrediction(on, run, placed(tracks, on.labels, { classId, start, end })));
}

/**
 * Copies the chosen segment of a run or another annotator to the lane that is labelled, beside what is
 * there where segments may overlap.
 */
export function copyChosen(): Promise<void> {
  const { chosen } = useLanes.getState();
  if (!chosen || isTruth(chosen.lane)) return Promise.resolve();
  const { classId, start, end } = chosen.segment;
  const run = chosenRun();
  const origin = run === null ? 'human' : `model:${run}`;
  return edit((on, tracks) => copySegment(on, origin, placed(tracks, on.labels, { classId, start, end }), freshId));
}
