import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ForgettingReport } from '../../src-main/common/domain/forgetting';
import { Cancelled } from '../../src-main/common/errors';
import { forgettingJob } from '../../src-main/jobs/forgetting/forgetting';
import { readEvents, runFolder } from '../../src-main/jobs/runFolder';
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

describe.runIf(there).each(['discriminative', 'gad'] as const)('a %s training held to the language it knew', (kind) => {
  it('strays less from the frozen decoder, and takes up exactly where it stopped', async () => {
    const { dir: project } = await learnableProject();
    const train = (run: string, textKl: number, context = quiet, resume = false) =>
      trainJob({ project, run, settings: toySettings({ kind, textKl, dropout: 0.1, epochs: 2 }), resume }, context);
    const divergences = async (run: string) => {
      const { events } = await readEvents(runFolder(project, run));
      return events.flatMap((event) => (event.type === 'step' ? [event.textKlLoss!] : []));
    };
    await train('free', 1e-9);
    const whole = await train('held', 10);
    const [free, held] = [await divergences('free'), await divergences('held')];
    expect(held[0]).toBeCloseTo(0, 6); // An untrained adapter changes nothing.
    expect(held.at(-1)).toBeGreaterThan(0);
    expect(held.at(-1)).toBeLessThan(0.5 * free.at(-1)!);

    const { context } = watched(({ stage, done }, abort) => stage === 'Training' && done === 2 && abort());
    await expect(train('cut', 10, context)).rejects.toThrow(Cancelled);
    expect((await train('cut', 10, quiet, true)).loss).toBe(whole.loss);
  });
});
