import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it } from 'vitest';
import { contexts, TrainSettings } from '../../../src-main/common/settings';
import { printGraph } from '../../../src-main/engine/graph/print';
import { classifyingShape } from '../../../src-main/gad/batch';
import { describeClassifier } from '../../../src-main/gad/classifier';
import type { ClassifierModel } from '../../../src-main/gad/network';
import { adaptedTargets, fullModules, initialParameters } from '../../../src-main/gad/parameters';
import { classifyingGraph } from '../../../src-main/gad/predictor';
import { Prompt } from '../../../src-main/gad/prompt';
import { type Checkpoint, openCheckpoint } from '../../../src-main/models/decoder/checkpoint';

const texts = ['background', 'cut onion', 'pour water'];
const described = (own: Partial<TrainSettings>) => describeClassifier(TrainSettings.parse(own));

let checkpoint: Checkpoint;
beforeAll(async () => {
  checkpoint = await openCheckpoint(join(dirname(fileURLToPath(import.meta.url)), '../../golden/data/tiny-llama'));
});

function modelOf(own: Partial<TrainSettings>): ClassifierModel {
  const description = described(own);
  const lora = { rank: 2, alpha: 4, dropout: 0, targets: adaptedTargets(description) };
  return { description, decoder: checkpoint.config, visualDim: 8, classes: texts.length, lora, base: 'fp32' };
}

/** The graph that inference runs, adapters merged. */
function inferenceGraph(own: Partial<TrainSettings>) {
  const model = { ...modelOf(own), lora: null };
  const prompt = new Prompt(checkpoint.tokenizer, model.description, texts);
  return classifyingGraph(model, classifyingShape(prompt, 2, 5, 5));
}

const gads = contexts.flatMap((context) => [
  { context },
  { context, order: 'parallel' as const },
  { context, contextAs: 'head' as const },
  { context, contextAs: 'head, own [CLS]' as const },
  { context, stages: 'two' as const },
]);

describe('a GAD classifier at inference', () => {
  it.each(gads)('has the graph of a discriminative one: %o', (own) => {
    const graph = inferenceGraph({ kind: 'gad', ...own });
    expect(printGraph(graph)).toBe(printGraph(inferenceGraph({ kind: 'discriminative' })));
    const { vocabularySize } = checkpoint.config;
    expect(graph.nodes.length).toBeGreaterThan(50);
    expect(graph.nodes.filter((node) => node.output.shape.at(-1) === vocabularySize)).toEqual([]);
  });

  it('that generates first reads what it wrote, without the language-model head', () => {
    const graph = inferenceGraph({ kind: 'gad', order: 'generation first' });
    expect(graph.nodes.filter((node) => node.output.shape.at(-1) === checkpoint.config.vocabularySize)).toEqual([]);
    const mask = (own: Partial<TrainSettings>) =>
      inferenceGraph(own).inputs.find((input) => input.name === 'attentionMask')!.shape[1]!;
    expect(mask({ kind: 'gad', order: 'generation first' })).toBeGreaterThan(mask({ kind: 'gad' }) + 5);
  });
});

describe('what is trained', () => {
  it.each([
    [{ kind: 'discriminative' }, ['connector', 'cls_head', 'cls_emb'], false],
    [{ kind: 'discriminative', classToken: false }, ['connector', 'cls_head'], false],
    [{ kind: 'generative' }, ['connector'], true],
    [{ kind: 'gad' }, ['connector', 'cls_head', 'cls_emb'], true],
    [{ kind: 'gad', context: 'none' }, ['connector', 'cls_head', 'cls_emb'], false],
    [{ kind: 'gad', contextAs: 'head' }, ['connector', 'cls_head', 'cls_emb', 'context_head'], false],
    [
      { kind: 'gad', contextAs: 'head, own [CLS]' },
      ['connector', 'cls_head', 'cls_emb', 'context_head', 'context_emb'],
      false,
    ],
  ] as const)('%o: %o, the language-model head %s', (own, modules, head) => {
    expect(fullModules(described(own))).toEqual(modules);
    const names = [...initialParameters(modelOf(own), 0.02, 0).keys()];
    expect(names.includes('head.loraA')).toBe(head);
    const full = names.filter((name) => !/\.lora[AB]$/.test(name)).map((name) => name.split('.')[0]);
    expect([...new Set(full)]).toEqual(modules);
  });
});

describe('a description', () => {
  it('has no text, order or stages where nothing is told beside the class', () => {
    const plain = described({ kind: 'gad', context: 'none', order: 'parallel', stages: 'two', contextAs: 'head' });
    expect(plain).toEqual({ ...described({ kind: 'discriminative' }), kind: 'gad' });
  });

  it('names only a context of one class by a head', () => {
    for (const context of contexts) {
      const { contextHead } = described({ kind: 'gad', context, contextAs: 'head' });
      expect(contextHead).toBe(['previous action', 'future action'].includes(context) ? '[CLS]' : 'none');
    }
  });
});
