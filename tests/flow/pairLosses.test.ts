import { describe, expect, it } from 'vitest';
import { classifierKinds } from '../../src-main/common/settings';
import { inferJob } from '../../src-main/jobs/infer';
import { latestCheckpoint, readEvents, runFolder } from '../../src-main/jobs/runFolder';
import { trainJob } from '../../src-main/jobs/train';
import { readAdapter } from '../../src-main/models/weights/peft';
import { learnableProject, toySettings } from '../builders/learnableProject';
import { hasGolden } from '../golden/goldenFolder';
import { quiet } from '../unit/data/temporaryProject';

const there = hasGolden('tiny-llama/model.safetensors', 'tiny-llama/tokenizer.json');

describe.runIf(there).each(classifierKinds)('a %s classifier whose windows are compared', (kind) => {
  it('learns the structure and the contrast beside its own loss, which sum with their weights, and predicts', async () => {
    const { dir: project } = await learnableProject();
    const settings = toySettings({ kind, structure: 0.5, contrastive: 0.25, lambda: 0.5, dropout: 0 });
    await trainJob({ project, run: 'r', settings, resume: false }, quiet);
    const { events } = await readEvents(runFolder(project, 'r'));
    const steps = events.flatMap((event) => (event.type === 'step' ? [event] : []));
    for (const { loss, classLoss, textLoss, structureLoss, contrastiveLoss } of steps) {
      const own = (classLoss ?? 0) + (kind === 'gad' ? 0.5 : 1) * (textLoss ?? 0);
      expect(loss).toBeCloseTo(own + 0.5 * structureLoss! + 0.25 * contrastiveLoss!, 4);
    }
    const mean = (part: typeof steps) =>
      part.reduce((sum, { contrastiveLoss }) => sum + contrastiveLoss! / part.length, 0);
    expect(mean(steps.slice(-5))).toBeLessThan(mean(steps.slice(0, 5)));

    const checkpoint = await latestCheckpoint(runFolder(project, 'r'));
    expect((await readAdapter(checkpoint!.dir)).tensors.get('text_proj.weight')?.dims).toEqual([64, 64]);
    expect(await inferJob({ project, run: 'r', split: 'test' }, quiet)).toMatchObject({ videos: 2, steps: 80 });
  });
});
