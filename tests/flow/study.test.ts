import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { StudyResult } from '../../src-main/common/domain/study';
import type { TrainSettings } from '../../src-main/common/settings';
import { readEvents, readRun, runFolder } from '../../src-main/jobs/runFolder';
import { gadw, gadwJson, startGadw } from '../builders/commandLine';
import { learnableProject, toySettings } from '../builders/learnableProject';
import { hasGolden } from '../golden/goldenFolder';
import { smallProject, writeFiles } from '../unit/data/temporaryProject';

/** A project with the study `toy` of the given rows. */
async function studied(rows: { label: string; settings: Partial<TrainSettings> }[], seeds = [0], epochs = 1) {
  const { dir } = await learnableProject();
  const columns = ['segmentF1', 'frameAccuracy', 'labelTokens'];
  const settings = toySettings({ epochs, checkpointEvery: 2 });
  writeFiles(dir, {
    'studies/toy.json': JSON.stringify({ version: 1, title: 'Toy', columns, settings, rows, seeds }),
  });
  return dir;
}

const disc = { label: 'disc', settings: { kind: 'discriminative' } } as const;
const gen = { label: 'gen', settings: { kind: 'generative' } } as const;

describe.runIf(hasGolden('tiny-llama/model.safetensors', 'tiny-llama/tokenizer.json'))('gadw study', () => {
  it('trains and scores every row with every seed, prints the table, and does nothing the second time', async () => {
    const dir = await studied([gen, disc], [0, 1]);
    const { code, stdout, stderr } = await gadw('study', dir, 'toy');
    expect([code, stdout[0]]).toEqual([0, expect.stringMatching(/^ +S-F1 +Accuracy +Tokens\/label +ΔS-F1 \(95 %\)$/)]);
    expect(stdout[1]).toMatch(/^gen +[\d.]+ ± [\d.]+ +[\d.]+ ± [\d.]+ +[\d.]+ ± 0\.0 +—$/);
    expect(stdout[2]).toMatch(/^disc +[\d.]+ ± [\d.]+ +[\d.]+ ± [\d.]+ +— +[+−][\d.]+ \([+−][\d.]+ to [+−][\d.]+\)$/);
    expect(stdout.slice(4)).toEqual([
      'Mean ± standard deviation over seeds 0, 1.',
      expect.stringMatching(/^ΔS-F1: /),
      'Too few to judge: 2 test videos.',
    ]);
    expect(stderr).toContain('Run 4 of 4, disc, seed 1: training toy-disc-s1.');

    const stored = StudyResult.parse(JSON.parse(readFileSync(join(dir, 'studies', 'toy.result.json'), 'utf8')));
    expect(stored.rows.flatMap(({ runs }) => runs.map(({ run, state }) => `${run} ${state}`))).toEqual([
      'toy-gen-s0 done',
      'toy-gen-s1 done',
      'toy-disc-s0 done',
      'toy-disc-s1 done',
    ]);
    const { segmentF1 } = JSON.parse(readFileSync(join(dir, 'runs/toy-disc-s1/reports/test.json'), 'utf8')) as {
      segmentF1: { micro: number }[];
    };
    expect(2 * stored.rows[1]!.cells[0]!.mean).toBeCloseTo(segmentF1[0]!.micro + (await score(dir, 'toy-disc-s0')), 9);
    for (const format of ['md', 'csv', 'tex']) expect(existsSync(join(dir, 'studies', `toy.${format}`))).toBe(true);

    const again = await gadw('study', dir, 'toy');
    expect([again.code, again.stdout]).toEqual([0, stdout]);
    expect(again.stderr).toEqual(
      ['gen, seed 0: done, as toy-gen-s0', 'disc, seed 0: done, as toy-disc-s0']
        .concat(['gen, seed 1: done, as toy-gen-s1', 'disc, seed 1: done, as toy-disc-s1'])
        .map((line, i) => `Run ${i + 1} of 4, ${line}.`),
    );
  });

  it('goes on in the others where a run fails, and says in the table which and why', async () => {
    const dir = await studied([{ label: 'lost', settings: { decoder: 'nowhere' } }, disc]);
    const { code, json } = await gadwJson('study', dir, 'toy');
    const { rows } = StudyResult.parse(json);
    expect(code).toBe(1);
    expect(rows[0]).toMatchObject({ cells: [null, null, null], runs: [{ run: 'toy-lost-s0', state: 'failed' }] });
    expect(rows[0]?.runs[0]?.problem).toContain('"nowhere"');
    expect(rows[1]?.runs).toMatchObject([{ run: 'toy-disc-s0', state: 'done' }]);
  });

  it('stops at Ctrl C with what it has, and goes on there the next time', async () => {
    const dir = await studied([disc, gen], [0], 4);
    const command = startGadw('study', dir, 'toy');
    await command.said(' 8 of 40 updates');
    command.process.kill('SIGINT');
    const stopped = await command.ended;
    expect([stopped.code, stopped.stderr.at(-1)]).toEqual([130, 'Cancelled.']);
    const { status, stepsDone } = await readRun(dir, 'toy-disc-s0');
    expect(status).toBe('cancelled');
    expect(existsSync(runFolder(dir, 'toy-gen-s0'))).toBe(false);

    const { code, stderr } = await gadw('study', dir, 'toy');
    expect(code).toBe(0);
    expect(stderr[0]).toBe(`Run 1 of 2, disc, seed 0: going on with toy-disc-s0 after ${stepsDone} of 40 updates.`);
    const { events } = await readEvents(runFolder(dir, 'toy-disc-s0'));
    const steps = events.flatMap((event) => (event.type === 'step' ? [event.step] : []));
    expect(steps).toEqual(Array.from({ length: 40 }, (_, i) => i + 1));
  });

  it('takes other seeds than the file names, and lists how far each study is', async () => {
    const dir = await studied([disc], [0, 1, 2]);
    const { json } = await gadwJson('study', dir, 'toy', '--seeds', '1');
    expect(StudyResult.parse(json).rows[0]?.runs).toMatchObject([{ run: 'toy-disc-s1', seed: 1, state: 'done' }]);
    const listed = await gadwJson('study', dir, '--list');
    expect(listed.json['studies']).toContainEqual({ name: 'toy', title: 'Toy', about: '', done: 1, total: 3 });
  });
});

describe('a study that cannot be run', () => {
  it('is refused with file, field, what was found and expected', async () => {
    const { dir } = await smallProject();
    const rows = [{ label: 'a', settings: { kind: 'svm' } }];
    writeFiles(dir, { 'studies/mine.json': JSON.stringify({ version: 1, title: 't', columns: ['pointF1'], rows }) });
    const message =
      'Invalid studies/mine.json: field rows[0].settings.kind: expected one of "discriminative"|"gad"|"generative", found "svm".';
    expect(await gadwJson('study', dir, 'mine')).toMatchObject({
      code: 1,
      json: { error: { code: 'invalid-record', message } },
    });
    expect((await gadw('study', dir)).stdout.join('\n')).toContain(message);
  });

  it.each(['1,x', '0.5', '-1', ''])('with the seeds %j is a mistake in usage', async (seeds) => {
    const { dir } = await smallProject();
    expect((await gadw('study', dir, 'disc-vs-gen', `--seeds=${seeds}`)).code).toBe(2);
  });
});

async function score(dir: string, run: string): Promise<number> {
  const { json } = await gadwJson('evaluate', dir, '--run', run);
  return (json['rows'] as { segmentF1: number }[])[0]!.segmentF1;
}
