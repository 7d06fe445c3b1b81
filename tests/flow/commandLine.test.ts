import { copyFileSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Splits } from '../../src-main/common/domain/project';
import { writeNpy } from '../../src-main/data/formats/npy';
import { openProject } from '../../src-main/data/project/store';
import { readRecipe } from '../../src-main/jobs/figures/recipes';
import { readRun } from '../../src-main/jobs/runFolder';
import { clip } from '../builders/clips';
import { gadw, gadwJson } from '../builders/commandLine';
import { learnableProject, toySettings } from '../builders/learnableProject';
import { hasGolden } from '../golden/goldenFolder';
import { labels, smallProject, temporaryFolder, writeFiles } from '../unit/data/temporaryProject';

const commands =
  'init import runs export classes lanes splits models extract train infer evaluate demo study analyse overlap open-set forgetting agreement annotators similar figures report panel embed serve devices bench'.split(
    ' ',
  );

describe('help', () => {
  it('lists every command', async () => {
    const { code, stdout } = await gadw('--help');
    expect(code).toBe(0);
    const listed = stdout.flatMap((line) => /^ {2}([\w-]+) (?:\[|<)/.exec(line)?.[1] ?? []);
    expect(listed).toEqual([...commands, 'help']);
  });

  it.each(commands)('of %s tells its arguments and options', async (command) => {
    const { code, stdout } = await gadw(command, '--help');
    expect([code, stdout[0]]).toEqual([0, expect.stringMatching(new RegExp(`^Usage: gadw ${command} \\[options\\]`))]);
    expect(stdout.join('\n')).toContain('--json');
  });

  it('tells the choices and the default of a setting', async () => {
    const { stdout } = await gadw('train', '--help');
    const text = stdout.join(' ').replace(/\s+/g, ' ');
    expect(text).toContain('One of: auto, cpu, cuda, dml, coreml, webgpu. (default: auto)');
    expect(text).toContain('--rank <value> LoRA rank:');
  });
});

describe('a mistake in usage ends with 2', () => {
  it.each([
    [['nonsense'], "unknown command 'nonsense'"],
    [['init'], "missing required argument 'dir'"],
    [['runs', 'p', '--colour'], "unknown option '--colour'"],
    [
      ['evaluate', 'p', '--split', 'dev'],
      "option '--split <split>' argument 'dev' is invalid. Allowed choices are train, val, test.",
    ],
    [
      ['train', 'p', '--rank', 'x'],
      "option '--rank <value>' argument 'x' is invalid. Expected number, received string.",
    ],
    [
      ['train', 'p', '--rank', '9999'],
      "option '--rank <value>' argument '9999' is invalid. Too big: expected number to be <=512.",
    ],
    [
      ['train', 'p', '--kind', 'svm'],
      'option \'--kind <value>\' argument \'svm\' is invalid. Expected one of "discriminative"|"gad"|"generative".',
    ],
    [
      ['bench', 'lunch'],
      'command-argument value \'lunch\' is invalid for argument \'name\'. Expected one of "train"|"infer"|"generate"|"kinds"|"evaluate"|"extract"|"embed".',
    ],
    [
      ['serve', '--port', '70000'],
      "option '--port <port>' argument '70000' is invalid. Too big: expected number to be <=65535.",
    ],
  ])('%j', async (args, message) => {
    const tip = 'Run with --help to see what is expected.';
    expect(await gadw(...args)).toEqual({ code: 2, stdout: [''], stderr: [`error: ${message}`, tip] });
    expect(await gadwJson(...args)).toEqual({ code: 2, json: { error: { code: 'usage', message, tip } } });
  });
});

describe('a settings file', () => {
  it.each([
    [null, 'missing-file', 'Missing settings file FILE.'],
    ['{"rank": 8', 'invalid-json', 'Invalid settings.json: not JSON at line 1, column 11: found the end of the text.'],
    ['{"rnk": 8}', 'invalid-record', 'Invalid settings.json: the record: Unrecognized key: "rnk".'],
    [
      '{"rank": 0}',
      'invalid-record',
      'Invalid settings.json: field rank: Too small: expected number to be >=1, found 0.',
    ],
  ])('with %j is refused', async (text, code, message) => {
    const { dir } = await smallProject();
    const file = join(temporaryFolder(), 'settings.json');
    if (text !== null) writeFileSync(file, text);
    const answer = await gadwJson('train', dir, '--settings', file);
    expect(answer).toMatchObject({ code: 1, json: { error: { code, message: message.replace('FILE', file) } } });
  });
});

describe('with --json a command gives one object', () => {
  it('init', async () => {
    const dir = join(temporaryFolder(), 'p');
    const made = await gadwJson('init', dir, '--single-label', '--name', 'Tea');
    expect(made).toEqual({ code: 0, json: { dir, name: 'Tea', singleLabel: true } });
    expect((await openProject(dir)).project).toMatchObject({ name: 'Tea', singleLabel: true });
  });

  it('import --keep-valid', async () => {
    const { dir } = await smallProject();
    const annotations = [
      { label: 'cut onion', segment: [1, 5] },
      { label: 'juggle', segment: [6, 8] },
    ];
    const folder = temporaryFolder();
    writeFiles(folder, { 'truth.json': JSON.stringify({ database: { a: { annotations } } }) });
    const { code, json } = await gadwJson('import', dir, join(folder, 'truth.json'), '--keep-valid');
    expect([code, json]).toMatchObject([
      0,
      { videos: 1, segments: 1, refused: 1, refusals: [{ file: 'truth.json', field: 'database.a.annotations[1]' }] },
    ]);
  });

  it('figures', async () => {
    const { dir } = await smallProject();
    expect(await gadwJson('figures', dir)).toEqual({ code: 0, json: { figures: [] } });
    const place = { x: 0, y: 0, width: 80, height: 20 };
    const panels = [{ kind: 'scores', place, settings: {} }];
    writeFiles(dir, { 'figures/one.json': JSON.stringify({ version: 1, title: 'One', panels }) });
    const { code, json } = await gadwJson('figures', dir, 'one', '--formats', 'svg,pdf');
    const out = join(dir, 'figures', 'out');
    expect([code, json]).toEqual([
      0,
      { figures: [{ name: 'one', files: [join(out, 'one.svg'), join(out, 'one.pdf')] }] },
    ]);
    expect(await gadwJson('figures', dir, 'two')).toMatchObject({
      code: 1,
      json: { error: { code: 'unknown-figure' } },
    });
    expect((await gadw('figures', dir, '--formats', 'gif')).code).toBe(2);
  });

  it('panel', async () => {
    const { dir } = await smallProject();
    const args = ['panel', 'errors', dir, 'one', '--classes', 'cut onion', '--kinds', 'missed', '--correct', '0.4'];
    const { code, json } = await gadwJson(...args);
    expect([code, json]).toMatchObject([
      0,
      { figure: 'one', panel: { kind: 'errors', classes: [1], kinds: ['missed'], settings: { correct: 0.4 } } },
    ]);
    expect((await gadwJson('panel', 'scores', dir, 'one', '--no-intervals')).json).toMatchObject({
      panel: { kind: 'scores', place: { y: 50 }, settings: { intervals: false } },
    });
    expect(await readRecipe(dir, 'one')).toMatchObject({ panels: [{ kind: 'errors' }, { kind: 'scores' }] });
    expect(await gadwJson('panel', 'pairs', dir, 'one', '--verbs', 'juggle')).toMatchObject({
      code: 1,
      json: {
        error: { code: 'unknown-filter-value', message: 'Narrowing a panel by verbs: the project has no "juggle".' },
      },
    });
    expect((await gadwJson('panel', 'pairs', dir, 'one', '--runs', 'r')).json).toMatchObject({
      error: { code: 'no-run' },
    });
    expect((await gadw('panel', 'errors', dir, 'one', '--kinds', 'odd')).code).toBe(2);
    expect((await gadw('panel', 'scores', dir, 'one', '--kinds', 'missed')).code).toBe(2);
  });

  it('devices', async () => {
    const { code, json } = await gadwJson('devices');
    const [cpu, ...others] = json['devices'] as { id: string; available: boolean; reason: string }[];
    expect([code, cpu]).toMatchObject([0, { id: 'cpu', available: true }]);
    for (const device of others) expect(device.available || /^\S.*\.$/.test(device.reason), device.id).toBe(true);
  });

  it('extract', async () => {
    const { dir } = await smallProject();
    copyFileSync(clip('cfr30_h264_aac.mp4'), join(dir, 'tea.mp4'));
    expect((await gadw('import', dir, join(dir, 'tea.mp4'))).stdout).toEqual([
      'Imported 1 video and 0 segments; refused 0 rows.',
    ]);
    expect(await gadwJson('extract', dir, '--rate', '1')).toMatchObject({ code: 0, json: { videos: 1 } });
  });
});

describe.runIf(hasGolden('tiny-llama/model.safetensors'))('train, infer, evaluate and runs with --json', () => {
  it('go from a project to its scores', async () => {
    const { dir } = await learnableProject();
    const settings = join(temporaryFolder(), 'settings.json');
    writeFileSync(settings, JSON.stringify(toySettings()));
    const train = ['train', dir, '--run', 'r', '--settings', settings, '--max-steps', '2'];
    expect(await gadwJson(...train)).toMatchObject({ code: 0, json: { run: 'r', updates: 2 } });
    expect((await readRun(dir, 'r')).settings).toEqual(toySettings({ maxSteps: 2 }));
    expect(await gadwJson('infer', dir)).toMatchObject({ code: 0, json: { run: 'r', split: 'test', videos: 2 } });
    const scores = { run: 'r', frameAccuracy: expect.any(Number) as number };
    expect(await gadwJson('evaluate', dir)).toMatchObject({ code: 0, json: { split: 'test', rows: [scores] } });
    expect(await gadwJson('runs', dir)).toMatchObject({ code: 0, json: { runs: [{ id: 'r', report: scores }] } });
    const analysed = await gadwJson('analyse', dir, '--run', 'r', '--against', 'r');
    const errors = { run: 'r', split: 'test', videos: 2, notes: [] };
    expect(analysed).toMatchObject({ code: 0, json: { errors, against: { errors } } });
    expect((await gadw('analyse', dir, '--run', 'r')).stdout[0]).toMatch(/^r on test, 2 videos: \d+ true segments/);
    const { json } = await gadwJson('similar', dir, '--video', 'd', '--at', '5', '--count', '3');
    expect(json['moments']).toHaveLength(3);
    expect((await gadw('similar', dir, '--text', 'onions', '--count', '1')).stdout[1]).toContain('cut onion');
    expect(await gadwJson('similar', dir)).toMatchObject({ code: 1, json: { error: { code: 'nothing-to-search' } } });
    const [head, row] = (await gadw('runs', dir)).stdout;
    expect(head).toMatch(/^Run +Kind +Context +Status +S-F1 +P-F1 +Accuracy +Top-1 +Steps\/s$/);
    expect(row).toMatch(/^r +discriminative +— +trained +[\d.]+ +[\d.]+ +[\d.]+ +— +[\d,]+$/);
  });
});

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

describe('import --predictions', () => {
  /** Items of 20 s at half a step a second: 10 steps. Video `a` is cut onion from 4 to 10 s. */
  async function labelled() {
    const store = await smallProject();
    await store.apply({
      annotations: [labels('a', [[4, 10, 1]])],
      project: { ...store.project, splits: { train: [], val: [], test: ['a'], source: '' } },
    });
    return store.dir;
  }
  const take = (dir: string, path: string) =>
    gadwJson('import', dir, path, '--predictions', '--name', 'theirs', '--rate', '0.5');
  const accuracy = async (dir: string) => {
    const { json } = await gadwJson('evaluate', dir);
    return json['rows'] as { run: string; frameAccuracy: number; meanAveragePrecision: number | null }[];
  };

  it('takes the official pred/<video>.txt', async () => {
    const dir = await labelled();
    const step = (name: string) => ['', name, name, 'background'].map((field) => field.padEnd(20)).join(' \t ');
    const names = [0, 0, 1, 1, 1, 0, 0, 0, 0, 1].map((on) => (on ? 'cut onion' : 'background'));
    const folder = temporaryFolder();
    writeFiles(folder, { 'pred/a.txt': ['Response Prediction Matched GT', ...names.map(step), ''].join('\n') });
    expect(await take(dir, join(folder, 'pred'))).toMatchObject({
      code: 0,
      json: { videos: 1, segments: 2, refused: 0 },
    });
    expect(await accuracy(dir)).toMatchObject([{ run: 'theirs', frameAccuracy: 90, meanAveragePrecision: null }]);
    expect((await gadw('runs', dir)).stdout[1]).toMatch(/^theirs +imported +— +imported /);
  });

  it('takes .npy scores', async () => {
    const dir = await labelled();
    const data = Float32Array.from({ length: 30 }, (_, i) => {
      const step = Math.floor(i / 3);
      return Math.log(i % 3 === (step >= 2 && step < 5 ? 1 : 0) ? 0.8 : 0.1);
    });
    const path = join(temporaryFolder(), 'a.npy');
    await writeNpy(path, { dtype: 'float32', shape: [10, 3], data });
    expect(await take(dir, path)).toMatchObject({ code: 0, json: { videos: 1, segments: 1 } });
    expect(await accuracy(dir)).toMatchObject([{ frameAccuracy: 100, meanAveragePrecision: 100 }]);
  });

  it('takes ActivityNet results', async () => {
    const dir = await labelled();
    const results = { a: [{ label: 'cut onion', score: 0.9, segment: [4, 10] }] };
    const folder = temporaryFolder();
    writeFiles(folder, { 'result.json': JSON.stringify({ version: '1', results, external_data: {} }) });
    expect(await take(dir, join(folder, 'result.json'))).toMatchObject({ code: 0, json: { videos: 1, segments: 1 } });
    expect(await accuracy(dir)).toMatchObject([{ frameAccuracy: 100 }]);
  });

  it('asks for the rate where nothing tells it, and refuses a name that is taken', async () => {
    const dir = await labelled();
    const path = join(temporaryFolder(), 'a.npy');
    await writeNpy(path, { dtype: 'int32', shape: [10], data: new Int32Array(10) });
    expect((await gadw('import', dir, path, '--predictions')).stderr).toEqual([
      'Missing rate of the predictions: they do not say how many steps a second they have, and the project has no features.',
      'Give it, for example with "--rate 4".',
    ]);
    expect((await take(dir, path)).code).toBe(0);
    expect(await take(dir, path)).toMatchObject({
      code: 1,
      json: { error: { code: 'run-exists', message: 'A run named "theirs" exists already.' } },
    });
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
