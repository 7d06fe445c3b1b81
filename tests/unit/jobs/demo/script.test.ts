import { describe, expect, it } from 'vitest';
import { demoScripts, frameOfTick, ticksPerSecond } from '../../../../src-main/jobs/demo/script';
import { demoActions, demoTasks } from '../../../../src-main/jobs/demo/world';

const scripts = demoScripts(0);
const actionsOf = (split: string) =>
  new Set(scripts.filter((s) => s.split === split).flatMap((s) => s.segments.map((g) => g.action)));

describe('the scripts of the demo clips', () => {
  it('follow from the seed', () => {
    expect(demoScripts(0)).toEqual(scripts);
    expect(demoScripts(1)).not.toEqual(scripts);
  });

  it('are 26 to train, 4 to validate, 10 to test, of 40 to 90 seconds', () => {
    const count = (split: string) => scripts.filter((s) => s.split === split).length;
    expect([count('train'), count('val'), count('test')]).toEqual([26, 4, 10]);
    expect(new Set(scripts.map((s) => s.id)).size).toBe(40);
    for (const script of scripts) {
      expect(script.ticks / ticksPerSecond).toBeGreaterThanOrEqual(40);
      expect(script.ticks / ticksPerSecond).toBeLessThanOrEqual(90);
    }
  });

  it('show every action and every task in training and in the test', () => {
    expect([...actionsOf('train')].sort()).toEqual([...demoActions].sort());
    expect([...actionsOf('test')].sort()).toEqual([...demoActions].sort());
    const tasks = (split: string) => new Set(scripts.filter((s) => s.split === split).map((s) => s.task));
    expect([...tasks('test')].sort()).toEqual([...demoTasks].sort());
  });

  it('keep actions of 2 to 9 seconds apart and inside the clip', () => {
    for (const script of scripts) {
      let end = 0;
      for (const segment of script.segments) {
        expect(segment.start).toBeGreaterThan(end);
        const seconds = (segment.end - segment.start) / ticksPerSecond;
        expect(seconds).toBeGreaterThanOrEqual(2);
        expect(seconds).toBeLessThanOrEqual(9);
        end = segment.end;
      }
      expect(end).toBeLessThan(script.ticks);
    }
  });

  it('never add what was not cut before, nor close a fridge that is not open', () => {
    for (const { segments } of scripts) {
      segments.forEach(({ action }, i) => {
        const before = segments.slice(0, i).map((segment) => segment.action as string);
        if (/^add (carrot|onion|tomato)$/.test(action)) expect(before).toContain(action.replace('add', 'cut'));
        if (action === 'close fridge') expect(before[i - 1]).toBe('open fridge');
      });
    }
  });

  it('keep the ticks of all boundaries where the rate varies', () => {
    const variable = scripts.filter((script) => script.frames.length < script.ticks);
    expect(variable.length).toBeGreaterThanOrEqual(4);
    for (const script of variable) {
      for (const { start, end } of script.segments) {
        expect(script.frames[frameOfTick(script, start)]).toBe(start);
        expect(script.frames[frameOfTick(script, end)]).toBe(end);
      }
      expect(frameOfTick(script, script.ticks)).toBe(script.frames.length);
    }
  });
});
