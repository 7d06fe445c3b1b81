import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { Rng } from '../../src-main/common/rng';
import type { TrainSettings } from '../../src-main/common/settings';
import { createProject } from '../../src-main/data/project/store';
import { latestCheckpoint, readEvents, readRun, runFolder } from '../../src-main/jobs/runFolder';
import { clip } from '../builders/clips';
import { childOf, gadw, type RunningCommand, startGadw } from '../builders/commandLine';
import { learnableProject, toySettings } from '../builders/learnableProject';
import { hasGolden } from '../golden/goldenFolder';
import { folderDigest, temporaryFolder } from '../unit/data/temporaryProject';

/**
 * Real signals to the real processes, at moments drawn from a seed. `SIGNAL_SEED` repeats those of an earlier run.
 */
const seed = Number(process.env['SIGNAL_SEED'] ?? Date.now() % 100_000);
const rng = new Rng(seed, 'signals');
const hasSignals = process.platform === 'linux';
process.stdout.write(
  hasSignals ? `SIGNAL_SEED=${seed}\n` : 'skipped: the children of a process are looked up in /proc\n',
);
const there = hasSignals && hasGolden('tiny-llama/model.safetensors', 'tiny-llama/tokenizer.json');

/** A project, and how `gadw` is told to train 40 updates there with a checkpoint every third. */
async function trainable() {
  const { dir } = await learnableProject();
  const settings: TrainSettings = toySettings({ kind: 'gad', epochs: 4, dropout: 0.2, checkpointEvery: 3 });
  const file = join(dir, 'settings.json');
  writeFileSync(file, JSON.stringify(settings));
  return { dir, train: (run: string) => ['train', dir, '--run', run, '--settings', file] };
}

async function losses(dir: string, run: string): Promise<number[]> {
  const { events } = await readEvents(runFolder(dir, run));
  return events.flatMap((event) => (event.type === 'step' ? [event.loss] : []));
}

/** Ctrl C in a terminal reaches every process that the command has started. */
function interrupt(command: RunningCommand): void {
  process.kill(-(command.process.pid as number), 'SIGINT');
}

describe.runIf(there)('gadw train', () => {
  it.each([
    ['Ctrl C in a terminal', interrupt],
    ['SIGINT to the command alone', (command: RunningCommand) => void command.process.kill('SIGINT')],
    ['SIGTERM, as a cluster sends it', (command: RunningCommand) => void command.process.kill('SIGTERM')],
  ])('ends with 130 and a usable checkpoint at %s', async (_, signal) => {
    const { dir, train } = await trainable();
    const command = startGadw(...train('r'));
    const at = 4 * (1 + rng.below(6));
    await command.said(` ${at} of 40 updates`);
    signal(command);
    const { code, stdout, stderr } = await command.ended;
    expect([code, stdout.join(''), stderr.at(-1)]).toEqual([130, '', 'Cancelled.']);
    const { status, stepsDone } = await readRun(dir, 'r');
    expect(status).toBe('cancelled');
    expect(stepsDone).toBeGreaterThanOrEqual(at);
    expect(await latestCheckpoint(runFolder(dir, 'r'))).toMatchObject({ step: stepsDone });
    expect((await gadw('infer', dir, '--run', 'r')).code).toBe(0);
  });

  it('says where its worker was killed, and resumed has the losses of an uninterrupted run', async () => {
    const { dir, train } = await trainable();
    expect((await gadw(...train('whole'))).code).toBe(0);

    const command = startGadw(...train('parts'));
    const at = 4 * (2 + rng.below(5));
    await command.said(` ${at} of 40 updates`);
    process.kill(childOf(command), 'SIGKILL');
    const { code, stderr } = await command.ended;
    const sentence = stderr.at(-2);
    expect([code, stderr.at(-1)]).toEqual([
      1,
      'Start it again; with --resume training continues from its last checkpoint.',
    ]);
    expect(sentence).toMatch(/^Worker crashed during training at \d+ of 40 updates \(signal SIGKILL\)\.$/);
    expect(await readRun(dir, 'parts')).toMatchObject({ status: 'failed', error: sentence });
    const checkpoint = await latestCheckpoint(runFolder(dir, 'parts'));
    expect(checkpoint!.step % 3).toBe(0);
    expect(checkpoint!.step).toBeGreaterThanOrEqual(at - 3);

    expect((await gadw('train', dir, '--run', 'parts', '--resume')).code).toBe(0);
    expect(await losses(dir, 'parts')).toEqual(await losses(dir, 'whole'));
    const files = (run: string) => folderDigest(join(runFolder(dir, run), 'checkpoints'));
    expect(files('parts')).toEqual(files('whole'));
    expect(await readRun(dir, 'parts')).toMatchObject({ status: 'trained', stepsDone: 40 });
    expect((await readRun(dir, 'parts')).error).toBeUndefined();
  });

  it('has a run to itself, and one that vanished with all its processes can be gone on with', async () => {
    const { dir, train } = await trainable();
    const command = startGadw(...train('r'));
    await command.said(` ${4 * (2 + rng.below(5))} of 40 updates`);
    // It stands still, so that it is surely at work while the second one asks.
    process.kill(childOf(command), 'SIGSTOP');
    const second = await gadw('train', dir, '--run', 'r', '--resume');
    expect([second.code, second.stderr.join(' ')]).toEqual([
      1,
      expect.stringContaining('Run "r" is being trained by another process.'),
    ]);
    expect((await gadw('runs', dir)).stdout.join('\n')).toMatch(/^r .* training /m);

    process.kill(-(command.process.pid as number), 'SIGKILL');
    await command.ended;
    expect(await readRun(dir, 'r')).toMatchObject({ status: 'training' });
    // The system takes a moment to clear the worker away, whose parent died with it.
    await expect
      .poll(async () => (await gadw('runs', dir)).stdout.join('\n'), { timeout: 20_000 })
      .toMatch(/^r .* failed /m);
    const { step } = (await latestCheckpoint(runFolder(dir, 'r')))!;
    expect((await readRun(dir, 'r')).error).toBe(
      `The training was cut off from outside; ${step} of 40 updates are kept.`,
    );
    expect((await gadw('train', dir, '--run', 'r', '--resume')).code).toBe(0);
    expect(await readRun(dir, 'r')).toMatchObject({ status: 'trained', stepsDone: 40 });
  });
});

/** Videos of which a job has left finished files in a folder. */
function finished(folder: string, suffix: string): string[] {
  const names = existsSync(folder) ? readdirSync(folder) : [];
  return names
    .filter((name) => name.endsWith(suffix) && !name.startsWith('.'))
    .map((name) => name.slice(0, -suffix.length));
}

describe.runIf(there)('gadw infer', () => {
  it('whose worker was killed goes on at the last finished video, with the same predictions', async () => {
    const { dir, train } = await trainable();
    await gadw(...train('r'), '--max-steps', '2');
    const videos = ['--videos', 'a', 'b', 'c', 'd', 'e'];
    const chosen = join(runFolder(dir, 'r'), 'predictions', 'chosen');

    const command = startGadw('infer', dir, '--run', 'r', ...videos);
    const at = 40 * (1 + rng.below(3)) + 32;
    await command.said(` ${at} of 200 steps`);
    process.kill(childOf(command), 'SIGKILL');
    expect((await command.ended).stderr.at(-2)).toMatch(/^Worker crashed during predicting at \d+ of 200 steps/);
    const done = finished(chosen, '.segments.json');
    expect(done.length).toBeGreaterThanOrEqual(Math.floor(at / 40));
    expect(done.length).toBeLessThan(5);
    const before = folderDigest(chosen);

    const going = await gadw('infer', dir, '--run', 'r', ...videos);
    expect([going.code, going.stderr[0]]).toEqual([
      0,
      expect.stringContaining(` 0 of ${200 - 40 * done.length} steps`),
    ]);
    const after = folderDigest(chosen);
    for (const id of done) expect(after[`${id}.segments.json`]).toBe(before[`${id}.segments.json`]);

    const { dir: other, train: trainOther } = await trainable();
    await gadw(...trainOther('r'), '--max-steps', '2');
    await gadw('infer', other, '--run', 'r', ...videos);
    const whole = folderDigest(join(runFolder(other, 'r'), 'predictions', 'chosen'));
    expect({ ...after, 'timing.json': '' }).toEqual({ ...whole, 'timing.json': '' });
  });
});

describe.runIf(hasSignals)('gadw extract', () => {
  const clips = ['cfr30_h264_aac.mp4', 'vfr_h264.mp4', 'ntsc2997_bframes_opengop_h264.mp4'].map(clip);
  const extract = (dir: string) => ['extract', dir, '--rate', '2'];
  async function withClips(): Promise<string> {
    const { dir } = await createProject(join(temporaryFolder(), 'p'), { name: 'p', singleLabel: false });
    expect((await gadw('import', dir, ...clips)).code).toBe(0);
    return dir;
  }

  it.each([
    ['was killed', (command: RunningCommand) => void process.kill(childOf(command), 'SIGKILL'), 1],
    ['was cancelled', interrupt, 130],
  ])('that %s goes on at the last finished video, with the same features', async (_, signal, expected) => {
    const dir = await withClips();
    const rows = join(dir, 'features', 'efficientnet-lite0');
    const command = startGadw(...extract(dir));
    await command.said('· vfr_h264');
    signal(command);
    expect((await command.ended).code).toBe(expected);
    const done = finished(rows, '.npy');
    expect(done).toContain('cfr30_h264_aac');
    expect(done.length).toBeLessThan(3);

    expect((await gadw(...extract(dir))).code).toBe(0);
    const other = await withClips();
    await gadw(...extract(other));
    expect(folderDigest(rows)).toEqual(folderDigest(join(other, 'features', 'efficientnet-lite0')));
  });
});
