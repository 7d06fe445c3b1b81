import { beforeEach, describe, expect, it } from 'vitest';
import { TrainSettings } from '../../../../src-main/common/settings';
import { PointTimes } from '../../../../src-renderer/maps/pointTimes';
import { chosenMoments, chosenPoints, choosePoints, type RunMap } from '../../../../src-renderer/state/embeddings';
import {
  closePlayer,
  playMoment,
  playNext,
  playThrough,
  setChosenMoments,
  useMapPlay,
} from '../../../../src-renderer/state/mapPlay';
import { setLinked, useView } from '../../../../src-renderer/state/view';

/** `[video, start, end]` a point. */
function mapOf(points: readonly (readonly [number, number, number])[]): RunMap {
  const column = (at: 0 | 1 | 2) => Int32Array.from(points, (point) => point[at]);
  const none = new Int32Array(points.length);
  return {
    facts: { video: column(0), start: column(1), end: column(2), truth: none, predicted: none },
    videos: ['a', 'b'],
    positions: new Float32Array(2 * points.length),
  } as unknown as RunMap;
}

const settings = TrainSettings.parse({ kind: 'discriminative', features: 'toy' });
const ofSteps = { settings, rate: 4 };
const ofClips = { settings: { ...settings, task: 'step recognition' as const }, rate: 4 };
const all = (map: RunMap) => new Uint8Array(map.facts.start.length).fill(1);

describe('points of a map', () => {
  const clips = mapOf([
    [0, 0, 10],
    [0, 10, 14],
    [1, 0, 6],
    [0, 8, 40],
  ]);

  it('are found by video and step; of clips that overlap the one that starts last', () => {
    const times = new PointTimes(clips.facts);
    expect([0, 9, 12, 14, 39, 40].map((step) => times.at(0, step))).toEqual([0, 3, 1, 3, 3, null]);
    expect([times.at(1, 5), times.at(1, 6), times.at(2, 0)]).toEqual([2, null, null]);
  });

  it('are chosen by their middles, ascending, and found again by them at another rate', () => {
    choosePoints(clips, [1, 0, 2], 1);
    const { steps } = useView.getState();
    expect(steps).toEqual({ a: [5, 12], b: [3] });
    // The longest clip holds the middle of another.
    expect([...chosenPoints(clips, steps, 1)!]).toEqual([1, 1, 1, 1]);
    const half = mapOf([
      [0, 0, 5],
      [0, 5, 7],
      [1, 4, 9],
    ]);
    expect([...chosenPoints(half, steps, 2)!]).toEqual([1, 1, 0]);
    choosePoints(clips, [], 1);
    expect(useView.getState().steps).toBeNull();
    expect(chosenPoints(clips, null, 1)).toBeNull();
  });

  it('that are steps beside each other make one moment with a second at either side, clips one each', () => {
    const steps = mapOf([
      [0, 0, 1],
      [0, 7, 8],
      [0, 40, 41],
      [1, 41, 42],
    ]);
    expect(chosenMoments(steps, all(steps), ofSteps)).toEqual([
      { video: 'a', start: 0, end: 3 },
      { video: 'a', start: 9, end: 11.25 },
      { video: 'b', start: 9.25, end: 11.5 },
    ]);
    expect(chosenMoments(clips, all(clips), ofClips).slice(0, 2)).toEqual([
      { video: 'a', start: 0, end: 2.5 },
      { video: 'a', start: 2.5, end: 3.5 },
    ]);
    expect(chosenMoments(clips, null, ofClips)).toEqual([]);
  });
});

describe('the player beside the maps', () => {
  const [one, two] = [
    { video: 'a', start: 0, end: 1 },
    { video: 'b', start: 2, end: 3 },
  ];
  beforeEach(() => {
    closePlayer();
    setChosenMoments([]);
    setLinked({ steps: null });
  });
  const shown = () => {
    const { moment, through } = useMapPlay.getState();
    return { moment, through };
  };

  it('plays the chosen moments one after the other and ends with the last', () => {
    playThrough(true);
    expect(shown()).toEqual({ moment: null, through: false });
    setChosenMoments([one, two]);
    playThrough(true);
    expect(shown()).toEqual({ moment: one, through: true });
    playNext();
    expect(shown()).toEqual({ moment: two, through: true });
    playNext();
    expect(shown()).toEqual({ moment: two, through: false });
  });

  it('plays a clicked moment alone, and another choice ends what was played through', () => {
    setChosenMoments([one, two]);
    playThrough(true);
    playMoment(two);
    playNext();
    expect(shown()).toEqual({ moment: two, through: false });
    playThrough(true);
    setChosenMoments([{ ...one }, { ...two }]);
    expect(shown().through).toBe(true);
    setChosenMoments([two]);
    expect(shown().through).toBe(false);
  });
});
