import { describe, expect, it } from 'vitest';
import { stepFrames } from '../../../src-main/features/sampling';

const regular = (frames: number, fps: number, start = 0) => ({
  times: Float64Array.from({ length: frames }, (_, k) => start + k / fps),
  end: start + frames / fps,
});

describe('stepFrames', () => {
  it('takes the frame on show in the middle of each step', () => {
    expect([...stepFrames(regular(24, 24), 4)]).toEqual([3, 9, 15, 21]);
  });

  it('counts steps from the first frame, wherever it stands', () => {
    expect(stepFrames(regular(24, 24, 0.733), 4)).toEqual(stepFrames(regular(24, 24), 4));
  });

  it('gives the last, partial step a frame of its own', () => {
    expect([...stepFrames(regular(25, 25), 1)]).toEqual([12]);
    expect([...stepFrames(regular(26, 25), 1)]).toEqual([12, 25]);
  });

  it('shares a frame among steps where frames are rarer', () => {
    expect([...stepFrames(regular(3, 1), 2)]).toEqual([0, 0, 1, 1, 2, 2]);
  });

  it('shows the last picture before a gap until the next one comes', () => {
    const clock = { times: Float64Array.of(0, 0.1, 1.6, 1.7), end: 1.8 };
    expect([...stepFrames(clock, 4)]).toEqual([1, 1, 1, 1, 1, 1, 2, 3]);
  });

  it('never sees a picture later than the end of its step', () => {
    const times = [0];
    for (let k = 1; k < 400; k++) times.push(times[k - 1]! + 0.016 + ((k * 37) % 11) / 100);
    const clock = { times: Float64Array.from(times), end: times[399]! + 0.04 };
    for (const rate of [0.5, 1, 3, 4, 12.5]) {
      stepFrames(clock, rate).forEach((frame, k) => expect(clock.times[frame]).toBeLessThanOrEqual((k + 1) / rate));
    }
  });
});
