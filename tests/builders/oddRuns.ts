import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { toFloat16 } from '../../src-main/common/float16';
import { writeNpy } from '../../src-main/data/formats/npy';
import { openProject, type ProjectStore } from '../../src-main/data/project/store';

/** What a project with odd runs holds. */
export const oddGrounds = [
  'two videos',
  'one video',
  'one class',
  'no true segment',
  'nothing reviewed',
  'no steps',
] as const;
export type OddGround = (typeof oddGrounds)[number];

const background = { id: 0, name: 'background', background: true };
const actions = [
  { id: 1, name: 'cut onion' },
  { id: 2, name: 'cut carrot' },
  { id: 3, name: 'stir pot' },
];
/** Of a system that was taught other things. */
const strange = [
  { id: 7, name: 'wave hand' },
  { id: 8, name: 'bow' },
];
const truth = [1, 1, 0, 2, 2, 0, 3, 3];

interface OddRun {
  classes: readonly object[];
  split?: 'test' | 'val';
  videos?: readonly string[];
  says: (truth: number) => number;
  /** Probability of what it says; no scores where there is none. */
  sure?: number;
}

const known = [background, ...actions];
export const oddRuns: Record<string, OddRun> = {
  right: { classes: known, says: (label) => label, sure: 0.9 },
  wrong: { classes: known, says: (label) => (label % 3) + 1, sure: 0.9 },
  silent: { classes: known, says: () => 0, sure: 0.4 },
  constant: { classes: known, says: () => 1 },
  partial: { classes: known.slice(0, 3), says: (label) => Math.min(label, 2), videos: ['a'] },
  strange: { classes: [background, ...strange], says: (label) => (label === 0 ? 0 : 7) },
  'without background': { classes: actions, says: (label) => Math.max(1, label) },
  elsewhere: { classes: known, split: 'val', says: (label) => label },
};

/** A project whose runs are as odd as people's are: each says something else of the same eight steps a video. */
export async function oddProject(dir: string, ground: OddGround): Promise<ProjectStore> {
  const videos = ground === 'one video' ? ['a'] : ['a', 'b'];
  const labels = ground === 'one class' ? truth.map((label) => Math.min(label, 1)) : truth;
  const steps = ground === 'no steps' ? 0 : labels.length;
  const classes = ground === 'one class' ? known.slice(0, 2) : known;
  write(dir, 'project.json', { version: 1, name: 'odd', splits: { train: [], val: [], test: videos } });
  write(dir, 'taxonomy.json', { version: 1, nextId: 9, classes });
  write(dir, 'videos.json', {
    version: 1,
    videos: videos.map((id) => ({ id, path: null, fps: null, frames: 0, duration: steps })),
  });
  const annotated = ground === 'no true segment' || steps === 0 ? [] : segmentsOf(labels);
  const reviewed = ground === 'nothing reviewed' || steps === 0 ? [] : [{ start: 0, end: steps }];
  for (const video of videos) {
    const segments = annotated.map((one, i) => ({ id: `s${i}`, ...one, origin: 'human' }));
    write(dir, `annotations/${video}.json`, { version: 1, video, timebase: 'steps', rate: 1, segments, reviewed });
  }
  for (const [id, run] of Object.entries(oddRuns)) await addRun(dir, id, run, videos, labels.slice(0, steps));
  return openProject(dir);
}

async function addRun(dir: string, id: string, run: OddRun, videos: readonly string[], labels: readonly number[]) {
  const { classes, split = 'test', says, sure } = run;
  write(dir, `runs/${id}/run.json`, {
    version: 1,
    id,
    name: id,
    created: '2026-01-01T00:00:00Z',
    status: 'imported',
    origin: 'imported',
    settings: null,
    classes,
    splits: { train: [], val: [], test: videos },
    rate: 1,
  });
  for (const video of run.videos ?? videos) {
    const base = `runs/${id}/predictions/${split}/${video}`;
    const said = labels.map(says);
    const segments = segmentsOf(said).map((one) => ({ ...one, confidence: null }));
    write(dir, `${base}.segments.json`, { version: 1, video, rate: 1, steps: said.length, segments });
    const shape = [said.length];
    await writeNpy(join(dir, `${base}.labels.npy`), { dtype: 'int32', shape, data: Int32Array.from(said) });
    if (sure === undefined) continue;
    const rest = (1 - sure) / (classes.length - 1);
    const scores = said.flatMap((label) => classes.map((_, column) => Math.log(column === label ? sure : rest)));
    const data = toFloat16(Float32Array.from(scores));
    await writeNpy(join(dir, `${base}.scores.npy`), { dtype: 'float16', shape: [said.length, classes.length], data });
  }
}

/** Runs of equal labels other than 0. */
function segmentsOf(labels: readonly number[]): { start: number; end: number; classId: number }[] {
  const segments: { start: number; end: number; classId: number }[] = [];
  labels.forEach((classId, step) => {
    const last = segments[segments.length - 1];
    if (classId === 0) return;
    if (last?.end === step && last.classId === classId) last.end++;
    else segments.push({ start: step, end: step + 1, classId });
  });
  return segments;
}

function write(dir: string, path: string, record: object): void {
  mkdirSync(dirname(join(dir, path)), { recursive: true });
  writeFileSync(join(dir, path), JSON.stringify(record));
}
