import { describe, expect, it } from 'vitest';
import { classText, normaliseAnswer } from '../../../src-main/gad/classText';

describe('class text', () => {
  it.each([
    ['BaseballPitch', 'baseball pitch'],
    ['take_pan', 'take pan'],
    ['cut TV', 'cut tv'],
    ['Clean up  counter', 'clean up counter'],
    ['ÉteindreFeu', 'éteindre feu'],
  ])('%s reads %s', (name, text) => {
    expect(classText({ name }, false)).toBe(text);
  });

  it('of the background is always "background"', () => {
    expect(classText({ name: 'BackGround', background: true }, true)).toBe('background');
    expect(classText({ name: 'nothing', background: true }, false)).toBe('background');
  });
});

describe('a normalised answer', () => {
  it('loses dots at both ends, capitals and outer white space, in that order', () => {
    expect(normaliseAnswer('..Pour Water.')).toBe('pour water');
    expect(normaliseAnswer(' .a. ')).toBe('.a.');
  });
});
