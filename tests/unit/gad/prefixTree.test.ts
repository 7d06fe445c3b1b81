import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { PrefixTree, TreeSearch } from '../../../src-main/gad/prefixTree';

const vocabulary = 5;

/** A made-up language model: log-probabilities that depend on every token before. @param sharpness how sure it is */
function logProbability(prefix: readonly number[], token: number, salt: number, sharpness: number): number {
  const hash = prefix.reduce((sum, id) => Math.imul(sum ^ (id + 1), 0x9e3779b1) >>> 0, salt >>> 0);
  const logits = Array.from({ length: vocabulary }, (_, id) => sharpness * Math.sin(hash * 1e-3 + id * 2.1));
  return logits[token]! - Math.log(logits.reduce((sum, value) => sum + Math.exp(value), 0));
}

function searched(answers: readonly (readonly number[])[], salts: readonly number[], sharpness: number, room: number) {
  const tree = new PrefixTree(answers);
  const search = new TreeSearch(tree, salts.length, room);
  const tokensOf = (node: number) =>
    tree
      .path(node)
      .slice(1)
      .map((at) => tree.tokens[at]!);
  const passes: number[][] = [];
  for (let pass = search.nextPass(); pass; pass = search.nextPass()) {
    const { nodes, edges } = pass;
    passes.push([...nodes]);
    const values = salts.flatMap((salt) =>
      edges.map(({ parentAt, child }) =>
        logProbability(tokensOf(nodes[parentAt]!), tree.tokens[child]!, salt, sharpness),
      ),
    );
    search.take(pass, Float32Array.from(values));
  }
  return { scores: search.scores(), passes, tree };
}

const bruteForce = (answer: readonly number[], salt: number, sharpness: number) =>
  answer.reduce((sum, token, i) => sum + logProbability(answer.slice(0, i), token, salt, sharpness), 0);

const answerLists = fc.array(fc.array(fc.nat(vocabulary - 1), { minLength: 1, maxLength: 5 }), {
  minLength: 1,
  maxLength: 20,
});

describe('a tree of answers', () => {
  it('scores each as it would be by itself', () => {
    fc.assert(
      fc.property(answerLists, fc.array(fc.nat(), { minLength: 1, maxLength: 3 }), (answers, salts) => {
        const { scores, passes } = searched(answers, salts, 1, 200);
        expect(passes.length).toBe(1);
        salts.forEach((salt, window) => {
          answers.forEach((answer, i) => {
            expect(scores[window * answers.length + i]).toBeCloseTo(bruteForce(answer, salt, 1), 5);
          });
        });
      }),
      { seed: 21, verbose: true },
    );
  });

  it('that is larger than a pass is exact where it matters, and bounds the rest', () => {
    let bounded = 0;
    fc.assert(
      fc.property(answerLists, fc.nat(), fc.integer({ min: 5, max: 9 }), (answers, salt, room) => {
        const sharpness = 12;
        const { scores, passes } = searched(answers, [salt], sharpness, room);
        const exact = answers.map((answer) => bruteForce(answer, salt, sharpness));
        const best = Math.max(...exact);
        for (const nodes of passes) expect(nodes.length).toBeLessThanOrEqual(room);
        answers.forEach((_, i) => {
          if (Math.abs(scores[i]! - exact[i]!) < 1e-4) return;
          bounded++;
          expect(scores[i]).toBeGreaterThan(exact[i]!);
          expect(scores[i]).toBeLessThan(best + Math.log(1e-6) + 1e-4);
        });
      }),
      { seed: 22, verbose: true },
    );
    expect(bounded).toBeGreaterThan(0);
  });

  it('reads what labels begin with in common once, parents first', () => {
    const { passes, tree } = searched([[1, 2, 0], [1, 3, 0], [4]], [0], 1, 200);
    expect(passes).toEqual([[0, 1, 2, 4]]);
    expect(passes[0]!.map((node) => tree.tokens[node])).toEqual([-1, 1, 2, 3]);
  });

  it('lets an answer end where another goes on', () => {
    const { scores } = searched([[1], [1, 2]], [7], 1, 200);
    expect(scores[0]).toBeCloseTo(bruteForce([1], 7, 1), 5);
    expect(scores[1]).toBeCloseTo(bruteForce([1, 2], 7, 1), 5);
  });
});
