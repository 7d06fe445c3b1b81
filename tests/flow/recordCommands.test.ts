import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Splits } from '../../src-main/common/domain/project';
import { keepRefused } from '../../src-main/data/project/keeping';
import { openProject } from '../../src-main/data/project/store';
import { gadw, gadwJson } from '../builders/commandLine';
import { labels, smallProject, temporaryFolder, writeFiles } from '../unit/data/temporaryProject';

describe('export', () => {
  it('says what is lost, writes the files, and these come back by import', async () => {
    const { dir } = await smallProject();
    const folder = temporaryFolder();
    writeFiles(folder, {
      'a.srt': '1\n00:00:01,000 --> 00:00:02,500\nSlice\n',
      'choices.json': '{"classes": {"slice": 1}}',
    });
    const choices = ['--choices', join(folder, 'choices.json')];
    const brought = await gadwJson('import', dir, join(folder, 'a.srt'), ...choices);
    expect(brought).toMatchObject({ code: 0, json: { videos: 1, segments: 1 } });
    const out = join(folder, 'out');
    const dry = await gadw('export', dir, '--format', 'srt', '--videos', 'a', '--out', out, '--dry-run');
    expect(dry.stdout).toEqual([
      'SRT keeps no reviewed spans: 1 video not reviewed from end to end will not be told apart.',
      'SRT keeps no list of classes: 1 class without segments will be missing.',
      'SRT keeps no splits.',
      `Would write 1 segment of 1 video to 1 file in ${out}.`,
    ]);
    const written = await gadwJson('export', dir, '--format', 'srt', '--videos', 'a', '--out', out);
    expect(written).toMatchObject({
      code: 0,
      json: { files: [{ path: 'a.srt', bytes: 42 }], folder: out, written: true },
    });
    const again = await gadwJson('export', dir, '--format', 'srt', '--videos', 'a', '--out', out);
    expect(again).toMatchObject({ code: 1, json: { error: { code: 'file-exists' } } });
    expect((await gadw('export', dir, '--format', 'praat')).code).toBe(2);
  });
});

describe('classes', () => {
  it('are listed with how often each is used, renamed and merged in all videos', async () => {
    const { dir } = await smallProject();
    await (await openProject(dir)).apply({
      annotations: [
        labels('a', [
          [0, 5, 1],
          [5, 9, 2],
        ]),
        labels('b', [[2, 4, 1]]),
      ],
    });
    const listed = (await gadw('classes', dir)).stdout;
    expect(listed[0]).toBe('id\tname\tverb\tnoun\thotkey\tsegments\tvideos');
    expect(listed[2]).toBe('1\tcut onion\t\t\t\t2\t2');
    const planned = await gadw('classes', dir, 'merge', 'cut onion', 'stir pot', '--dry-run');
    expect(planned.stdout).toContain('Merge “cut onion” into “stir pot”: not written.');
    expect((await openProject(dir)).taxonomy.classes).toHaveLength(3);
    expect(await gadwJson('classes', dir, 'merge', 'cut onion', 'stir pot', '--join')).toMatchObject({
      json: { written: true },
    });
    expect(await gadwJson('classes', dir, 'rename', 'stir pot', 'stir soup')).toMatchObject({
      json: { written: true },
    });
    const after = await openProject(dir);
    expect(after.taxonomy.classes.map(({ name }) => name)).toEqual(['background', 'stir soup']);
    expect((await after.annotation('a')).segments).toMatchObject([{ start: 0, end: 9, classId: 2 }]);
    const used = await gadw('classes', dir, 'delete', 'stir soup');
    expect([used.code, used.stderr[0]]).toEqual([1, 'Could not do “Delete class “stir soup””: a has a segment of it.']);
  });
});

describe('conflicts', () => {
  it('are listed with both versions, and settled', async () => {
    const store = await smallProject();
    await store.saveAnnotation(
      labels('a', [
        [2, 7, 1],
        [9, 12, 2],
      ]),
    );
    const [one, two] = (await store.annotation('a')).segments;
    const segments = [
      { before: { ...one!, end: 6 }, after: { ...one!, end: 8 } },
      { before: two!, after: null },
    ];
    await keepRefused(store, [{ video: 'a', name: 'Edit', segments }]);
    expect((await gadw('conflicts', store.dir)).stdout).toEqual([
      'where\tmine\ttheirs\tbefore',
      'a\t2.00 to 8.00 cut onion\t2.00 to 7.00 cut onion\t2.00 to 6.00 cut onion',
      'a\tdeleted\t9.00 to 12.00 stir pot\t9.00 to 12.00 stir pot',
    ]);
    expect((await gadw('conflicts', store.dir, 'both')).stdout).toEqual(['1 segment settled, 1 segment left.']);
    expect((await gadw('conflicts', store.dir, 'mine', 'a')).stdout).toEqual(['1 segment settled, nothing left.']);
    const after = await (await openProject(store.dir)).annotation('a');
    expect(after.segments.map(({ start, end }) => [start, end])).toEqual([
      [2, 7],
      [2, 8],
    ]);
    expect((await gadwJson('conflicts', store.dir, 'mine', 'nowhere')).json).toMatchObject({
      error: { code: 'unknown-video' },
    });
  });
});

describe('lanes', () => {
  it('are listed with their segments, added, renamed, moved and removed, or refused', async () => {
    const store = await smallProject();
    const { dir } = store;
    await store.apply({
      annotations: [
        labels('a', [
          [0, 5, 1],
          [3, 9, 2],
        ]),
      ],
    });
    expect((await gadw('lanes', dir)).stdout).toEqual(['id\tname\tsegments', '0\tlabels\t2']);
    expect((await gadw('lanes', dir, 'add', 'left hand')).stdout).toEqual(['Add lane “left hand”.']);
    await gadw('lanes', dir, 'rename', 'labels', 'right hand');
    await gadw('lanes', dir, 'move', 'left hand', '1');
    expect((await gadw('lanes', dir)).stdout.slice(1)).toEqual(['1\tleft hand\t0', '0\tright hand\t2']);
    expect(await gadwJson('lanes', dir, 'remove', 'right hand')).toMatchObject({ json: { segments: 2 } });
    const after = await openProject(dir);
    expect(after.taxonomy.lanes).toEqual([{ id: 1, name: 'left hand' }]);
    expect((await after.annotation('a')).segments.map(({ lane }) => lane)).toEqual([1, 1]);
    const unknown = await gadw('lanes', dir, 'remove', 'feet');
    expect([unknown.code, unknown.stderr[0]]).toEqual([1, 'There is no lane "feet".']);
    expect((await gadw('lanes', dir, 'move', 'left hand', 'top')).code).toBe(1);
  });
});

describe('splits', () => {
  it('are listed, proposed by a seed, and read from a file or refused', async () => {
    const { dir } = await smallProject();
    expect((await gadw('splits', dir)).stdout.at(-1)).toMatch(/^none +2$/);
    const proposed = (await gadwJson('splits', dir, '--propose', '7')).json as Splits;
    expect(proposed.source).toBe('proposed (seed 7)');
    expect([...proposed.train, ...proposed.val, ...proposed.test].sort()).toEqual(['a', 'b']);
    const file = join(temporaryFolder(), 'splits.json');
    const take = (ids: object) => {
      writeFileSync(file, JSON.stringify(ids));
      return gadwJson('splits', dir, '--file', file);
    };
    expect(await take({ train: ['a'], val: [], test: ['a'] })).toMatchObject({
      code: 1,
      json: { error: { code: 'video-in-two-splits' } },
    });
    expect((await openProject(dir)).project.splits).toEqual(proposed);
    const chosen = { train: ['b'], val: [], test: ['a'], source: 'edited' };
    expect(await take(chosen)).toMatchObject({ code: 0, json: chosen });
    expect((await openProject(dir)).project.splits).toEqual(chosen);
  });
});

describe('import --annotator', () => {
  it('keeps the labels beside the own ones, and agreement compares both', async () => {
    const store = await smallProject();
    await store.saveAnnotation(labels('a', [[4, 10, 1]]));
    const folder = temporaryFolder();
    const theirs = { duration: 20, annotations: [{ label: 'cut onion', segment: [4, 8] }] };
    writeFiles(folder, { 'theirs.json': JSON.stringify({ database: { a: theirs } }) });
    const path = join(folder, 'theirs.json');
    expect(await gadwJson('agreement', store.dir, 'Mira')).toMatchObject({
      code: 1,
      json: { error: { code: 'no-annotator', message: 'Missing annotator "Mira": there are none yet.' } },
    });
    expect(await gadwJson('import', store.dir, path, '--annotator', 'Mira')).toMatchObject({
      code: 0,
      json: { videos: 1, segments: 1 },
    });
    await expect((await openProject(store.dir)).annotation('a')).resolves.toMatchObject({
      segments: [{ start: 4, end: 10 }],
    });
    const { json } = await gadwJson('agreement', store.dir, 'Mira', '--frames', '5');
    // 450 of 500 frames alike, class 1 in 150 of mine and 100 of theirs.
    const chance = (350 * 400 + 150 * 100) / 500 ** 2;
    expect(json).toMatchObject({
      frames: 500,
      frameAgreement: { value: 90 },
      kappa: { value: expect.closeTo((0.9 - chance) / (1 - chance), 8) as number },
      disagreements: { open: [{ kind: 'edges', size: 2 }], settled: 0 },
    });
    const { stdout } = await gadw('agreement', store.dir, 'Mira');
    expect(stdout[0]).toBe(
      'You and Mira: 1 video, 500 frames that both have reviewed, 1 segment of yours and 1 of theirs.',
    );
    expect(stdout).toContain('  Edges apart: 1');
  });

  it('has annotators exported alone or as a lane, removed and brought back', async () => {
    const store = await smallProject();
    await store.saveAnnotation(labels('a', [[4, 10, 1]]));
    const folder = temporaryFolder();
    const theirs = { duration: 20, annotations: [{ label: 'cut onion', segment: [4, 8] }] };
    writeFiles(folder, { 'theirs.json': JSON.stringify({ database: { a: theirs } }) });
    await gadw('import', store.dir, join(folder, 'theirs.json'), '--annotator', 'Mira');
    expect((await gadw('annotators', store.dir)).stdout).toEqual(['Annotator  Videos', 'Mira            1']);

    const exported = async (...options: string[]) => {
      const out = temporaryFolder();
      const { code } = await gadw('export', store.dir, '--annotators', 'Mira', ...options, '--out', out);
      return { code, texts: readdirSync(out).map((file) => readFileSync(join(out, file), 'utf8')) };
    };
    const alone = await exported('--format', 'activitynet', '--no-labels');
    expect(JSON.parse(alone.texts[0]!)).toMatchObject({ database: { a: { annotations: theirs.annotations } } });
    const both = await exported('--format', 'elan');
    expect(both.texts[0]).toMatch(/TIER_ID="Mira"/);
    expect((await exported('--format', 'csv', '--annotators', 'Ida')).code).toBe(1);

    const { json } = await gadwJson('annotators', store.dir, 'remove', 'Mira');
    const aside = (json as { folder: string }).folder;
    expect(JSON.parse(readFileSync(join(aside, 'a.json'), 'utf8'))).toMatchObject({ segments: [{ start: 4, end: 8 }] });
    expect(await gadwJson('annotators', store.dir)).toMatchObject({ json: { annotators: [] } });
    expect((await gadw('annotators', store.dir, 'remove', 'Mira')).code).toBe(1);

    await gadw('annotators', store.dir, 'restore', 'Mira');
    expect((await gadwJson('annotators', store.dir)).json).toEqual({ annotators: [{ name: 'Mira', videos: ['a'] }] });
    expect((await gadwJson('annotators', store.dir, 'restore', 'Mira')).json).toMatchObject({
      error: { code: 'annotator-there' },
    });
  });
});
