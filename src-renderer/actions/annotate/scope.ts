/** Commands of player and timeline: their keys act while one of them has the focus. */
import { usePlayer } from '../../player/playerStore';
import { useView } from '../../state/view';
import { chosenRun, chosenTruth } from '../../timeline/hands/hands';
import { useLanes } from '../../timeline/lanes';
import type { Action } from '../action';

type Described = Pick<Action, 'id' | 'label' | 'icon' | 'shortcut' | 'insteadOf' | 'perform' | 'repeats' | 'release'>;

/** Makes commands that are possible under one condition. */
export const inTimeline =
  (when: () => boolean) =>
  (action: Described): Action =>
    // Labels may be getters, which must stay so.
    Object.defineProperties(
      { group: 'Annotate', scope: 'timeline', when },
      Object.getOwnPropertyDescriptors(action),
    ) as Action;

/** The timeline is on the screen. */
export const lanesShown = (): boolean =>
  useView.getState().screen === 'annotate' && useLanes.getState().tracks !== null;

export const onPicture = inTimeline(() => usePlayer.getState().player !== null);
export const onLanes = inTimeline(lanesShown);
/** A segment of any lane is chosen. */
export const onChosen = inTimeline(() => lanesShown() && useLanes.getState().chosen !== null);
/** A segment of the truth is chosen. */
export const onTruth = inTimeline(() => lanesShown() && chosenTruth() !== null);
/** A segment of a run is chosen. */
export const onPrediction = inTimeline(() => lanesShown() && chosenRun() !== null);
export const onRuns = inTimeline(() => lanesShown() && useLanes.getState().lanes.length > 1);
