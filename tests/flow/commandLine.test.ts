import { execFileSync } from 'node:child_process';
import { copyFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openProject } from '../../src-main/data/project/store';
import { readRecipe } from '../../src-main/jobs/figures/recipes';
import { readRun } from '../../src-main/jobs/runFolder';
import { clip } from '../builders/clips';
import { entry, gadw, gadwJson } from '../builders/commandLine';
import { learnableProject, toySettings } from '../builders/learnableProject';
import { hasGolden } from '../golden/goldenFolder';
import { smallProject, temporaryFolder, writeFiles } from '../unit/data/temporaryProject';

const commands =
  'init import runs export classes lanes conflicts splits models extract train infer evaluate demo study analyse overlap open-set forgetting agreement annotators similar figures report panel embed serve devices bench'.split(
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

  it('comes without loading a native library, which are for child processes', () => {
    const listed = 'process.report.getReport().sharedObjects.filter((file) => file.endsWith(".node"))';
    const code = `process.on('exit', () => console.log(JSON.stringify(${listed}))); require(${JSON.stringify(entry)})`;
    const printed = execFileSync(process.execPath, ['-e', code, '--', '--help'], { encoding: 'utf8' });
    expect(printed.trim().split('\n').at(-1)).toBe('[]');
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
