import { describe, expect, it } from 'vitest';
import { VideoSummary } from '../../../../src-main/common/contract/project';
import { sortedVideos, videoOrders } from '../../../../src-renderer/screens/annotate/videoOrder';

const video = (id: string, duration: number) =>
  VideoSummary.parse({ id, path: null, duration, fps: 25, frames: duration * 25, split: 'train', file: 'none' });
const videos = [video('b', 10), video('a10', 40), video('a9', 20), video('empty', 0)];
const counts = {
  b: { reviewedSeconds: 10, segments: 3 },
  a10: { reviewedSeconds: 10, segments: 1 },
  a9: { reviewedSeconds: 10, segments: 3 },
  empty: { reviewedSeconds: 0, segments: 0 },
};

describe('the order of the list of videos', () => {
  it.each([
    ['as added', 'b a10 a9 empty'],
    ['name', 'a9 a10 b empty'],
    ['least reviewed', 'a10 a9 b empty'],
    ['fewest segments', 'empty a10 b a9'],
    ['longest', 'a10 a9 b empty'],
  ] as const)('by %s', (order, ids) => {
    expect(
      sortedVideos(videos, order, counts)
        .map(({ id }) => id)
        .join(' '),
    ).toBe(ids);
    expect(videos[0]?.id, 'the given list stays').toBe('b');
  });
  it('is as the project has it where nothing is counted yet', () => {
    const ids = sortedVideos(videos, 'fewest segments', undefined).map(({ id }) => id);
    expect(ids).toEqual(['b', 'a10', 'a9', 'empty']);
  });
  it('starts as the project has it', () => expect(videoOrders[0]).toBe('as added'));
});
