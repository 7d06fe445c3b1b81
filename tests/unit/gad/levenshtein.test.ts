import { describe, expect, it } from 'vitest';
import { ClassMatcher, codePoints, levenshtein } from '../../../src-main/gad/levenshtein';

describe('class matcher', () => {
  const matcher = new ClassMatcher(['background', 'cut b', 'cut a', 'ambiguous'], new Set([3]));

  it('takes the nearest class, and of equally near ones the one that sorts first', () => {
    expect(matcher.match('Cut.')).toEqual({ index: 2, distance: 2 });
    expect(matcher.match('cut b')).toEqual({ index: 1, distance: 0 });
  });
  it('never answers with a class that is left out', () => {
    expect(matcher.match('ambiguous').index).not.toBe(3);
  });
  it('compares tokens where classes are spelled in them', () => {
    const spelled = [[7], [300, 301, 302], [300, 4, 302], [9]].map((tokens) => Uint32Array.from(tokens));
    const ofTokens = new ClassMatcher(['background', 'cut b', 'cut a', 'ambiguous'], new Set([3]), spelled);
    expect(ofTokens.nearest(Uint32Array.of(300, 301, 302))).toEqual({ index: 1, distance: 0 });
    expect(ofTokens.nearest(Uint32Array.of(300, 5, 302))).toEqual({ index: 2, distance: 1 });
    expect(ofTokens.nearest(Uint32Array.of(9)).index).toBe(0);
  });
  it('answers for an empty text', () => {
    expect(matcher.match('')).toEqual({ index: 2, distance: 5 });
  });
});

describe('Levenshtein distance', () => {
  it.each([
    ['kitten', 'sitting', 3],
    ['', 'abc', 3],
    ['😀a', 'a', 1],
  ])('of %s and %s is %i', (a, b, distance) => {
    expect(levenshtein(codePoints(a), codePoints(b))).toBe(distance);
    expect(levenshtein(codePoints(b), codePoints(a))).toBe(distance);
  });
});
