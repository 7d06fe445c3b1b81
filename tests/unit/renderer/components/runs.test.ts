import { describe, expect, it } from 'vitest';
import type { RunSummary } from '../../../../src-main/common/contract/runs';
import { runColumns } from '../../../../src-renderer/components/runColumns';
import { madeReport } from '../../../builders/madeReport';
import { madeRun, runSummary } from '../../../builders/madeRun';

const runs = [87.7, 60.5].map((score, i) => ({
  ...runSummary(madeRun(`run-${i}`, { classes: [] })),
  reports: { test: madeReport(`run-${i}`, 'test', score, i === 0) },
}));
const ofClips = runs.map((run) => ({
  ...run,
  reports: { test: { ...run.reports.test, topOne: 40 } },
}));
const nothing = { statistics: new Map(), settings: [], baseline: true };
const titles = (shown: RunSummary[]) => runColumns(shown, 'test', nothing).map(({ title }) => title);

describe('columns of the table of runs', () => {
  it('have no score that no run of theirs can have', () => {
    expect(titles(runs)).toEqual(expect.arrayContaining(['S-F1', 'ΔS-F1', 'mAP']));
    expect(titles(runs)).not.toContain('Top-1');
    expect(titles(ofClips)).toContain('Top-1');
    expect(titles(ofClips)).not.toEqual(expect.arrayContaining(['S-F1']));
    expect(titles(ofClips)).not.toEqual(expect.arrayContaining(['ΔS-F1']));
  });

  it('have both where runs of segments and of whole clips stand beside each other', () => {
    expect(titles([...runs, ...ofClips])).toEqual(expect.arrayContaining(['S-F1', 'Top-1']));
  });

  it('say what will be scored before anything is', () => {
    expect(titles(runs.map((run) => ({ ...run, reports: {} })))).toContain('S-F1');
  });
});
