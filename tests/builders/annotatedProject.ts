import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Annotation } from '../../src-main/common/domain/annotation';
import type { ActionClass } from '../../src-main/common/domain/taxonomy';
import type { FrameClock, Video } from '../../src-main/common/domain/video';
import { Rng } from '../../src-main/common/rng';
import { clockFile } from '../../src-main/data/project/clocks';
import { createProject, type ProjectStore } from '../../src-main/data/project/store';
import { video } from './toyKitchen';

/** Times of frames that begin at `origin`, from the length of each in seconds. */
function clockOf(origin: number, lengths: readonly number[]): FrameClock {
  const times = new Float64Array(lengths.length);
  let end = origin;
  lengths.forEach((length, k) => {
    times[k] = end;
    end += length;
  });
  return { times, end };
}

/** Constant at 29.97 from an offset, constant at 59.94, and of lengths between 17 ms and 1.5 s. */
const clocks: Record<string, FrameClock> = {
  'küche 厨房': clockOf(0.733, new Array<number>(300).fill(1001 / 30000)),
  P01_11: clockOf(0, new Array<number>(500).fill(1001 / 60000)),
  'variable-1': clockOf(
    0,
    Array.from({ length: 240 }, (_, k) => (k === 119 ? 1.5 : new Rng(5, `frame ${k}`).between(0.017, 0.1))),
  ),
  leer: clockOf(0, new Array<number>(50).fill(1 / 25)),
};

const classes: ActionClass[] = [
  { id: 0, name: 'background', background: true },
  ...[
    ['cut', 'onion'],
    ['pour', 'milk "&" <water>'],
    ['rühren', 'Topf 🍲'],
    ['never', 'seen'],
  ].map(([verb = '', noun = ''], i) => ({ id: i + 3, name: `${verb} ${noun}`, verb, noun })),
];

const lanes = [
  { id: 0, name: 'linke Hand 🤚' },
  { id: 7, name: 'right "&" <hand>' },
  { id: 4, name: 'feet' },
];

/** Of the first three classes: one frame long, at both ends, and elsewhere; overlapping, or with gaps between them. */
function segmentsOf(id: string, overlaps: boolean): Annotation['segments'] {
  const rng = new Rng(11, id);
  const frames = (clocks[id] as FrameClock).times.length;
  const spans = overlaps
    ? [
        [0, 1],
        [frames - 1, frames],
        ...Array.from({ length: 25 }, () => [rng.below(frames - 40), 1 + rng.below(40)]).map(([start = 0, n = 1]) => [
          start,
          start + n,
        ]),
      ]
    : Array.from({ length: Math.floor(frames / 20) }, (_, i) => [20 * i, 20 * i + 1 + rng.below(19)]);
  return spans
    .map(([start = 0, end = 0], i) => ({
      id: `h${i}`,
      start,
      end,
      classId: 3 + (i % 3),
      origin: 'human',
      ...(i % 5 === 2 && { note: 'not sure, "left" hand' }),
    }))
    .sort((a, b) => a.start - b.start);
}

async function withVideos(dir: string): Promise<ProjectStore> {
  const store = await createProject(dir, { name: 'Küche', singleLabel: false });
  const videos = Object.entries(clocks).map(([id, clock]): Video => {
    const duration = clock.end - (clock.times[0] ?? 0);
    // One video lies in a file of another name.
    const about = {
      path: `../clips/${id === 'variable-1' ? 'GX010042' : id}.mp4`,
      fps: 25,
      frames: clock.times.length,
      width: 320,
      height: 240,
    };
    return { ...video(id), ...about, duration };
  });
  await store.saveVideos(videos);
  for (const [id, clock] of Object.entries(clocks)) {
    const { path, data } = clockFile(id, clock);
    mkdirSync(dirname(join(dir, path)), { recursive: true });
    writeFileSync(join(dir, path), data);
  }
  return store;
}

/** The videos with their frame clocks and nothing else. */
export const emptyOfLabels = withVideos;

/**
 * Labels in frames of four clocks, one of a video without any: unicode and markup in names, notes, tasks, participants,
 * splits, and spans that nobody has reviewed; in three lanes, one of them without labels, or in the default one.
 */
export async function annotatedProject(
  dir: string,
  { overlaps, inLanes = false }: { overlaps: boolean; inLanes?: boolean },
): Promise<ProjectStore> {
  const store = await withVideos(dir);
  const named = inLanes && { lanes, nextLane: 8 };
  await store.saveTaxonomy({ ...store.taxonomy, nextId: 20, classes, ...named });
  await store.saveVideos(store.videos.map((v, i) => ({ ...v, participant: `P0${i}`, task: `Make-Soup ${i % 2}` })));
  const ids = Object.keys(clocks);
  const [a = '', b = '', c = '', d = ''] = ids;
  await store.saveProject({ ...store.project, splits: { train: [a, d], val: [b], test: [c], source: 'file' } });
  for (const id of ids) {
    const frames = (clocks[id] as FrameClock).times.length;
    // Between segments that do not overlap the 40th frame and the last have no label.
    const parts = [
      { start: 0, end: 39 },
      { start: 40, end: frames - 1 },
    ];
    const reviewed = id === b ? [{ start: 0, end: frames }] : parts;
    const made = id === d ? [] : segmentsOf(id, overlaps);
    const segments = inLanes ? made.map((one, i) => (i % 3 === 1 ? { ...one, lane: 7 } : one)) : made;
    await store.saveAnnotation({ version: 1, video: id, timebase: 'frames', segments, reviewed });
  }
  return store;
}
