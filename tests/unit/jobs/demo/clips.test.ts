import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Cancelled } from '../../../../src-main/common/errors';
import type { Progress } from '../../../../src-main/common/progress';
import { openProject } from '../../../../src-main/data/project/store';
import { provideClips, renderClips } from '../../../../src-main/jobs/demo/clips';
import { makeDemoProject } from '../../../../src-main/jobs/demo/project';
import { forkChild } from '../../../../src-main/jobs/process';
import type { ClipScript } from '../../../../src-main/jobs/demo/script';
import { probeVideo } from '../../../../src-main/video/probe';
import { workerEntry } from '../../../builders/commandLine';
import { expectLawfulProgress } from '../../../builders/learnableProject';

const spawn = () => forkChild(workerEntry);
const quiet = { report: () => undefined, log: () => undefined, signal: new AbortController().signal };

/** Two seconds, the second at half rate. */
const script: ClipScript = {
  id: 'tea-01',
  task: 'tea',
  split: 'train',
  seed: 1,
  ticks: 50,
  segments: [{ action: 'pour milk', start: 10, end: 31, vessel: 'cup' }],
  frames: Array.from({ length: 50 }, (_, tick) => tick).filter(
    (tick) => tick < 25 || tick % 2 === 0 || tick === 31 || tick > 47,
  ),
};

describe('rendering clips', () => {
  let dir = '';
  beforeAll(async () => {
    dir = await mkdtemp(join(tmpdir(), 'clips-'));
  });
  afterAll(() => rm(dir, { recursive: true, force: true }));

  it('gives every frame of the script its time', async () => {
    await renderClips([script], dir, quiet);
    const probe = await probeVideo(join(dir, 'tea-01.mp4'));
    expect(probe).toMatchObject({ width: 640, height: 360, codec: 'h264', variableRate: true, playable: true });
    const start = probe.clock.times[0] as number;
    expect(Array.from(probe.clock.times, (time) => Math.round((time - start) * 25))).toEqual(script.frames);
    expect(Math.round((probe.clock.end - start) * 25)).toBe(script.ticks);
  });

  it('makes a project whose labels stand exactly where the script has them', async () => {
    const project = join(dir, 'project');
    await provideClips([script], join(dir, 'nothing'), join(project, 'clips'), quiet, spawn);
    await makeDemoProject(project, [script]);
    const store = await openProject(project);
    expect(store.project.splits).toMatchObject({ train: ['tea-01'], val: [], test: [] });
    expect(store.video('tea-01').path).toBe('clips/tea-01.mp4');
    const { timebase, segments, reviewed } = await store.annotation('tea-01');
    expect(timebase).toBe('frames');
    expect(segments).toHaveLength(1);
    const { start, end, classId } = segments[0] as (typeof segments)[number];
    expect([script.frames[start], script.frames[end]]).toEqual([10, 31]);
    expect(store.taxonomy.classes.find((c) => c.id === classId)?.name).toBe('pour milk');
    expect(reviewed).toEqual([{ start: 0, end: script.frames.length }]);
  });

  it('copies kept clips of the same scripts and renders others', async () => {
    const kept = join(dir, 'project', 'clips');
    await writeFile(join(kept, 'tea-01.mp4'), 'kept');
    await provideClips([script], kept, join(dir, 'copied'), quiet, spawn);
    expect(await readFile(join(dir, 'copied', 'tea-01.mp4'), 'utf8')).toBe('kept');
    const reports: Progress[] = [];
    const watched = { ...quiet, report: (progress: Progress) => reports.push(progress) };
    const others = ['tea-01', 'tea-02', 'tea-03'].map((id, seed) => ({ ...script, id, seed: seed + 2 }));
    await provideClips(others, kept, join(dir, 'rendered'), watched, spawn);
    for (const { id } of others) {
      expect((await probeVideo(join(dir, 'rendered', `${id}.mp4`))).clock.times).toHaveLength(script.frames.length);
    }
    expectLawfulProgress(reports);
  });

  it('renders the same bytes again', async () => {
    const bytes = async (name: string) => {
      await mkdir(join(dir, name));
      await renderClips([script, { ...script, id: 'tea-02' }], join(dir, name), quiet);
      return Promise.all(['tea-01', 'tea-02'].map((id) => readFile(join(dir, name, `${id}.mp4`))));
    };
    const [[first, second], [third]] = [await bytes('once'), await bytes('again')];
    expect(first?.equals(second as Buffer)).toBe(true);
    expect(first?.equals(third as Buffer)).toBe(true);
  });

  it('stops when asked to', async () => {
    const aborted = new AbortController();
    aborted.abort();
    const job = renderClips([script], join(dir, 'copied'), { ...quiet, signal: aborted.signal });
    await expect(job).rejects.toBeInstanceOf(Cancelled);
  });
});
