import { describe, expect, it } from 'vitest';
import { TrainSettings } from '../../../src-main/common/settings';
import { describeClassifier } from '../../../src-main/gad/classifier';
import { isTrained, stageAt, trainingStages } from '../../../src-main/gad/stages';

const stagesOf = (stages: TrainSettings['stages'], updates: number) =>
  trainingStages(describeClassifier(TrainSettings.parse({ kind: 'gad', stages })), updates);

describe('the stages of a training', () => {
  it('are one, or two halves of which the first has the odd update', () => {
    expect(stagesOf('one', 7)).toEqual([{ first: 0, updates: 7, losses: 'both' }]);
    expect(stagesOf('two', 7)).toEqual([
      { first: 0, updates: 4, losses: 'text' },
      { first: 4, updates: 3, losses: 'class' },
    ]);
    expect(stagesOf('two', 1)).toEqual([{ first: 0, updates: 1, losses: 'text' }]);
  });

  it('change after the last update of the first', () => {
    const stages = stagesOf('two', 6);
    expect([0, 2, 3, 6].map((done) => stageAt(stages, done).losses)).toEqual(['text', 'text', 'class', 'class']);
  });

  it('share the tensors out: each is trained in exactly one of two', () => {
    const [text, decides] = stagesOf('two', 2);
    const names = [
      'cls_head.weight',
      'cls_head.bias',
      'cls_emb.weight',
      'connector.0.bias',
      'layer.0.q.loraA',
      'head.loraB',
    ];
    expect(names.filter((name) => isTrained(decides!, name))).toEqual(names.slice(0, 3));
    expect(names.filter((name) => isTrained(text!, name))).toEqual(names.slice(3));
    expect(names.every((name) => isTrained(stagesOf('one', 2)[0]!, name))).toBe(true);
  });
});
