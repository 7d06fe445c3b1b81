import { appendFile, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { UserError } from '../../../src-main/common/errors';
import type { Run, RunEvent } from '../../../src-main/common/domain/run';
import {
  appendEvents,
  createRun,
  keepEventsUpTo,
  latestCheckpoint,
  listPredictions,
  listRuns,
  predictionPaths,
  readEvents,
  readRun,
  runFolder,
  updateRun,
  writeCheckpoint,
} from '../../../src-main/jobs/runFolder';
import { writeFileAtomic } from '../../../src-main/data/project/atomic';

const run = (id: string): Run => ({
  version: 1,
  id,
  name: id,
  created: `2026-03-0${id.length}T10:00:00.000Z`,
  status: 'new',
  origin: 'trained',
  settings: null,
  classes: [{ id: 0, name: 'background', background: true }],
  splits: { train: ['a'], val: [], test: ['b'] },
  rate: 2,
  hashes: {},
  versions: {},
  commit: '',
  device: 'cpu',
  stepsDone: 0,
  stepsTotal: 0,
  seconds: 0,
});
const step = (n: number): RunEvent => ({
  type: 'step',
  step: n,
  loss: 1 / n,
  classLoss: 0.5,
  textLoss: null,
  learningRate: 1e-3,
  gradientNorm: 2,
  seconds: 0.1,
});

let project: string;
beforeEach(async () => {
  project = await mkdtemp(join(tmpdir(), 'run-folder-'));
});
afterEach(() => rm(project, { recursive: true, force: true }));

describe('runs of a project', () => {
  it('lie below it, whatever their id says', async () => {
    const other = join(project, 'other');
    await createRun(other, run('a'));
    for (const id of ['../other/runs/a', '..\\other\\runs\\a', join(other, 'runs', 'a'), '..', '']) {
      await expect(readRun(project, id)).rejects.toMatchObject({ code: 'unsafe-id' });
      await expect(updateRun(project, id, { name: 'mine' })).rejects.toMatchObject({ code: 'unsafe-id' });
      await expect(createRun(project, run(id))).rejects.toMatchObject({ code: 'unsafe-id' });
    }
    expect((await readRun(other, 'a')).name).toBe('a');
  });

  it('are made, changed and listed, oldest first', async () => {
    await createRun(project, run('later'));
    await createRun(project, run('old'));
    await updateRun(project, 'old', { status: 'trained', stepsDone: 7 });
    expect(await readRun(project, 'old')).toEqual({ ...run('old'), status: 'trained', stepsDone: 7 });
    expect((await listRuns(project, () => {})).map((r) => r.id)).toEqual(['old', 'later']);
  });

  it('are none in a project that never trained', async () => {
    expect(await listRuns(project, () => {})).toEqual([]);
  });

  it('never replace one another', async () => {
    await createRun(project, run('a'));
    await expect(createRun(project, run('a'))).rejects.toThrow('A run named "a" exists already.');
  });

  it('that cannot be read are told of and left out', async () => {
    await createRun(project, run('a'));
    await createRun(project, run('bad'));
    await writeFile(join(runFolder(project, 'bad'), 'run.json'), '{"version": 1,');
    const problems: UserError[] = [];
    expect((await listRuns(project, (error) => problems.push(error))).map((r) => r.id)).toEqual(['a']);
    expect(problems[0]!.message).toContain('runs/bad/run.json');
  });
});

describe('events', () => {
  it('are read on from where the last reading ended', async () => {
    const dir = await createRun(project, run('a'));
    expect(await readEvents(dir)).toEqual({ events: [], next: 0 });
    await appendEvents(dir, [step(1), step(2)]);
    const first = await readEvents(dir);
    expect(first.events).toEqual([step(1), step(2)]);
    await appendEvents(dir, [step(3)]);
    expect((await readEvents(dir, first.next)).events).toEqual([step(3)]);
  });

  it('cut short by a crash are not read, and not lost once they are whole', async () => {
    const dir = await createRun(project, run('a'));
    await appendEvents(dir, [step(1)]);
    const line = `${JSON.stringify(step(2))}\n`;
    await appendFile(join(dir, 'events.jsonl'), line.slice(0, 20));
    const torn = await readEvents(dir);
    expect(torn.events).toEqual([step(1)]);
    await appendFile(join(dir, 'events.jsonl'), line.slice(20));
    expect((await readEvents(dir, torn.next)).events).toEqual([step(2)]);
  });

  it('after a checkpoint are taken back when a run resumes there', async () => {
    const dir = await createRun(project, run('a'));
    await appendEvents(dir, [step(1), { type: 'log', time: 't', text: 'hello' }, step(2), step(3)]);
    await keepEventsUpTo(dir, 2);
    expect((await readEvents(dir)).events.map((event) => event.type)).toEqual(['step', 'log', 'step']);
  });
});

describe('checkpoints', () => {
  it('replace the earlier one only when they are whole', async () => {
    const dir = await createRun(project, run('a'));
    expect(await latestCheckpoint(dir)).toBeNull();
    await writeCheckpoint(dir, 100, (folder) => writeFileAtomic(join(folder, 'weights'), 'one'));
    const failing = writeCheckpoint(dir, 200, async (folder) => {
      await writeFileAtomic(join(folder, 'weights'), 'two');
      throw new Error('power cut');
    });
    await expect(failing).rejects.toThrow('power cut');
    expect(await latestCheckpoint(dir)).toEqual({ step: 100, dir: join(dir, 'checkpoints', '100') });
    await writeCheckpoint(dir, 200, (folder) => writeFileAtomic(join(folder, 'weights'), 'two'));
    expect(await readdir(join(dir, 'checkpoints'))).toEqual(['200']);
  });
});

describe('predictions', () => {
  it('are listed by split; a video counts when its segments are there', async () => {
    const dir = await createRun(project, run('a'));
    await writeFileAtomic(predictionPaths(dir, 'test', 'v1').segments, '{}');
    await writeFileAtomic(predictionPaths(dir, 'test', 'v2').labels, '');
    expect(await listPredictions(dir)).toEqual({ test: ['v1'] });
  });
});
