import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ImportChoices } from '../../../src-main/common/contract/project';
import { addLane } from '../../../src-main/common/laneEditing';
import { changeSettled, listAnnotators, readAnnotatorLabels } from '../../../src-main/data/project/annotators';
import { openProject, type ProjectStore } from '../../../src-main/data/project/store';
import { Cancelled } from '../../../src-main/common/errors';
import { type Progress, unwatched } from '../../../src-main/common/progress';
import { agreementReport, annotatorLabels, disagreementList } from '../../../src-main/jobs/agreement';
import { importFiles, previewImport } from '../../../src-main/jobs/importFiles';
import {
  folderDigest,
  labels,
  quiet,
  smallProject,
  temporaryFolder,
  userError,
  writeFiles,
} from '../data/temporaryProject';

const head = 'video,start,end,class';

/** Imports rows as labels of an annotator. */
async function bring(store: ProjectStore, annotator: string, rows: readonly string[], name = 'theirs.csv') {
  const dir = temporaryFolder();
  writeFiles(dir, { [name]: `${[head, ...rows].join('\n')}\n` });
  const files = [join(dir, name)];
  const choices = { ...ImportChoices.parse({}), annotator };
  const preview = await previewImport(store, { files, choices }, quiet);
  const result = await importFiles({ project: store.dir, files, keepValid: true, choices }, quiet);
  return { preview, result, store: await openProject(store.dir) };
}

async function labelled(): Promise<ProjectStore> {
  const store = await smallProject();
  await store.saveAnnotation(
    labels('a', [
      [2, 6, 1],
      [8, 10, 2],
    ]),
  );
  return store;
}

describe('importing labels of another annotator', () => {
  it('keeps them beside the project’s own, which stay as they are', async () => {
    const store = await labelled();
    const before = folderDigest(join(store.dir, 'annotations'));
    const { result, store: after } = await bring(store, 'Mira', ['a,2,5,cut onion', 'a,12,14,stir pot']);
    expect(result).toMatchObject({ videos: 1, segments: 2, refused: [] });
    expect(folderDigest(join(store.dir, 'annotations'))).toEqual(before);
    expect(await listAnnotators(after)).toEqual([{ name: 'Mira', videos: ['a'] }]);
    const theirs = await readAnnotatorLabels(after, 'Mira', 'a');
    expect(theirs?.segments.map(({ start, end, classId }) => [start, end, classId])).toEqual([
      [2, 5, 1],
      [12, 14, 2],
    ]);
    expect((await annotatorLabels(after, 'a')).map(({ name }) => name)).toEqual(['Mira']);
    expect(await annotatorLabels(after, 'b')).toEqual([]);
    expect(after.project.splits).toEqual(store.project.splits);
  });

  it('are compared with labels of all lanes as one: a copy in another lane is no disagreement', async () => {
    const store = await labelled();
    await store.editTaxonomy(addLane(store.taxonomy, 'left hand'));
    const { segments, ...own } = await store.annotation('a');
    const copies = segments.map((one) => ({ ...one, id: `copy of ${one.id}`, lane: 1 }));
    await store.saveAnnotation({ ...own, segments: [...segments, ...copies] });
    const { store: after } = await bring(store, 'Mira', ['a,2,6,cut onion', 'a,8,10,stir pot']);
    expect((await disagreementList(after, { annotator: 'Mira', frames: 0 }, unwatched)).open).toEqual([]);
  });

  it('refuses videos that the project does not have, and names that cannot be a folder', async () => {
    const store = await labelled();
    const { result, store: after } = await bring(store, 'Mira', ['a,2,5,cut onion', 'soup,1,2,cut onion']);
    expect(result.refused.map(({ message }) => message)).toEqual([
      'The project has no video "soup" to compare labels of.',
    ]);
    expect(after.videos.map(({ id }) => id)).toEqual(['a', 'b']);
    expect((await userError(bring(after, '../out', ['a,2,5,cut onion']))).code).toBe('unsafe-id');
    expect(existsSync(join(after.dir, '..', 'out'))).toBe(false);
  });

  it('a second time replaces what they had of the video, and says so before', async () => {
    const { store } = await bring(await labelled(), 'Mira', ['a,2,5,cut onion', 'b,1,3,cut onion']);
    const again = await bring(store, 'Mira', ['a,3,7,stir pot'], 'later.csv');
    expect(again.preview.warnings.map(({ message }) => message)).toContain(
      'Labels of 1 videos are there already and will be replaced.',
    );
    expect((await readAnnotatorLabels(again.store, 'Mira', 'a'))?.segments).toMatchObject([{ start: 3, end: 7 }]);
    expect((await readAnnotatorLabels(again.store, 'Mira', 'b'))?.segments).toMatchObject([{ start: 1, end: 3 }]);
  });
});

describe('the agreement of a project', () => {
  it('counts what both have reviewed, at 25 frames a second where there is no video', async () => {
    const store = await labelled();
    await store.saveAnnotation({
      ...labels('a', [
        [2, 6, 1],
        [8, 10, 2],
      ]),
      reviewed: [{ start: 0, end: 16 }],
    });
    const { store: after } = await bring(store, 'Mira', ['a,2,5,cut onion', 'a,8,10,stir pot']);
    await after.apply({
      annotator: {
        name: 'Mira',
        annotations: [{ ...(await readAnnotatorLabels(after, 'Mira', 'a'))!, reviewed: [{ start: 0, end: 20 }] }],
      },
    });
    const report = await agreementReport(after, 'Mira', unwatched);
    expect(report).toMatchObject({ frames: 400, seconds: 16, segments: { mine: 2, theirs: 2 }, notes: [] });
    // 25 of 400 frames differ; by chance: background 250 x 275, class 1 100 x 75, class 2 50 x 50 of 400 squared.
    const chance = (250 * 275 + 100 * 75 + 50 * 50) / 400 ** 2;
    expect(report.frameAgreement?.value).toBeCloseTo(93.75, 10);
    expect(report.kappa?.value).toBeCloseTo((0.9375 - chance) / (1 - chance), 10);
    expect(report.edges.end).toMatchObject({ pairs: 2, seconds: { median: -0.5 } });
  });

  it('says in sentences why numbers are missing', async () => {
    const { store } = await bring(await labelled(), 'Mira', ['b,1,3,cut onion']);
    const report = await agreementReport(store, 'Mira', unwatched);
    expect(report).toMatchObject({ frames: 0, kappa: null, frameAgreement: null });
    expect(report.notes).toEqual([
      'Left out, since nothing in them was reviewed by both: 1 video.',
      'There is nothing that both you and Mira have reviewed.',
    ]);
    const error = await userError(agreementReport(store, 'Nobody', unwatched));
    expect([error.code, error.message]).toEqual(['no-annotator', 'Missing annotator "Nobody": there are Mira.']);
  });

  it('says how far it is, and stops when it is given up', async () => {
    const { store: after } = await bring(await labelled(), 'Mira', ['a,2,5,cut onion', 'a,8,10,stir pot']);
    const told: Progress[] = [];
    await agreementReport(after, 'Mira', { ...unwatched, report: (progress) => told.push(progress) });
    expect(new Set(told.map(({ stage }) => stage)).size).toBe(2);
    expect(told.at(-1)).toMatchObject({ done: told.at(-1)?.total, unit: 'videos' });
    const signal = AbortSignal.abort();
    await expect(agreementReport(after, 'Mira', { ...unwatched, signal })).rejects.toBeInstanceOf(Cancelled);
  });

  it('lists disagreements, the largest first, until they are settled', async () => {
    const store = await labelled();
    const { store: after } = await bring(store, 'Mira', ['a,2,5,cut onion', 'a,8,10,cut onion', 'a,12,12.6,stir pot']);
    const list = () => disagreementList(after, { annotator: 'Mira', frames: 5 }, unwatched);
    const before = await list();
    expect(before.open.map(({ kind, size }) => [kind, size])).toEqual([
      ['class', 2],
      ['edges', 1],
      ['missing here', 0.6],
    ]);
    expect(before.settled).toBe(0);
    const settled = { annotator: 'Mira', key: before.open[0]!.key };
    await changeSettled(after.dir, { ...settled, kept: 'mine' });
    expect(await list()).toMatchObject({ open: before.open.slice(1), settled: 1 });
    await changeSettled(after.dir, { ...settled, kept: null });
    expect(await list()).toEqual(before);
    // Theirs taken: gone because the labels agree now; undone, it is open again.
    const mine = await after.annotation('a');
    await changeSettled(after.dir, { annotator: 'Mira', key: before.open[2]!.key, kept: 'theirs' });
    expect((await list()).open).toHaveLength(3);
    await after.saveAnnotation(
      labels('a', [
        [2, 6, 1],
        [8, 10, 2],
        [12, 12.6, 2],
      ]),
    );
    expect(await list()).toMatchObject({ open: before.open.slice(0, 2), settled: 1 });
    await after.saveAnnotation(mine);
    expect(await list()).toMatchObject({ open: before.open, settled: 0 });
  });
});
