import type { z } from 'zod';
import type { RunSummary } from '../../src-main/common/contract/runs';
import { Run } from '../../src-main/common/domain/run';

/** A run that was trained, at a step a second; `about` says what of it matters. */
export function madeRun(id: string, about: Partial<z.input<typeof Run>> & Pick<Run, 'classes'>): Run {
  return Run.parse({
    version: 1,
    id,
    name: id,
    created: '2026-01-01T00:00:00.000Z',
    status: 'trained',
    origin: 'trained',
    settings: null,
    splits: { train: [], val: [], test: [] },
    rate: 1,
    ...about,
  });
}

/** The same as the program tells it to pages, with neither predictions nor reports. */
export const runSummary = (run: Run): RunSummary => ({
  ...run,
  bytes: 0,
  reports: {},
  outdated: {},
  openSet: {},
  forgetting: null,
  predicted: [],
});
