import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import type { RunEvent } from '../../src-main/common/domain/run';
import { Rng } from '../../src-main/common/rng';
import { forkChild, startWorker, type WorkerOutcome } from '../../src-main/jobs/process';
import { latestCheckpoint, readEvents, readRun, runFolder } from '../../src-main/jobs/runFolder';
import { learnableProject, toySettings } from '../builders/learnableProject';
import { buildWorker } from '../builders/workerEntry';
import { hasGolden } from '../golden/goldenFolder';

const there = hasGolden('tiny-llama/model.safetensors', 'tiny-llama/tokenizer.json');
const settings = toySettings({ kind: 'gad', dropout: 0.2, epochs: 2, checkpointEvery: 3 });
const seed = 20_260_301;

let entry = '';
beforeAll(async () => {
  if (there) entry = await buildWorker();
});

/** Trains in a real child; `signal` is sent to it after update `at`. */
function train(project: string, resume: boolean, signal?: NodeJS.Signals, at?: number): Promise<WorkerOutcome> {
  const input = { kind: 'train', run: 'r', settings, resume, evaluate: false };
  const worker = startWorker(
    () => forkChild(entry),
    { project, input },
    {
      progress: ({ stage, done }) => {
        if (signal && stage === 'Training' && done === at) process.kill(worker.pid!, signal);
      },
      log: () => undefined,
    },
  );
  return worker.outcome;
}

/** What a run logged of its updates, but for the time they took, and the adapter it ended with. */
async function traceOf(
  project: string,
): Promise<{ steps: Omit<Extract<RunEvent, { type: 'step' }>, 'seconds'>[]; adapter: Buffer }> {
  const dir = runFolder(project, 'r');
  const { events } = await readEvents(dir);
  const steps = events.flatMap((event) => (event.type === 'step' ? [{ ...event, seconds: 0 }] : []));
  const checkpoint = await latestCheckpoint(dir);
  return { steps, adapter: await readFile(join(checkpoint!.dir, 'adapter_model.safetensors')) };
}

describe.runIf(there)('a training process', () => {
  it('that is ended by a signal and resumed repeats an uninterrupted one bit for bit', async () => {
    const whole = (await learnableProject()).dir;
    expect((await train(whole, false)).kind).toBe('done');
    const expected = await traceOf(whole);
    const updates = expected.steps.length;
    const rng = new Rng(seed);
    const ends = { SIGTERM: 'cancelled', SIGKILL: 'training' } as const;
    for (const signal of ['SIGTERM', 'SIGKILL'] as const) {
      const project = (await learnableProject()).dir;
      const at = settings.checkpointEvery + rng.below(updates - settings.checkpointEvery - 2);
      const ended = await train(project, false, signal, at);
      expect(ended.kind, `${signal} after update ${at}`).toBe(signal === 'SIGTERM' ? 'error' : 'crash');
      expect((await readRun(project, 'r')).status).toBe(ends[signal]);
      expect((await train(project, true)).kind).toBe('done');
      const resumed = await traceOf(project);
      expect(resumed.steps, `${signal} after update ${at}, seed ${seed}`).toEqual(expected.steps);
      expect(resumed.adapter.equals(expected.adapter)).toBe(true);
    }
  });
});
