import { beforeEach, describe, expect, it } from 'vitest';
import type { Client } from '../../../../src-main/common/contract';
import type { AppInfo } from '../../../../src-main/common/contract/app';
import type { LabelCounts } from '../../../../src-main/common/contract/labels';
import type { ProjectState } from '../../../../src-main/common/contract/project';
import { setClient } from '../../../../src-renderer/client';
import {
  labelsCounted,
  loadApplication,
  openProject,
  refresh,
  useProject,
} from '../../../../src-renderer/state/project';

/** The program's end: the counts that were asked for, each answered when the test says so. */
let asked: ((counts: Record<string, LabelCounts>) => void)[] = [];
let dir = '/p';

const project = () => ({ dir, videos: [{ id: 'a' }] }) as unknown as ProjectState;

function call(name: string): Promise<unknown> {
  if (name === 'labels.counts') return new Promise((resolve) => asked.push(resolve));
  return Promise.resolve(name === 'project.state' || name === 'project.open' ? project() : []);
}

const counts = () => useProject.getState().counts;
const counted = (segments: number): LabelCounts => ({ segments, reviewedSeconds: 2 });

beforeEach(() => {
  [asked, dir] = [[], '/p'];
  useProject.setState({ project: project(), counts: undefined, runs: undefined, devices: undefined });
  setClient({ call, on: () => () => undefined } as unknown as Client);
});

describe('counts of labels in the page', () => {
  it('come after the project and its lists, which do not wait for them', async () => {
    useProject.setState({ project: undefined });
    await loadApplication(Promise.resolve([{} as AppInfo, project()]));
    expect(useProject.getState()).toMatchObject({ project: project(), runs: [], counts: undefined });
    asked[0]?.({ a: counted(7) });
    await expect.poll(counts).toEqual({ a: counted(7) });
    await expect.poll(() => useProject.getState().devices).toEqual([]);
  });

  it('are those of an edit that was told while all were being counted', async () => {
    const loaded = refresh.counts();
    labelsCounted({ video: 'a', ...counted(8) });
    asked[0]?.({ a: counted(7), b: counted(1) });
    await loaded;
    expect(counts()).toEqual({ a: counted(8), b: counted(1) });
    labelsCounted({ video: 'b', ...counted(2) });
    expect(counts()).toEqual({ a: counted(8), b: counted(2) });
    const again = refresh.counts();
    asked[1]?.({ a: counted(9) });
    await again;
    expect(counts()).toEqual({ a: counted(9) });
  });

  it('of a project that is closed meanwhile are not those of the next', async () => {
    const loaded = refresh.counts();
    dir = '/q';
    await openProject('/q');
    asked[0]?.({ a: counted(7) });
    await loaded;
    expect(counts()).toBeUndefined();
    asked[1]?.({ a: counted(3) });
    await expect.poll(counts).toEqual({ a: counted(3) });
  });
});
