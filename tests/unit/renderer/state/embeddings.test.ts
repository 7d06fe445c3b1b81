import { afterEach, describe, expect, it } from 'vitest';
import { LayoutSettings } from '../../../../src-main/common/domain/embedding';
import { forgetMaps, mapGrew, type RunMap, useEmbeddings } from '../../../../src-renderer/state/embeddings';

const settings = LayoutSettings.parse({ run: 'r' });
const packed = (array: Int32Array | Float32Array) => Buffer.from(array.buffer).toString('base64');
const empty = new Int32Array();
const waiting: RunMap = {
  settings,
  videos: [],
  facts: { video: empty, start: empty, end: empty, truth: empty, predicted: empty },
  positions: new Float32Array(),
  growing: { iteration: 0, iterations: 0 },
  record: null,
  error: null,
};
const view = (iteration: number, fields: Int32Array | null) =>
  mapGrew({
    settings,
    iteration,
    iterations: 750,
    videos: ['a'],
    positions: packed(Float32Array.of(0, 1, 2, 3)),
    fields: fields && packed(fields),
  });

describe('a map that is being made', () => {
  afterEach(forgetMaps);
  const map = () => useEmbeddings.getState().maps['r']!;

  it('is shown from the view on that says what its points are', () => {
    useEmbeddings.setState({ maps: { r: waiting } });
    // Its first view went to a window that has been closed since.
    view(40, null);
    expect(map().growing).toEqual({ iteration: 40, iterations: 750 });
    expect(map().positions).toHaveLength(0);
    view(50, Int32Array.of(0, 3, 4, 1, 1, 0, 8, 9, 2, 1));
    expect([...map().facts.start]).toEqual([3, 8]);
    view(60, null);
    expect([...map().positions]).toEqual([0, 1, 2, 3]);
    expect(map().growing?.iteration).toBe(60);
  });
});
