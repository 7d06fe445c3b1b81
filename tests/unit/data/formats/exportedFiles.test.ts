import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { exportLabels } from '../../../../src-main/jobs/exportLabels';
import { annotatedProject } from '../../../builders/annotatedProject';
import { temporaryFolder } from '../temporaryProject';

const stored = join(import.meta.dirname, '../../../fixtures/exports');
const kept: Record<string, string> = {
  elan: 'küche 厨房.eaf',
  boris: 'Küche.boris',
  webvtt: 'variable-1.vtt',
  srt: 'variable-1.srt',
};

/** `tests/reference/exports*.py`: what other programs' own readers find in the stored files. */
type Found = Record<string, [video: string, start: number, end: number, label: string][]>;
const found = (name: string) => JSON.parse(readFileSync(join(stored, name), 'utf8')) as Found;

async function exported() {
  const dir = temporaryFolder();
  const store = await annotatedProject(join(dir, 'project'), { overlaps: true });
  const files: Record<string, string> = {};
  for (const [format, name] of Object.entries(kept)) {
    await exportLabels(store, { format, labels: true, runs: [], annotators: [] }, join(dir, format), false);
    const text = readFileSync(join(dir, format, name), 'utf8');
    files[format] = text.replace(/file:\/\/\/[^"]*\/clips\//, 'file:///clips/');
  }
  return { store, files };
}

describe('exported files', () => {
  it('are those that other programs were seen to read', async () => {
    const { files } = await exported();
    for (const [format, name] of Object.entries(kept)) {
      await expect(files[format]).toMatchFileSnapshot(join(stored, name));
    }
  });

  it.each([
    ['pympi-ling', 'readers.json', 'elan', 'küche 厨房'],
    ['webvtt-py', 'readers.json', 'webvtt', 'variable-1'],
    ['srt', 'readers.json', 'srt', 'variable-1'],
    ['BORIS', 'boris.json', 'boris', 'küche 厨房'],
    ['BORIS', 'boris.json', 'boris', 'variable-1'],
    ['BORIS', 'boris.json', 'boris', 'P01_11'],
  ])('%s finds every segment (%s, %s, %s)', async (_, file, format, video) => {
    const { store } = await exported();
    const names = new Map(store.taxonomy.classes.map((c) => [c.id, c.name]));
    const { segments } = await store.annotation(video);
    const clock = await import('../../../../src-main/data/project/clocks').then(({ frameClock }) =>
      frameClock(store, store.video(video)),
    );
    const time = (frame: number) => (clock.times[frame] ?? clock.end) - (clock.times[0] ?? 0);
    const milliseconds = (seconds: number) => Math.round(seconds * 1000);
    const inOrder = (rows: (string | number)[][]) => rows.map((row) => row.join(' ')).sort();
    const expected = segments.map((s) => [
      milliseconds(time(s.start)),
      milliseconds(time(s.end)),
      names.get(s.classId) ?? '',
    ]);
    const rows = (found(file)[format] ?? []).filter(([id]) => id === video);
    expect(inOrder(rows.map(([, start, end, label]) => [milliseconds(start), milliseconds(end), label]))).toEqual(
      inOrder(expected),
    );
  });
});
