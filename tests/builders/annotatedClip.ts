import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { writeNpy } from '../../src-main/data/formats/npy';

/** A segment in seconds. */
export interface Labelled {
  start: number;
  end: number;
  label: string;
}

const asActivityNet = (segments: readonly Labelled[]) =>
  segments.map(({ start, end, label }) => ({ segment: [start, end], label, score: 0.9 }));

/** ActivityNet's json with the truth of one video. */
export async function writeTruth(path: string, video: string, duration: number, segments: readonly Labelled[]) {
  const annotations = asActivityNet(segments);
  await writeFile(path, JSON.stringify({ database: { [video]: { duration, subset: 'testing', annotations } } }));
}

/** ActivityNet's json with what a system without class scores says. */
export async function writeDecided(path: string, video: string, segments: readonly Labelled[]) {
  await writeFile(path, JSON.stringify({ results: { [video]: asActivityNet(segments) } }));
}

/** `<video>.npy` with `classes.txt` in a folder: `probability` for the labelled class of a step, the rest shared. */
export async function writeScores(
  folder: string,
  video: string,
  {
    classes,
    steps,
    rate,
    probability,
  }: { classes: readonly string[]; steps: number; rate: number; probability: number },
  segments: readonly Labelled[],
) {
  await mkdir(folder, { recursive: true });
  const data = new Float32Array(steps * classes.length).fill((1 - probability) / (classes.length - 1));
  for (let step = 0; step < steps; step++) {
    const label = segments.find(({ start, end }) => step >= start * rate && step < end * rate)?.label ?? classes[0]!;
    data[step * classes.length + classes.indexOf(label)] = probability;
  }
  await writeNpy(join(folder, `${video}.npy`), { dtype: 'float32', shape: [steps, classes.length], data });
  await writeFile(join(folder, 'classes.txt'), `${classes.join('\n')}\n`);
}
