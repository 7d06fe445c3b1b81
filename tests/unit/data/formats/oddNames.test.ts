import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { cleanClassName } from '../../../../src-main/common/domain/taxonomy';
import { writableFormats } from '../../../../src-main/data/formats/registry';
import { createProject, openProject, type ProjectStore } from '../../../../src-main/data/project/store';
import { exportLabels } from '../../../../src-main/jobs/exportLabels';
import { importFiles } from '../../../../src-main/jobs/importFiles';
import { video } from '../../../builders/toyKitchen';
import { quiet, temporaryFolder } from '../temporaryProject';

const names = [
  'comma, and ; semicolon',
  'say "quoted"',
  "it's <b>bold</b> & more",
  'line\nbreak\ttab',
  'emoji 🍲👩‍🍳',
  'עברית right to left العربية',
  '001',
  '-1',
  'constructor',
  '{"json": [1]}',
  'a --> b',
  '# no comment',
  '=1+1',
];

async function kitchen(dir: string, timebase: 'seconds' | 'steps'): Promise<ProjectStore> {
  const store = await createProject(dir, { name: 'odd', singleLabel: true });
  const classes = names.map((name, i) => ({ id: i + 1, name, verb: name, noun: 'thing' }));
  const background = { id: 0, name: 'background', background: true as const };
  await store.saveTaxonomy({ ...store.taxonomy, nextId: names.length + 1, classes: [background, ...classes] });
  await store.saveVideos([video('v', { duration: 100, task: 'tea' })]);
  const segments = names.map((_, i) => {
    return { id: `h${i}`, start: i * 3, end: i * 3 + 2, classId: i + 1, origin: 'human' };
  });
  await store.saveAnnotation({ version: 1, video: 'v', timebase, segments, reviewed: [{ start: 0, end: 60 }] });
  return store;
}

const inFrames = ['ms-tcn', 'cvat', 'label-studio', 'frame-labels'];
const folders = ['ms-tcn', 'crosstask', 'frame-labels'];

describe.each(writableFormats)('names of classes in $title', ({ id }) => {
  it('come back, or what is lost of them is told', async () => {
    const dir = temporaryFolder();
    const store = await kitchen(join(dir, 'before'), inFrames.includes(id) ? 'steps' : 'seconds');
    const out = join(dir, 'out');
    const request = { format: id, labels: true, runs: [], annotators: [] };
    const { files, losses } = await exportLabels(store, request, out, false);
    const after = await createProject(join(dir, 'after'), { name: 'after', singleLabel: true });
    const given = folders.includes(id) ? [out] : files.map(({ path }) => join(out, path));
    expect((await importFiles({ project: after.dir, files: given, keepValid: false }, quiet)).refused).toEqual([]);
    const read = await openProject(after.dir);
    const nameOf = new Map(read.taxonomy.classes.map((c) => [c.id, cleanClassName(c.name)]));
    const found = (await read.annotation('v')).segments.map((s) => [s.start, s.end, nameOf.get(s.classId)]);
    const expected = names.map((name, i) => [
      i * 3,
      i * 3 + 2,
      cleanClassName(id === 'epic-kitchens' ? `${name} thing` : name),
    ]);
    const missing = expected.filter((one) => !found.some((other) => String(other) === String(one)));
    const told = losses.filter((loss) => /^(Left out|Named otherwise)/.test(loss)).join(' ');
    const count = Number(/: ([\d,]+) segments?/.exec(told)?.[1] ?? 0);
    expect(missing, told).toHaveLength(count);
  });
});
