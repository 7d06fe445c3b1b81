import { describe, expect, it } from 'vitest';
import { sentence, taskText, textsOf } from '../../../src-main/gad/clipText';

describe('texts of the offline tasks', () => {
  it.each([
    ['MakePaperWindMill', 'make paper wind mill'],
    ['CleanTVScreen', 'clean TV screen'],
    ['InstallSSDToPC', 'install SSD to PC'],
    ['MakeRJ45Cable', 'make RJ45 cable'],
    ['ReplaceABulb', 'replace a bulb'],
    ['make tea', 'make tea'],
    ['Make_Tea', 'make tea'],
  ])('the task %s is %s', (task, text) => {
    expect(taskText(task, false)).toBe(text);
  });

  it('are those of the classes, in their order', () => {
    const names = (...all: string[]) => all.map((name, id) => ({ id, name }));
    expect(textsOf('task recognition', names('BurnCD', 'make tea'), false)).toEqual(['burn CD', 'make tea']);
    expect(textsOf('step prediction', names('process (crop, fold) paper', 'cut TV'), true)).toEqual([
      'crop and fold paper',
      'cut TV',
    ]);
    expect(textsOf('online detection', [{ id: 0, name: 'nothing', background: true }], false)).toEqual(['background']);
  });

  it('are written as sentences', () => {
    expect(sentence('clean TV screen')).toBe('Clean tv screen.');
  });
});
