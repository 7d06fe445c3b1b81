import { beforeEach, describe, expect, it } from 'vitest';
import type { Client } from '../../../../src-main/common/contract';
import type { Annotation } from '../../../../src-main/common/domain/annotation';
import { setClient } from '../../../../src-renderer/client';
import { toggleSnapping, useHandling } from '../../../../src-renderer/state/handling';
import { forgetHistory } from '../../../../src-renderer/state/history';
import { forgetLabels, useLabels } from '../../../../src-renderer/state/labels';
import { useProject } from '../../../../src-renderer/state/project';
import { useView } from '../../../../src-renderer/state/view';
import { dragEdge, dropEdge, letGoOfEdge } from '../../../../src-renderer/timeline/edges';
import { useGuide } from '../../../../src-renderer/timeline/guide';
import { useHands } from '../../../../src-renderer/timeline/hands/hands';
import { useLanes } from '../../../../src-renderer/timeline/lanes';
import { makeLane } from '../../../../src-renderer/timeline/painters/lane';
import type { Grip } from '../../../../src-renderer/timeline/tools';

/** Ten pixels a frame, a frame a second. */
const view = { visible: { start: 0, end: 100 }, width: 1000, duration: 100 };
const clock = { times: Float64Array.from({ length: 100 }, (_, i) => i), end: 100 };
const segment = (id: string, start: number, end: number) => ({ id, start, end, classId: 1, origin: 'human' });
const labels: Annotation = {
  version: 1,
  video: 'a',
  timebase: 'frames',
  segments: [segment('x', 10, 20), segment('y', 40, 50)],
  reviewed: [],
};
const drawn = labels.segments.map((one) => ({ ...one, name: 'cut onion' }));
const predicted = [{ id: 'run#0', start: 12, end: 28, classId: 1, name: 'stir pot' }];
const tracks = {
  video: 'a',
  clock,
  duration: 100,
  truth: [makeLane(drawn)],
  reviewed: [],
  annotators: [],
  runs: [],
} as never;
const end: Grip = { segment: 'x', side: 'end', offset: 0, playhead: 33 };
const sent: unknown[] = [];

beforeEach(() => {
  sent.length = 0;
  const call = async (name: string, input: unknown) => (name === 'labels.edit' ? (sent.push(input), {}) : labels);
  setClient({ call, on: () => () => undefined } as unknown as Client);
  forgetLabels();
  forgetHistory();
  letGoOfEdge(null);
  useLabels.setState({ known: { a: labels } });
  useProject.setState({ project: { project: { singleLabel: true }, taxonomy: { classes: [] }, videos: [] } } as never);
  useLanes.setState({
    tracks,
    lanes: [
      { key: 'truth', name: 'truth', segments: drawn },
      { key: 'run:run', name: 'gad', segments: predicted },
    ],
    chosen: null,
  });
  useHandling.setState({ snapping: true });
});

const guide = () => useGuide.getState().guide;
const drafted = () => useLabels.getState().draft?.segments[0]?.after?.end;
const dragTo = (x: number, free = false) => dragEdge(tracks, view, end, x, free);

describe('an edge that is dragged', () => {
  it('is shown where it would come to lie, with time, frame and how far; the picture follows', () => {
    dragTo(243);
    expect(drafted()).toBe(24);
    expect(guide()).toEqual({ seconds: 24, text: '00:24.00  f 24  +4 frames', target: null });
    expect(useView.getState().playhead).toBe(24);
    dragTo(150);
    expect(guide()?.text).toBe('00:15.00  f 15  −5 frames');
  });

  it('snaps to predictions, to edges of other lanes and to where the playhead was, and names them', () => {
    dragTo(274);
    expect([drafted(), guide()?.target]).toEqual([28, 'end of stir pot, gad']);
    dragTo(336);
    expect([drafted(), guide()?.target]).toEqual([33, 'playhead']);
    dragTo(395);
    expect([drafted(), guide()?.target]).toEqual([40, 'start of cut onion, truth']);
  });

  it('does not snap while Alt is held, nor while snapping is off', () => {
    dragTo(273, true);
    expect([drafted(), guide()?.target]).toEqual([27, null]);
    toggleSnapping();
    dragTo(273);
    expect([drafted(), guide()?.target]).toEqual([27, null]);
  });

  it('stops at its neighbour and before its other edge, and says so', () => {
    dragTo(470);
    expect(guide()).toMatchObject({ seconds: 40, target: null });
    dragTo(20);
    expect(guide()).toMatchObject({ seconds: 11, text: '00:11.00  f 11  −9 frames' });
  });

  it('leaves nothing where it is let go, and one edit where it is dropped, its edge the one that is nudged', async () => {
    dragTo(274);
    letGoOfEdge(null);
    expect([drafted(), guide(), sent.length]).toEqual([undefined, null, 0]);
    dragTo(274);
    await dropEdge(tracks, view, end, 274, false);
    expect(sent).toMatchObject([{ name: 'Move edge of “class 1”', segments: [{ after: { id: 'x', end: 28 } }] }]);
    expect([drafted(), guide(), useHands.getState().edge]).toEqual([undefined, null, 'end']);
    expect(useLanes.getState().chosen?.segment.id).toBe('x');
  });
});
