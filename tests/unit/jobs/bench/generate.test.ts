import { describe, expect, it } from 'vitest';
import { prepareGeneration } from '../../../../src-main/jobs/bench/generate';
import { temporaryFolder } from '../../data/temporaryProject';

const decoder = {
  hidden_size: 64,
  num_hidden_layers: 3,
  num_attention_heads: 4,
  num_key_value_heads: 2,
  intermediate_size: 96,
  vocab_size: 600,
};
const task = { decoder, rank: 48, windows: 8, tokens: 60, dim: 16 };

interface Told {
  answers: number[][];
  longest: number;
  eos: number;
}

describe('the work of gadw bench generate', () => {
  it('is a classifier that writes the labels of its windows, and gives them the highest scores', async () => {
    const bench = await prepareGeneration(temporaryFolder(), 1, task);
    const side = await bench.open();
    const [told] = bench.peers.map((peer) => ('task' in peer ? (peer.task as Told) : null));
    const labels = [1, 2, 3, 4, 5, 6, 7, 8];
    const padded = labels.map((label) => {
      const answer = told!.answers[label]!;
      return [...answer, ...new Array<number>(told!.longest - answer.length).fill(told!.eos)];
    });
    expect((await side.run('greedy')).values).toEqual(padded.flat());
    const { values: scores } = await side.run('constrained');
    const classes = told!.answers.length;
    labels.forEach((label, window) => {
      const row = scores.slice(window * classes, (window + 1) * classes);
      expect(row.indexOf(Math.max(...row))).toBe(label);
    });
    await side.close();
  });
});
