import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Imported } from '../../../../src-main/data/formats/imported';
import { writeNpy } from '../../../../src-main/data/formats/npy';
import { readFiles } from '../../../../src-main/data/formats/readFiles';
import { temporaryFolder, userError, writeFiles } from '../temporaryProject';

async function readOne(files: Record<string, string>, path: string): Promise<Imported> {
  const dir = temporaryFolder();
  writeFiles(dir, files);
  const imports = await readFiles([join(dir, path)]);
  expect(imports).toHaveLength(1);
  expect(imports[0]?.refusals).toEqual([]);
  return imports[0] as Imported;
}

const timed = (imported: Imported) => imported.segments.map((s) => [s.video, s.label, s.start, s.end]);

describe('ActivityNet and THUMOS json', () => {
  it('accepts a bare mapping, fields that are null, and both spellings of the instance count', async () => {
    const annotations = [
      { segment: [1, 2.5], label: 'Diving', 'num-instances': 1, agreement: null },
      { segment: [2, 3], label: 'Diving', num_instances: 2 },
    ];
    const read = await readOne({ 'x.json': JSON.stringify({ v_a: { duration_second: 4, annotations } }) }, 'x.json');
    expect(timed(read)).toEqual([
      ['v_a', 'Diving', 1, 2.5],
      ['v_a', 'Diving', 2, 3],
    ]);
    expect(read.videos[0]).toMatchObject({ duration: 4, timebase: 'seconds', reviewed: [{ start: 0, end: 4 }] });
    expect(read.splits).toBeNull();
  });

  it('finds the duration from length and coverage, unless the segments contradict it', async () => {
    const entry = (end: number) => ({
      annotations: [{ segment: [10, end], label: 'Diving', length: end - 10, coverage: 0.25 }],
    });
    const read = await readOne({ 'x.json': JSON.stringify({ database: { a: entry(20), b: entry(50) } }) }, 'x.json');
    expect(read.videos.map((v) => v.duration)).toEqual([40, 160]);
    const wrong = { a: { annotations: [{ segment: [80, 90], label: 'Diving', length: 10, coverage: 0.5 }] } };
    const mended = await readOne({ 'x.json': JSON.stringify({ database: wrong }) }, 'x.json');
    expect(mended.videos[0]?.duration).toBe(90);
    expect(mended.warnings.map((w) => w.message)).toEqual([
      'Length / coverage says 20 s, but segments reach 90 s, which is used as the duration.',
    ]);
  });

  it('takes leaves of the taxonomy as classes and subsets as splits', async () => {
    const taxonomy = [
      { nodeId: 0, nodeName: 'Root', parentId: null },
      { nodeId: 1, nodeName: 'Sports', parentId: 0 },
      { nodeId: 2, nodeName: 'Diving', parentId: 1 },
    ];
    const database = {
      a: { subset: 'training', annotations: [] },
      b: { subset: 'Validation', annotations: [] },
      c: { subset: 'testing', annotations: [] },
      video_validation_0000001: { subset: 'validation', annotations: [] },
    };
    const read = await readOne({ 'x.json': JSON.stringify({ taxonomy, database }) }, 'x.json');
    expect(read.classes).toEqual([{ name: 'Diving' }]);
    expect(read.splits).toEqual({ train: ['a', 'video_validation_0000001'], val: ['b'], test: ['c'] });
  });
});

describe('COIN json', () => {
  const fixture = readFileSync(join(import.meta.dirname, '../../../fixtures/coin/COIN.json'), 'utf8');

  it('reads steps, tasks and splits, and reviews whole videos', async () => {
    const read = await readOne({ 'COIN.json': fixture }, 'COIN.json');
    expect(read.format).toBe('coin');
    expect(timed(read)).toEqual([
      ['xZecGPPhbHE', 'put the quilt inside the quilt cover', 2, 10.5],
      ['xZecGPPhbHE', 'shake the quilt cover', 12, 30],
      ['Ab0_cdEfg12', 'shake the quilt cover', 1, 4],
    ]);
    expect(read.videos).toMatchObject([
      { task: 'PutOnQuiltCover', duration: 36.5, reviewed: [{ start: 0, end: 36.5 }] },
      { task: 'ReplaceABulb', duration: null, reviewed: [{ start: 0, end: 4 }] },
    ]);
    expect(read.splits).toEqual({ train: ['xZecGPPhbHE'], val: [], test: ['Ab0_cdEfg12'] });
  });

  it('refuses what it cannot take, with its place, and reads on', async () => {
    const broken = {
      ...(JSON.parse(fixture) as { database: object }).database,
      taskless: { subset: 'training', annotation: [] },
      odd: {
        class: 'Odd',
        annotation: [
          { segment: [3, 1], label: 'x' },
          { segment: [5, 6], label: 7 },
        ],
      },
    };
    const dir = temporaryFolder();
    writeFiles(dir, { 'COIN.json': JSON.stringify({ database: broken }) });
    const [read] = await readFiles([join(dir, 'COIN.json')]);
    expect(read?.refusals.map(({ field, message }) => [field, message])).toEqual([
      ['database.taskless.class', 'Expected string, received undefined.'],
      ['database.odd.annotation[0].segment', 'Ends before it starts: 3 to 1 seconds.'],
      ['database.odd.annotation[1].label', 'Found 7, expected a step.'],
    ]);
    expect(read?.videos.map((v) => v.id)).toEqual(['xZecGPPhbHE', 'Ab0_cdEfg12', 'odd']);
    expect(read?.videos[2]?.reviewed).toEqual([{ start: 0, end: 5 }]);
  });
});

describe('EPIC-KITCHENS csv', () => {
  const header = 'participant_id,video_id,start_timestamp,stop_timestamp,verb,verb_class,noun,noun_class,all_nouns';
  const rows = [
    `P01,P01_11,00:00:01.50,01:02:03.25,put-down,1,wooden spoon,1,"['spoon', 'plate']"`,
    `P01,P01_11,00:00:02.00,00:00:03.00,place,1,spoon,1,['spoon']`,
  ];

  it('reads HH:MM:SS.ss, quoted lists, participants and the split in the name', async () => {
    const read = await readOne({ 'EPIC_100_train.csv': [header, ...rows].join('\r\n') }, 'EPIC_100_train.csv');
    expect(timed(read)).toEqual([
      ['P01_11', 'put-down wooden spoon', 1.5, 3723.25],
      ['P01_11', 'put-down wooden spoon', 2, 3],
    ]);
    expect(read.segments[1]?.where.line).toBe(3);
    expect(read.videos[0]).toMatchObject({
      participant: 'P01',
      duration: null,
      reviewed: [{ start: 0, end: 3723.25 }],
    });
    expect(read.splits).toEqual({ train: ['P01_11'], val: [], test: [] });
  });

  it('names classes and lengths from the tables beside it', async () => {
    const read = await readOne(
      {
        'EPIC_100_validation.csv': `\uFEFF${[header, ...rows].join('\n')}\n`,
        'EPIC_100_verb_classes.csv': 'id,key\n0,take\n1,put\n',
        'EPIC_100_noun_classes.csv': 'id,key\n0,tap\n1,spoon\n',
        'EPIC_100_video_info.csv': 'video_id,duration,fps\nP01_11,4000.5,59.94\n',
      },
      'EPIC_100_validation.csv',
    );
    expect(read.classes).toEqual([{ name: 'put spoon', verb: 'put', noun: 'spoon' }]);
    expect(read.videos[0]).toMatchObject({ duration: 4000.5, reviewed: [{ start: 0, end: 4000.5 }] });
    expect(read.splits?.val).toEqual(['P01_11']);
  });
});

describe('MS-TCN frame text', () => {
  const files = {
    'd/mapping.txt': '1 stir_pot\n0 background\n',
    'd/groundTruth/x.txt': 'background\nstir_pot\nstir_pot\nbackground\nstir_pot\n',
    'd/splits/train.split1.bundle': 'x.txt\n',
    'd/splits/test.split1.bundle': '',
    'd/splits/train.split2.bundle': '',
  };

  it.each(['d', 'd/groundTruth', 'd/groundTruth/x.txt'])('is found by %s', async (path) => {
    const read = await readOne(files, path);
    expect(timed(read)).toEqual([
      ['x', 'stir pot', 1, 3],
      ['x', 'stir pot', 4, 5],
    ]);
    expect(read.segments[1]?.where).toEqual({ file: 'x.txt', line: 5, field: null });
    expect(read.classes).toEqual([{ name: 'background', background: true }, { name: 'stir pot' }]);
    expect(read.videos[0]).toMatchObject({ timebase: 'steps', rate: null, reviewed: [{ start: 0, end: 5 }] });
    expect(read.splits).toEqual({ train: ['x'], val: [], test: [] });
    expect(read.warnings.map((w) => w.message)).toEqual(['Split 1 of 2 is taken.']);
  });
});

describe('features', () => {
  it('take set and rate from a name, or from set.json beside', async () => {
    const dir = temporaryFolder();
    const array = { dtype: 'float32' as const, shape: [2, 3], data: new Float32Array(6) };
    await writeNpy(join(dir, 'watch', 'subject01.feat10hz.npy'), array);
    await writeNpy(join(dir, 'rgb', 'a.npy'), array);
    writeFiles(dir, { 'rgb/set.json': '{"rate": 4, "encoder": "resnet"}' });
    const [read] = await readFiles([join(dir, 'watch'), join(dir, 'rgb')]);
    expect(
      read?.features.map(({ set, video, rate, encoder, rows, dim }) => ({ set, video, rate, encoder, rows, dim })),
    ).toEqual([
      { set: 'feat10hz', video: 'subject01', rate: 10, encoder: 'imported', rows: 2, dim: 3 },
      { set: 'rgb', video: 'a', rate: 4, encoder: 'resnet', rows: 2, dim: 3 },
    ]);
  });
});

describe('an official data root', () => {
  it('gives sessions, targets with overlap, and its feature folders', async () => {
    const dir = temporaryFolder();
    const toy = { class_names: ['BackGround', 'Dive', 'Ambiguous'], ignore_index: 2, fps: 4 };
    const other = { class_names: ['Background'], fps: 1, train_session_set: ['elsewhere'], test_session_set: [] };
    const sessions = { train_session_set: ['a', 'lost'], test_session_set: ['b'] };
    writeFiles(dir, { 'data_info.json': JSON.stringify({ OTHER: other, TOY: { ...toy, ...sessions } }) });
    const target = (data: number[]) => ({ dtype: 'float64' as const, shape: [4, 3], data: Float64Array.from(data) });
    await writeNpy(join(dir, 'target_perframe', 'a.npy'), target([1, 0, 0, 0, 1, 0, 0, 1, 1, 0, 0, 1]));
    await writeNpy(join(dir, 'target_perframe', 'b.npy'), target([1, 0, 0, 1, 0, 0, 1, 0, 0, 1, 0, 0]));
    await writeNpy(join(dir, 'rgb_toy', 'a.npy'), { dtype: 'float32', shape: [4, 2], data: new Float32Array(8) });
    await writeNpy(join(dir, 'flow_toy', 'a.npy'), { dtype: 'float32', shape: [4, 5], data: new Float32Array(20) });
    const [read] = await readFiles([dir]);
    expect(read?.refusals).toEqual([]);
    expect(read && timed(read)).toEqual([
      ['a', 'Dive', 1, 3],
      ['a', 'Ambiguous', 2, 4],
    ]);
    expect(read?.classes).toEqual([
      { name: 'BackGround', background: true },
      { name: 'Dive' },
      { name: 'Ambiguous', ambiguous: true },
    ]);
    expect(read?.splits).toEqual({ train: ['a'], val: [], test: ['b'] });
    expect(read?.warnings.map((w) => w.message)).toEqual(['1 of its videos have no target file.']);
    expect(read?.features.map((f) => [f.set, f.video, f.rate, f.dim])).toEqual([
      ['flow_toy', 'a', 4, 5],
      ['rgb_toy', 'a', 4, 2],
    ]);
    expect(read?.videos[0]).toMatchObject({
      timebase: 'steps',
      rate: 4,
      duration: 1,
      reviewed: [{ start: 0, end: 4 }],
    });
  });
});

describe('choosing a format', () => {
  it('says which there are', async () => {
    const error = await userError(readFiles(['x'], { format: 'praat' }));
    expect(error.message).toBe('Unsupported format "praat".');
    expect(error.tip).toMatch(/^Use one of official, coin, activitynet, .*, csv, tsv, features, video\.$/);
  });

  it('reads a file as what it is told to be, and refuses what it is not', async () => {
    const dir = temporaryFolder();
    writeFiles(dir, { 'x.dat': '{"database": {"a": {"annotations": []}}}' });
    const path = join(dir, 'x.dat');
    expect((await readFiles([path], { format: 'activitynet' }))[0]?.videos).toHaveLength(1);
    const refused = ['official', 'epic-kitchens', 'features'].map(
      async (format) => (await readFiles([path], { format }))[0]?.refusals.length,
    );
    expect(await Promise.all(refused)).toEqual([1, 1, 1]);
  });
});
