import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Refusal } from '../../src-main/common/contract/project';
import { writeNpy } from '../../src-main/data/formats/npy';
import { openProject } from '../../src-main/data/project/store';
import { importFiles, previewImport } from '../../src-main/jobs/importFiles';
import { folderDigest, quiet, smallProject, temporaryFolder, writeFiles } from '../unit/data/temporaryProject';

/** `tests/fixtures/annotations.json`: broken files and the sentences the user must see. */
interface BrokenImport {
  name: string;
  singleLabel?: boolean;
  /** The project has no classes of its own. */
  empty?: boolean;
  /** Lines of text files, by path. */
  files: Record<string, string[]>;
  /** float32 arrays, by path: every value `values` (else 1), one NaN. */
  arrays?: Record<string, { shape: number[]; values?: number; nanAt?: number }>;
  import: string[];
  refused: Refusal[];
  /** What `keepValid` takes. */
  valid: { videos: number; segments: number };
}

const table = JSON.parse(
  readFileSync(join(import.meta.dirname, '..', 'fixtures', 'annotations.json'), 'utf8'),
) as BrokenImport[];

async function prepared(broken: BrokenImport) {
  const store = await smallProject({ singleLabel: broken.singleLabel ?? false });
  if (broken.empty) await store.saveTaxonomy({ ...store.taxonomy, classes: store.taxonomy.classes.slice(0, 1) });
  const dir = temporaryFolder();
  const text = (lines: string[]) => lines.map((line) => `${line}\n`).join('');
  writeFiles(dir, Object.fromEntries(Object.entries(broken.files).map(([path, lines]) => [path, text(lines)])));
  for (const [path, { shape, values = 1, nanAt }] of Object.entries(broken.arrays ?? {})) {
    const data = new Float32Array(shape.reduce((a, b) => a * b)).fill(values);
    if (nanAt !== undefined) data[nanAt] = Number.NaN;
    await writeNpy(join(dir, path), { dtype: 'float32', shape, data });
  }
  const said = (list: Refusal[]) =>
    list.map((r) => ({ ...r, message: r.message.replaceAll(dir, 'DIR').replace(/ \(DIR\/.*\)/, '') }));
  return { store, files: broken.import.map((path) => join(dir, path)), said };
}

describe.each(table)('$name', (broken) => {
  it('is refused with these sentences, and the project on disk is unchanged', async () => {
    const { store, files, said } = await prepared(broken);
    const before = folderDigest(store.dir);
    expect(said((await previewImport(store, { files }, quiet)).refused)).toEqual(broken.refused);
    const result = await importFiles({ project: store.dir, files, keepValid: false }, quiet);
    expect(said(result.refused)).toEqual(broken.refused);
    expect([result.videos, result.segments]).toEqual([0, 0]);
    expect(folderDigest(store.dir)).toEqual(before);
  });

  it('leaves the rest to be imported', async () => {
    const { store, files, said } = await prepared(broken);
    const result = await importFiles({ project: store.dir, files, keepValid: true }, quiet);
    expect(said(result.refused)).toEqual(broken.refused);
    expect({ videos: result.videos, segments: result.segments }).toEqual(broken.valid);
    const after = await openProject(store.dir);
    const counts = await Promise.all(after.videos.map(async (v) => (await after.annotation(v.id)).segments.length));
    expect(counts.reduce((a, b) => a + b, 0)).toBe(broken.valid.segments);
  });
});
