import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ForgettingReport } from '../../src-main/common/domain/forgetting';
import { forgettingJob } from '../../src-main/jobs/forgetting/forgetting';
import { runFolder } from '../../src-main/jobs/runFolder';
import { trainJob } from '../../src-main/jobs/train';
import { gadw } from '../builders/commandLine';
import { expectLawfulProgress, learnableProject, toySettings, watched } from '../builders/learnableProject';
import { hasGolden } from '../golden/goldenFolder';
import { quiet, temporaryFolder } from '../unit/data/temporaryProject';

const there = hasGolden('tiny-llama/model.safetensors', 'tiny-llama/tokenizer.json');

describe.runIf(there)('gadw forgetting', () => {
  it.each(['discriminative', 'gad'] as const)('measures a %s run and keeps the report', async (kind) => {
    const { dir: project } = await learnableProject();
    await trainJob({ project, run: 'r', settings: toySettings({ kind, epochs: 1 }), resume: false }, quiet);
    const text = join(temporaryFolder(), 'mine.txt');
    writeFileSync(text, 'One passage.\r\n\r\n\r\nAnother passage, which is longer.\r\n');
    const { context, reports } = watched();
    const report = await forgettingJob({ project, run: 'r', text }, context);
    expectLawfulProgress(reports);
    const kept = readFileSync(join(runFolder(project, 'r'), 'forgetting.json'), 'utf8');
    expect(ForgettingReport.parse(JSON.parse(kept))).toEqual(report);
    expect(report.texts.map(({ name }) => name)).toEqual(['prose', 'mine.txt']);
    for (const { before, after } of report.texts) {
      expect(before.perplexity).toBeCloseTo(Math.exp(before.crossEntropy), 9);
      expect(Math.abs(after.crossEntropy - before.crossEntropy)).toBeGreaterThan(1e-4);
    }
    expect(report.completions).toHaveLength(8);

    const { code, stdout } = await gadw('forgetting', project, '--run', 'r');
    expect(code).toBe(0);
    expect(stdout[0]).toBe(`tiny before training and after ${report.updates} updates.`);
    expect(stdout.join('\n')).toMatch(/^Text +Tokens +Perplexity before +After +Ratio\nprose +1285 +\d/m);
  });

  it('says which text it cannot read', async () => {
    const { dir: project } = await learnableProject();
    await trainJob({ project, run: 'r', settings: toySettings({ epochs: 1, maxSteps: 1 }), resume: false }, quiet);
    const folder = temporaryFolder();
    const empty = join(folder, 'empty.txt');
    writeFileSync(empty, '\n \n');
    const measure = (text: string) => forgettingJob({ project, run: 'r', text }, quiet);
    await expect(measure(empty)).rejects.toMatchObject({ code: 'text-empty' });
    await expect(measure(join(folder, 'none.txt'))).rejects.toMatchObject({ code: 'text-unreadable' });
  });
});
