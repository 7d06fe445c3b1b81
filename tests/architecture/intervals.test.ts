import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { root, sourceFiles } from './imports';

const text = (path: string) => readFileSync(join(root, path), 'utf8');

/**
 * Below ten videos an interval is grey, with the count. So that no screen, report or line of the terminal forgets it,
 * there is one way to say what an interval is, and one to draw it in the window.
 */
describe('intervals over videos', () => {
  it('are named in one place, which counts the videos', () => {
    const naming = [...sourceFiles('src-main'), ...sourceFiles('src-renderer')].filter((path) =>
      /95 % (over|of) (\$|\{|\d)/.test(text(path)),
    );
    expect(naming).toEqual(['src-main/common/domain/evidence.ts']);
    const telling = sourceFiles('src-renderer').filter((path) => text(path).includes("'95 % over'"));
    expect(telling).toEqual(['src-renderer/screens/runs/Comparison.tsx']);
  });

  it('have their bounds written by one component of the window', () => {
    const bounds = /format(Number|Signed|Score)?\((\w+(\?|!)?\.)?(low|high)\b/;
    expect(sourceFiles('src-renderer').filter((path) => bounds.test(text(path)))).toEqual([
      'src-renderer/ui/Interval.tsx',
    ]);
  });

  it('are drawn in charts whose whiskers know how many videos they are over', () => {
    const drawing = [...sourceFiles('src-renderer/components'), ...sourceFiles('src-renderer/screens')];
    const whiskered = drawing.filter((path) => /barOption\(|intervals,/.test(text(path)));
    expect(whiskered.length).toBeGreaterThan(1);
    for (const path of whiskered) expect(text(path), path).toContain('isThin(');
  });

  it('in panels of figures are over a number of videos that is told', () => {
    const panels = sourceFiles('src-main/jobs/figures').filter((path) => text(path).includes("kind: 'intervals'"));
    expect(panels.length).toBeGreaterThan(2);
    for (const path of panels) expect(text(path), path).toMatch(/thin[:= ]+.*isThin\(/);
  });
});
