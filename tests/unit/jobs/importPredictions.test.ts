import { mkdirSync, writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Refusal } from '../../../src-main/common/contract/project';
import { PredictedSegments } from '../../../src-main/common/domain/prediction';
import { floatValues, readNpy, writeNpy } from '../../../src-main/data/formats/npy';
import type { ProjectStore } from '../../../src-main/data/project/store';
import { evaluateJob } from '../../../src-main/jobs/evaluate';
import { importPredictions } from '../../../src-main/jobs/importPredictions';
import { predictionPaths, readRun, runFolder } from '../../../src-main/jobs/runFolder';
import { sharedDataPath, hasSharedData } from '../../golden/goldenFolder';
import { folderDigest, labels, quiet, smallProject, temporaryFolder, userError, video } from '../data/temporaryProject';

/** Items `a` and `b` of 20 s; at 0.5 steps a second they have 10 steps. */
const request = (files: string[], values: { keepValid?: boolean; rate?: number; name?: string } = {}) => ({
  files,
  name: 'theirs',
  split: 'test' as const,
  rate: 0.5,
  keepValid: false,
  ...values,
});

/** `pred/<video>.txt` as the official code writes it. */
function officialText(matched: string[]): string {
  const widths = [60, 20, 20, 20];
  const header = ['Response', 'Prediction', 'Matched', 'GT'].map((word, i) => word.padEnd(widths[i]!)).join(' ');
  const rows = matched.map((name) => ['', name, name, 'background'].map((f, i) => f.padEnd(widths[i]!)).join(' \t '));
  return `${[header, ...rows].join('\n')}\n`;
}

function file(name: string, text: string): string {
  const path = join(temporaryFolder(), name);
  writeFileSync(path, text);
  return path;
}

const read = async (store: ProjectStore, id = 'a') => {
  const paths = predictionPaths(runFolder(store.dir, 'theirs'), 'test', id);
  const { segments } = PredictedSegments.parse(JSON.parse(await readFile(paths.segments, 'utf8')));
  return { labels: [...((await readNpy(paths.labels)).data as Int32Array)], segments, scores: paths.scores };
};

/** A refusal as the command line shows it. */
const line = ({ file, line, field, message }: Refusal) =>
  `${file}${line === null ? '' : `:${line}`}${field === null ? '' : ` (${field})`}: ${message}`;
const temporaryPath = /\S*\/(?=gone)/;

const steps = (...names: [string, number][]) => names.flatMap(([name, count]) => Array<string>(count).fill(name));

describe('predictions of the official code', () => {
  it('become a run of labels that can be evaluated', async () => {
    const store = await smallProject();
    const path = file('a.txt', officialText(steps(['background', 2], ['cut onion', 3], ['stir pot', 5])));
    const result = await importPredictions(store, request([path]));
    expect(result).toEqual({ videos: 1, segments: 2, refused: [], warnings: [] });
    const run = await readRun(store.dir, 'theirs');
    expect(run).toMatchObject({ origin: 'imported', status: 'imported', rate: 0.5, settings: null });
    expect(run.splits.test).toEqual(['a']);
    const found = await read(store);
    expect(found.labels).toEqual([0, 0, 1, 1, 1, 2, 2, 2, 2, 2]);
    expect(found.segments[0]).toEqual({ start: 2, end: 5, classId: 1, confidence: null });
    await store.saveAnnotation(labels('a', [[4, 10, 1]]));
    const input = { project: store.dir, run: 'theirs', split: 'test' as const, official: false };
    expect(await evaluateJob(input, quiet)).toMatchObject({ frameAccuracy: 50, meanAveragePrecision: null });
  });

  it('are refused with line and field where a class is not known; nothing is written', async () => {
    const store = await smallProject();
    const before = folderDigest(store.dir);
    const path = file('a.txt', officialText(steps(['background', 4], ['fly kite', 6])));
    const result = await importPredictions(store, request([path]));
    expect(result).toMatchObject({ videos: 0, segments: 0 });
    expect(result.refused).toEqual([
      {
        file: 'a.txt',
        line: 6,
        field: 'Matched',
        message: 'Found "fly kite", expected a class of the project (and in 5 more lines).',
      },
    ]);
    expect(folderDigest(store.dir)).toEqual(before);
  });

  it('are refused where they have another length, another video or another form', async () => {
    const store = await smallProject();
    const paths = [
      file('a.txt', officialText(steps(['background', 8]))),
      file('zoo.txt', officialText(steps(['background', 10]))),
      file('b.txt', 'cut onion\n'),
      file('c.txt', `${officialText([])}cut onion\n`),
      join(temporaryFolder(), 'gone.txt'),
      file('a.csv', ''),
    ];
    const { refused } = await importPredictions(store, request(paths));
    expect(refused.map((r) => line(r).replace(temporaryPath, 'FOLDER/'))).toEqual([
      'b.txt:1: Found "cut onion", expected the header Response, Prediction, Matched, GT.',
      'c.txt:2 (Matched): Found 1 fields, expected 4 separated by tabs.',
      'gone.txt: Missing file FOLDER/gone.txt.',
      'a.csv: Its format is not known; expected .txt, .npy, .json.',
      'a.txt: Found 8 steps, expected 10 at 0.5 steps a second.',
      'zoo.txt: There is no video "zoo" in this project.',
    ]);
  });

  it('are taken one step short, with a warning, and the valid ones alone when told to', async () => {
    const store = await smallProject();
    const folder = temporaryFolder();
    mkdirSync(join(folder, 'pred'));
    writeFileSync(join(folder, 'pred', 'a.txt'), officialText(steps(['stir pot', 9])));
    writeFileSync(join(folder, 'pred', 'b.txt'), officialText(steps(['stir pot', 3])));
    const result = await importPredictions(store, request([join(folder, 'pred')], { keepValid: true }));
    expect(result).toMatchObject({ videos: 1, segments: 1 });
    expect(result.refused).toHaveLength(1);
    expect(result.warnings.map(line)).toEqual(['a.txt: Found 9 steps, expected 10: the last is repeated.']);
    expect((await read(store)).labels).toEqual(Array(10).fill(2));
  });
});

describe('predictions in NumPy arrays', () => {
  const probabilities = Float32Array.from(
    Array.from({ length: 10 }, (_, k) => (k < 5 ? [0.1, 0.7, 0.2] : [0.5, 0.2, 0.3])).flat(),
  );

  it('are log-probabilities of the project’s classes, with the class of the largest', async () => {
    const store = await smallProject();
    const path = join(temporaryFolder(), 'a.npy');
    await writeNpy(path, { dtype: 'float32', shape: [10, 3], data: probabilities });
    expect(await importPredictions(store, request([path]))).toMatchObject({ videos: 1, segments: 1 });
    const found = await read(store);
    expect(found.labels).toEqual([1, 1, 1, 1, 1, 0, 0, 0, 0, 0]);
    expect(found.segments[0]?.confidence).toBeCloseTo(0.7, 5);
    const scores = floatValues(await readNpy(found.scores))!;
    expect(Math.exp(scores[1]!)).toBeCloseTo(0.7, 3);
  });

  it('may name their classes beside, in their own order, and hold logits', async () => {
    const store = await smallProject();
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'classes.txt'), 'Stir_Pot\nBackground\n');
    const logits = Float32Array.from(Array.from({ length: 10 }, () => [Math.log(3) + 5, 5]).flat());
    await writeNpy(join(folder, 'a.scores.npy'), { dtype: 'float32', shape: [10, 2], data: logits });
    await importPredictions(store, request([folder]));
    const found = await read(store);
    expect(found.segments).toMatchObject([{ start: 0, end: 10, classId: 2 }]);
    expect(found.segments[0]?.confidence).toBeCloseTo(0.75, 5);
    const scores = floatValues(await readNpy(found.scores))!;
    expect([...scores.subarray(0, 3)].map(Math.exp)).toEqual([expect.closeTo(0.25, 3), 0, expect.closeTo(0.75, 3)]);
  });

  it('may be labels', async () => {
    const store = await smallProject();
    const path = join(temporaryFolder(), 'b.labels.npy');
    await writeNpy(path, {
      dtype: 'int64',
      shape: [10],
      data: BigInt64Array.from({ length: 10 }, (_, k) => (k < 4 ? 2n : 0n)),
    });
    await importPredictions(store, request([path]));
    expect((await read(store, 'b')).segments).toEqual([{ start: 0, end: 4, classId: 2, confidence: null }]);
  });

  it('are refused where shape, index or number does not fit', async () => {
    const store = await smallProject();
    const folder = temporaryFolder();
    const refusals: string[] = [];
    const refuse = async (array: Parameters<typeof writeNpy>[1]) => {
      await writeNpy(join(folder, 'a.npy'), array);
      const { refused } = await importPredictions(store, request([folder]));
      refusals.push(...refused.map(line));
    };
    await refuse({ dtype: 'float32', shape: [10, 2], data: new Float32Array(20) });
    await refuse({ dtype: 'float32', shape: [10], data: new Float32Array(10) });
    await refuse({ dtype: 'float32', shape: [10, 3], data: probabilities.map((x, i) => (i === 4 ? NaN : x)) });
    await refuse({ dtype: 'int32', shape: [10], data: Int32Array.of(0, 1, 2, 3, 0, 0, 0, 0, 0, 0) });
    expect(refusals).toEqual([
      'a.npy: Found 2 columns, expected 3 classes.',
      'a.npy: Found float32 [10], expected floats [steps, classes] or whole numbers [steps].',
      'a.npy (row 1): Column 1 is NaN, expected finite numbers.',
      'a.npy (row 3): Found 3, expected the index of one of 3 classes.',
    ]);
  });
});

describe('ActivityNet results', () => {
  const results = (detections: Record<string, unknown[]>) => file('r.json', JSON.stringify({ results: detections }));

  it('give each step the class of the best detection that covers its middle', async () => {
    const store = await smallProject();
    const path = results({
      a: [
        { label: 'cut onion', score: 0.4, segment: [0, 12] },
        { label: 'stir pot', score: 0.6, segment: [7, 14] },
        { label: 'cut onion', score: 0.5, segment: [10, 11] },
      ],
    });
    await importPredictions(store, request([path]));
    const { segments } = await read(store);
    // Middles at 1, 3, 5, ... seconds: the second detection covers those from 7 to 13.
    expect(segments).toEqual([
      { start: 0, end: 3, classId: 1, confidence: expect.closeTo(0.4, 5) as number },
      { start: 3, end: 7, classId: 2, confidence: expect.closeTo(0.6, 5) as number },
    ]);
  });

  it('are refused detection by detection, with the field', async () => {
    const store = await smallProject();
    const path = results({
      a: [
        { label: 'cut onion', score: 0.4, segment: [5, 5] },
        { label: 'fly kite', score: 0.4, segment: [5, 6] },
        { label: 'stir pot', score: 'high', segment: [5, 6] },
        { label: 'stir pot', score: 1, segment: [0, 30] },
      ],
    });
    const result = await importPredictions(store, request([path], { keepValid: true }));
    expect(result.refused.map(line)).toEqual([
      'r.json:1 (results.a[0].segment): Has no length: 5 to 5 seconds.',
      'r.json:1 (results.a[2].score): Found "high", expected a number.',
      'r.json (results.a[1].label): Found "fly kite", expected a class of the project.',
    ]);
    expect(result.warnings.map(line)).toEqual([
      'r.json (results.a[3].label): Ends at 30 s, after the video (20 s): clipped.',
    ]);
    expect(result).toMatchObject({ videos: 1, segments: 1 });
  });

  it.runIf(hasSharedData('annotations/activitynet/mmaction2_eval_localization_result.json'))(
    'are matched to videos whose ids have a v_ in front',
    async () => {
      const store = await smallProject();
      const path = sharedDataPath('annotations/activitynet/mmaction2_eval_localization_result.json');
      const json = JSON.parse(await readFile(path, 'utf8')) as { results: Record<string, { label: string }[]> };
      const names = [...new Set(Object.values(json.results).flatMap((list) => list.map(({ label }) => label)))];
      const classes = [...store.taxonomy.classes, ...names.map((name, i) => ({ id: 3 + i, name }))];
      await store.saveTaxonomy({ ...store.taxonomy, nextId: 3 + names.length, classes });
      await store.saveVideos(Object.keys(json.results).map((id) => video(`v_${id}`, { duration: 230 })));
      const result = await importPredictions(store, request([path], { rate: 1 }));
      expect(result).toMatchObject({ videos: Object.keys(json.results).length, refused: [] });
    },
  );
});

describe('importing predictions', () => {
  it('needs a rate that the project or the user gives', async () => {
    const store = await smallProject();
    const path = file('a.txt', officialText(steps(['stir pot', 10])));
    const { rate: _, ...without } = request([path]);
    expect((await userError(importPredictions(store, without))).message).toBe(
      'Missing rate of the predictions: they do not say how many steps a second they have, and the project has no features.',
    );
    const set = { version: 1, name: 'rgb', dim: 2, rate: 0.5, encoder: 'imported' };
    mkdirSync(join(store.dir, 'features', 'rgb'), { recursive: true });
    writeFileSync(join(store.dir, 'features', 'rgb', 'set.json'), JSON.stringify(set));
    expect(await importPredictions(store, without)).toMatchObject({ videos: 1 });
  });

  it('refuses a second track of a video, and a name that is taken', async () => {
    const store = await smallProject();
    const text = officialText(steps(['stir pot', 10]));
    const { refused } = await importPredictions(store, request([file('a.txt', text), file('a.txt', text)]));
    expect(refused.map(line)).toEqual(['a.txt: Video "a" was given before, in a.txt.']);
    await importPredictions(store, request([file('a.txt', text)]));
    expect((await userError(importPredictions(store, request([file('a.txt', text)])))).code).toBe('run-exists');
  });
});
