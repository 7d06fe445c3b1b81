import { Rng } from '../../src-main/common/rng';
import { TrainSettings } from '../../src-main/common/settings';
import type { DeviceId } from '../../src-main/common/contract/app';
import { floats } from '../../src-main/engine/runtime/tensor';
import { describeClassifier } from '../../src-main/gad/classifier';
import type { ClassifierModel } from '../../src-main/gad/network';
import { adaptedTargets, initialParameters } from '../../src-main/gad/parameters';
import { Prompt } from '../../src-main/gad/prompt';
import { ClassifierTrainer } from '../../src-main/gad/trainer';
import { loadWeights, openCheckpoint } from '../../src-main/models/decoder/checkpoint';

const texts = ['background', 'cut tomato', 'stir soup'];
const [visualDim, frames] = [8, 6];

/** A GAD classifier on the tiny Llama as jobs train it: adapters everywhere, dropout on, class and text loss. */
export async function trainClassifier(device: DeviceId): Promise<Record<string, number[]>> {
  const settings = TrainSettings.parse({ kind: 'gad', rank: 4, alpha: 8, dropout: 0.1, batch: 2, weightDecay: 0.01 });
  // The tests run in the root of the repository, as do the processes they start.
  const checkpoint = await openCheckpoint('tests/golden/data/tiny-llama');
  const description = describeClassifier(settings);
  const model: ClassifierModel = {
    description,
    decoder: checkpoint.config,
    visualDim,
    classes: texts.length,
    lora: { rank: 4, alpha: 8, dropout: 0.1, targets: adaptedTargets(description) },
    base: 'fp32',
  };
  const trainer = await ClassifierTrainer.create({
    model,
    prompt: new Prompt(checkpoint.tokenizer, description, texts),
    settings,
    device,
    parameters: Object.fromEntries(initialParameters(model, 0.02, 1)),
    weights: Object.fromEntries(await loadWeights(checkpoint, 'fp32')),
    classes: [],
    textIds: [],
    similar: null,
    longest: frames,
    windows,
    updates: 2,
    classWeights: [settings.backgroundWeight],
  });
  try {
    const computed: Record<string, number[]> = { losses: [], norms: [] };
    for (const batch of ['first', 'second']) {
      const { loss, classLoss, textLoss } = await trainer.collect(windows, tracks(batch), batch);
      computed['losses']!.push(loss, classLoss!, textLoss!);
      computed['norms']!.push(await trainer.update(1e-3));
    }
    // First moments are a weighted sum of the gradients.
    for (const [name, tensor] of Object.entries((await trainer.exportState()).first))
      computed[name] = [...floats(tensor)];
    return computed;
  } finally {
    await trainer.dispose();
  }
}

const steps = Int32Array.from({ length: frames }, (_, step) => step);
const windows = [
  { video: 'a', steps, target: 5, label: 2, previous: 1 },
  { video: 'b', steps, target: 5, label: 0, previous: -1 },
];

function tracks(seed: string): Float32Array[] {
  const rng = new Rng(3, seed);
  return windows.map(() => Float32Array.from({ length: frames * visualDim }, () => rng.normal()));
}
