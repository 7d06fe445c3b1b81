import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Report } from '../../src-main/common/domain/report';
import { floatValues, readNpy } from '../../src-main/data/formats/npy';
import { resourcesFolder } from '../../src-main/data/resources';
import { copyDemo } from '../../src-main/jobs/demo/copyDemo';
import { demoRuns } from '../../src-main/jobs/demo/demo';
import { evaluateJob } from '../../src-main/jobs/evaluate';
import { extractJob } from '../../src-main/jobs/extractFeatures';
import { inferJob } from '../../src-main/jobs/infer';
import { predictionPaths, readRun, runFolder } from '../../src-main/jobs/runFolder';
import { quiet } from '../unit/data/temporaryProject';

/** What is shipped in `resources/demo` is what the program makes. */
const kept = join(resourcesFolder(), 'demo');
const project = mkdtempSync(join(tmpdir(), 'gadw-demo-'));
const runs = Object.keys(demoRuns);

/**
 * Scores and the features they come from are kept in half precision: a processor that rounds
 * otherwise moves the last bits.
 */
const tolerance = 0.05;

const floatsOf = async (path: string): Promise<number[]> => [...(floatValues(await readNpy(path)) ?? [])];

beforeAll(() => copyDemo(kept, project));
afterAll(() => rmSync(project, { recursive: true, force: true }));

function bytesBelow(dir: string): number {
  return readdirSync(dir, { withFileTypes: true }).reduce((sum, entry) => {
    const path = join(dir, entry.name);
    return sum + (entry.isDirectory() ? bytesBelow(path) : statSync(path).size);
  }, 0);
}

describe('the shipped demo', () => {
  it('is small, and its runs say which commit and seed made them', async () => {
    expect(bytesBelow(kept)).toBeLessThan(40e6);
    for (const id of runs) {
      const run = await readRun(project, id);
      expect(run.status).toBe('trained');
      expect(run.commit).toMatch(/^[0-9a-f]{40}$/);
      expect(run.settings).toEqual({ ...demoRuns[id], seed: run.settings?.seed });
    }
  });

  it.each(runs)('has the reports that evaluating the predictions of %s gives', async (run) => {
    const path = join('reports', 'test.json');
    const report = Report.parse(JSON.parse(readFileSync(join(runFolder(kept, run), path), 'utf8')));
    expect(await evaluateJob({ project, run, split: 'test', official: false }, quiet)).toEqual(report);
    expect(readFileSync(join(runFolder(project, run), path), 'utf8')).toBe(
      readFileSync(join(runFolder(kept, run), path), 'utf8'),
    );
  });

  it('has the predictions that its checkpoints give for features extracted here', async () => {
    const split = (await readRun(project, 'gad')).splits?.test ?? [];
    const videos = [split[0]!, split[split.length - 1]!];
    await extractJob({ project, set: 'efficientnet-lite0', encoder: 'efficientnet-lite0', rate: 4, videos }, quiet);
    for (const run of runs) {
      await inferJob({ project, run, videos }, quiet);
      for (const video of videos) {
        const paths = (folder: string, split: string) => predictionPaths(runFolder(folder, run), split, video);
        const [found, expected] = [paths(project, 'chosen'), paths(kept, 'test')];
        if (!existsSync(expected.scores)) {
          expect(readFileSync(found.texts, 'utf8')).toBe(readFileSync(expected.texts, 'utf8'));
          continue;
        }
        const [scores, keptScores] = [await floatsOf(found.scores), await floatsOf(expected.scores)];
        const worst = Math.max(...keptScores.map((value, i) => Math.abs(scores[i]! - value)));
        process.stdout.write(`${run}, ${video}: ${keptScores.length} scores compared, worst error ${worst}\n`);
        expect(scores.length).toBe(keptScores.length);
        expect(worst).toBeLessThan(tolerance);
      }
    }
  });
});
