import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Cancelled } from '../../../../src-main/common/errors';
import { type LanguageModelResult, trainLanguageModel } from '../../../../src-main/jobs/demo/languageModel';
import { demoActions } from '../../../../src-main/jobs/demo/world';
import { openCheckpoint } from '../../../../src-main/models/decoder/checkpoint';

const recipe = {
  seed: 0,
  hiddenSize: 32,
  layers: 2,
  heads: 4,
  keyValueHeads: 2,
  mlpSize: 64,
  vocabulary: 512,
  batch: 8,
  steps: 32,
  updates: 40,
  learningRate: 1e-2,
};
const quiet = { report: () => undefined, log: () => undefined };

describe('making the demo’s language model', () => {
  let dir = '';
  let result: LanguageModelResult;
  beforeAll(async () => {
    dir = await mkdtemp(join(tmpdir(), 'kitchen-lm-'));
    result = await trainLanguageModel(
      { dir, commit: 'abc', recipe },
      { ...quiet, signal: new AbortController().signal },
    );
  });
  afterAll(() => rm(dir, { recursive: true, force: true }));

  it('learns more than how frequent tokens are', () => {
    expect(result.loss).toBeLessThan(result.unigramLoss);
  });

  it('leaves a checkpoint that opens, whose tokens share the words of the labels', async () => {
    const { config, tokenizer } = await openCheckpoint(dir);
    expect(config).toMatchObject({ family: 'llama', hiddenSize: 32, layers: 2, tiedHead: true });
    expect(tokenizer.encode(' background').ids).toHaveLength(1);
    for (const action of demoActions) {
      const ids = tokenizer.encode(` ${action}`).ids;
      expect(ids.length).toBeGreaterThanOrEqual(2);
      expect(ids.length).toBeLessThanOrEqual(4);
    }
    const first = (text: string) => tokenizer.encode(text).ids[0];
    expect(first(' cut carrot')).toBe(first(' cut onion'));
  });

  it('says how it was made', async () => {
    const readme = await readFile(join(dir, 'README.md'), 'utf8');
    expect(readme).toContain('commit abc, seed 0');
    expect(readme).toContain(result.loss.toFixed(3));
  });

  it('stops when asked to', async () => {
    const aborted = new AbortController();
    aborted.abort();
    const job = trainLanguageModel({ dir, commit: '', recipe }, { ...quiet, signal: aborted.signal });
    await expect(job).rejects.toBeInstanceOf(Cancelled);
  });
});
