import { describe, expect, it } from 'vitest';
import { textShape } from '../../../src-main/gad/textKl';
import { estimateTraining } from '../../../src-main/jobs/estimate';
import { learnableProject, toySettings } from '../../builders/learnableProject';
import { hasGolden } from '../../golden/goldenFolder';

describe.runIf(hasGolden('tiny-llama/model.safetensors', 'tiny-llama/tokenizer.json'))(
  'the memory of a training',
  () => {
    it('counts the windows of text alone where the decoder is held to its language', async () => {
      const store = await learnableProject();
      const bytes = async (own: Parameters<typeof toySettings>[0]) =>
        (await estimateTraining(store, toySettings(own))).memoryBytes;
      const [plain, held] = [await bytes({}), await bytes({ textKl: 1 })];
      // At least the logits of the frozen and the adapted decoder: the tiny one knows 600 tokens.
      expect(held - plain).toBeGreaterThan(2 * 4 * textShape.windows * textShape.steps * 600);
      expect(await bytes({ textKl: 0.1 })).toBe(held);
      expect((await bytes({ textKl: 1, recompute: 'layer' })) - (await bytes({ recompute: 'layer' }))).toBeLessThan(
        held - plain,
      );
    });
  },
);
