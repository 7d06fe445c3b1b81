import { describe, expect, it } from 'vitest';
import {
  type ExportedProject,
  type ExportedVideo,
  inSeconds,
  Losses,
} from '../../../../src-main/data/formats/exported';

/** A film of 2,000 frames a second, a segment of its frames 3 to 4. */
const fast: ExportedVideo = {
  id: 'a',
  file: 'a.mp4',
  path: null,
  fps: 2000,
  duration: 1,
  frames: 2000,
  width: 0,
  height: 0,
  split: null,
  segments: [
    {
      lane: 'labels',
      label: { id: 1, name: 'cut' },
      seconds: { start: 0.0015, end: 0.002 },
      frames: { start: 3, end: 4 },
    },
  ],
  reviewed: [],
  slack: 0.00025,
};
const project: ExportedProject = { name: 'p', classes: [], lanes: ['labels'], videos: [fast] };

describe('times of an exported segment', () => {
  it('have as many decimals as name their frame', () => {
    const losses = new Losses();
    const [video] = inSeconds(project, losses, 2);
    expect(video?.segments.map((s) => [s.start, s.end])).toEqual([[0.0015, 0.002]]);
    expect(losses.sentences()).toEqual([]);
  });

  it('are said to move where the format has no more', () => {
    const losses = new Losses();
    inSeconds(project, losses, 3, 'fixed');
    expect(losses.sentences()).toEqual([
      'May move by a frame, as frames lie closer than the format’s times: 1 segment.',
    ]);
  });
});
