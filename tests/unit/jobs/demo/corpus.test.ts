import { describe, expect, it } from 'vitest';
import { Rng } from '../../../../src-main/common/rng';
import { corpus } from '../../../../src-main/jobs/demo/corpus';
import { demoActions, demoTasks, perform, vesselOf, vessels } from '../../../../src-main/jobs/demo/world';

function take(count: number, seed: number): string[] {
  const texts = corpus(new Rng(seed, 'test'));
  return Array.from({ length: count }, () => texts.next().value);
}

describe('the corpus', () => {
  const texts = take(3000, 0);

  it('follows from the seed', () => {
    expect(take(50, 0)).toEqual(texts.slice(0, 50));
    expect(take(50, 1)).not.toEqual(texts.slice(0, 50));
  });

  it('is plain English of whole words', () => {
    for (const text of texts) {
      expect(text).not.toMatch(/undefined|NaN|\{|\}|\[| {2}/);
      expect(text).toMatch(/^[ -~\n]+$/);
    }
  });

  it('puts the classifiers’ question and answers it with a label, and perhaps the action before', () => {
    const answers = texts
      .filter((text) => text.startsWith('What is the action in the last frame?\n'))
      .map((text) => text.split('\nAssistant: ')[1] as string);
    expect(answers.length).toBeGreaterThan(300);
    const known = new Set<string>(['background', ...demoActions]);
    for (const answer of answers) for (const part of answer.split(', ')) expect(known).toContain(part);
    for (const name of known) expect(answers.some((answer) => answer.split(', ')[0] === name)).toBe(true);
  });
});

describe('performing a task', () => {
  it('has a place for everything', () => {
    for (const task of demoTasks) {
      for (const action of perform(task, new Rng(3, task))) expect(vessels).toContain(vesselOf(task, action, 0));
    }
  });

  it('differs from time to time but always reaches its goal', () => {
    const ways = new Set<string>();
    for (let seed = 0; seed < 30; seed++) {
      const steps = perform('soup', new Rng(seed));
      ways.add(steps.join());
      expect(steps).toEqual(expect.arrayContaining(['cut carrot', 'cut onion', 'pour water', 'stir pot']));
      expect(steps.indexOf('add carrot')).toBeGreaterThan(steps.indexOf('cut carrot'));
    }
    expect(ways.size).toBeGreaterThan(8);
  });
});
