import { beforeEach, describe, expect, it } from 'vitest';
import { useView } from '../../../../src-renderer/state/view';
import {
  forgetWalk,
  goToStop,
  settleStop,
  showList,
  showStops,
  stepStop,
  useWalk,
} from '../../../../src-renderer/state/walk';

const stop = (key: string, video = 'a', start = 10) => ({ key, video, span: { start, end: start + 2 } });
const [a, b, c] = [stop('a'), stop('b', 'soup', 30), stop('c')];
const current = () => useWalk.getState().current?.key ?? null;

beforeEach(() => {
  forgetWalk();
  showList('review');
  useView.setState({ video: 'a', visible: null, playhead: 0 });
});

describe('going through moments', () => {
  it('goes on and back, and stays at the ends', () => {
    showStops([a, b, c]);
    stepStop(1);
    expect(current()).toBe('a');
    stepStop(1);
    expect([current(), useView.getState().video, useView.getState().playhead]).toEqual(['b', 'soup', 30]);
    expect(useView.getState().visible).toEqual({ start: 27, end: 35 });
    stepStop(1);
    stepStop(1);
    expect(current()).toBe('c');
    stepStop(-1);
    expect(current()).toBe('b');
    forgetWalk();
    showStops([a, b, c]);
    stepStop(-1);
    expect(current()).toBe('c');
  });

  it('goes to the one in the place of a settled one, but not of one that a filter hides', () => {
    showStops([a, b, c]);
    goToStop(b);
    settleStop(b);
    showStops([a, c]);
    expect(current()).toBe('c');
    settleStop(c);
    showStops([a]);
    expect(current()).toBe('a');
    showStops([]);
    expect(current()).toBeNull();
  });

  it('forgets the moment when another list is shown', () => {
    showStops([a]);
    goToStop(a);
    showList('agreement');
    expect([current(), useWalk.getState().stops]).toEqual([null, []]);
  });
});
