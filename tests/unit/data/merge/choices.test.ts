import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ImportChoices } from '../../../../src-main/common/contract/project';
import { createProject, openProject, type ProjectStore } from '../../../../src-main/data/project/store';
import { importFiles, previewImport } from '../../../../src-main/jobs/importFiles';
import { planMerge } from '../../../../src-main/jobs/taxonomy';
import { folderDigest, quiet, smallProject, temporaryFolder, writeFiles } from '../temporaryProject';

const rows = ['video,start,end,class,tier', 'a,1,2,Slice onion,hand', 'a,3,4,talk,voice', 'a,5,6,Stir_pot,hand'];
const choices = (values: Partial<ImportChoices>): ImportChoices => ({ ...ImportChoices.parse({}), ...values });

async function table() {
  const store = await smallProject();
  const dir = temporaryFolder();
  writeFiles(dir, { 'x.csv': `${rows.join('\n')}\n` });
  return { store, files: [join(dir, 'x.csv')] };
}

async function bring(store: ProjectStore, files: string[], chosen: ImportChoices) {
  const result = await importFiles({ project: store.dir, files, keepValid: false, choices: chosen }, quiet);
  return { result, after: await openProject(store.dir) };
}

describe('classes of the files', () => {
  it('are listed with what becomes of them; those that nobody knows are refused', async () => {
    const { store, files } = await table();
    const before = folderDigest(store.dir);
    const preview = await previewImport(store, { files }, quiet);
    expect(preview.labels).toEqual([
      { name: 'Slice onion', segments: 1, becomes: 'none' },
      { name: 'Stir_pot', segments: 1, becomes: 2 },
      { name: 'talk', segments: 1, becomes: 'none' },
    ]);
    expect(preview.lanes).toEqual([
      { name: 'hand', segments: 2, becomes: 'new' },
      { name: 'voice', segments: 1, becomes: 'new' },
    ]);
    expect(preview.refused.map((r) => r.line)).toEqual([2, 3]);
    expect(folderDigest(store.dir)).toEqual(before);
  });

  it('mean what was chosen, now and at the next import', async () => {
    const { store, files } = await table();
    const chosen = choices({ classes: { 'Slice onion': 1, talk: null } });
    const { result, after } = await bring(store, files, chosen);
    expect([result.refused, result.segments]).toEqual([[], 2]);
    const { segments, reviewed } = await after.annotation('a');
    expect(segments.map((s) => [s.start, s.classId])).toEqual([
      [1, 1],
      [5, 2],
    ]);
    // What is left out is not known to be background.
    expect(reviewed).toEqual([
      { start: 0, end: 3 },
      { start: 4, end: 6 },
    ]);
    expect(after.project.importedClasses).toEqual({ 'slice onion': 1, talk: null });
    expect((await previewImport(after, { files }, quiet)).labels.map((label) => label.becomes)).toEqual([1, 2, null]);
    expect((await previewImport(after, { files }, quiet)).refused).toEqual([]);
  });

  it('become new classes where that is asked for, and the earlier meaning is forgotten', async () => {
    const { store, files } = await table();
    const { after } = await bring(store, files, choices({ classes: { 'Slice onion': 1, talk: null } }));
    const again = await bring(after, files, choices({ classes: { talk: 'new' } }));
    expect(again.after.taxonomy.classes.map((c) => c.name)).toEqual(['background', 'cut onion', 'stir pot', 'talk']);
    expect(again.after.project.importedClasses).toEqual({ 'slice onion': 1 });
    expect((await again.after.annotation('a')).segments).toHaveLength(3);
  });

  it('mean nothing any more where their class is gone', async () => {
    const { store, files } = await table();
    await store.saveProject({ ...store.project, importedClasses: { talk: 99 } });
    expect((await previewImport(store, { files }, quiet)).labels.find((label) => label.name === 'talk')?.becomes).toBe(
      'none',
    );
  });
});

describe('lanes of the files', () => {
  it('mean the class that theirs was merged into, by name and as it was chosen', async () => {
    const { store, files } = await table();
    await bring(store, files, choices({ classes: { 'Slice onion': 1, talk: null } }));
    const project = await openProject(store.dir);
    await project.editTaxonomy((await planMerge(project, [1], 2, false)).edit);
    writeFiles(store.dir, { 'more.csv': 'video,start,end,class\nb,1,2,Cut_onion\nb,3,4,Slice onion\n' });
    const { labels } = await previewImport(project, { files: [join(store.dir, 'more.csv')] }, quiet);
    expect(labels.map(({ name, becomes }) => [name, becomes])).toEqual([
      ['Cut_onion', 2],
      ['Slice onion', 2],
    ]);
  });

  it('are lanes of the project, new ones below those it has', async () => {
    const { store, files } = await table();
    const preview = await previewImport(
      store,
      { files, choices: choices({ classes: { 'Slice onion': 1, talk: 'new' } }) },
      quiet,
    );
    const names = ({ taxonomy }: ProjectStore) => taxonomy.lanes?.map(({ id, name }) => `${id} ${name}`);
    const { after } = await bring(store, files, choices({ classes: { 'Slice onion': 1, talk: 'new' } }));
    expect(names(after)).toEqual(['0 hand', '1 voice']);
    expect(preview.newLanes).toEqual(['hand', 'voice']);
    expect((await after.annotation('a')).segments.map(({ start, lane }) => [start, lane])).toEqual([
      [1, undefined],
      [3, 1],
      [5, undefined],
    ]);
    writeFiles(store.dir, { 'more.csv': 'video,start,end,class,tier\nb,1,2,talk,voice\nb,3,4,talk,legs\n' });
    const again = await bring(after, [join(store.dir, 'more.csv')], choices({}));
    expect(names(again.after)).toEqual(['0 hand', '1 voice', '2 legs']);
    expect((await again.after.annotation('b')).segments.map(({ lane }) => lane)).toEqual([1, 2]);
  });

  it('are one where segments must not overlap', async () => {
    const store = await createProject(join(temporaryFolder(), 'p'), { name: 'p', singleLabel: true });
    const dir = temporaryFolder();
    writeFiles(dir, { 'x.csv': `${rows.join('\n')}\n` });
    const { after, result } = await bring(store, [join(dir, 'x.csv')], choices({}));
    expect(result.segments).toBe(3);
    expect(after.taxonomy.lanes).toBeUndefined();
    expect((await after.annotation('a')).segments.every(({ lane }) => lane === undefined)).toBe(true);
  });

  it('mean what was chosen at the next import too, until another is chosen or the lane is gone', async () => {
    const { store, files } = await table();
    const lanes = [
      { id: 0, name: 'labels' },
      { id: 1, name: 'both' },
    ];
    await store.saveTaxonomy({ ...store.taxonomy, lanes, nextLane: 2 });
    const known = { 'Slice onion': 1, talk: 1 };
    const { after } = await bring(store, files, choices({ classes: known, lanes: { hand: 1, voice: null } }));
    expect(after.project.importedLanes).toEqual({ hand: 1, voice: null });
    const becomes = async (project: ProjectStore, chosen: ImportChoices['lanes'] = {}) => {
      const { lanes: found } = await previewImport(project, { files, choices: choices({ lanes: chosen }) }, quiet);
      return found.map((lane) => lane.becomes);
    };
    expect(await becomes(after)).toEqual([1, null]);
    expect(await becomes(after, { voice: 0 })).toEqual([1, 0]);
    expect(await becomes(after, { hand: 'new', voice: 'new' })).toEqual(['new', 'new']);
    await after.saveProject({ ...after.project, importedLanes: { hand: 7 } });
    expect(await becomes(after)).toEqual(['new', 'new']);
  });

  it('become the lanes that are chosen: one that is there, a new one, or one for all', async () => {
    const { store, files } = await table();
    const known = { classes: { 'Slice onion': 1, talk: 'new' as const } };
    await store.saveTaxonomy({
      ...store.taxonomy,
      lanes: [
        { id: 0, name: 'left' },
        { id: 3, name: 'right' },
      ],
      nextLane: 4,
    });
    const into = choices({ ...known, lanes: { hand: 3 } });
    const preview = await previewImport(store, { files, choices: into }, quiet);
    expect(preview.lanes.map(({ name, becomes }) => [name, becomes])).toEqual([
      ['hand', 3],
      ['voice', 'new'],
    ]);
    expect(preview.newLanes).toEqual(['voice']);
    const { after } = await bring(store, files, into);
    expect(after.taxonomy.lanes?.map(({ id, name }) => `${id} ${name}`)).toEqual(['0 left', '3 right', '4 voice']);
    expect((await after.annotation('a')).segments.map(({ lane }) => lane)).toEqual([3, 4, 3]);
    // The same files again, all into the first lane: what they brought is replaced.
    const again = await bring(after, files, choices({ lanes: { hand: 0, voice: 0 } }));
    expect(again.result.warnings.map(({ message }) => message)).toContain(
      '3 segments of 1 video that files of these names brought before will be replaced.',
    );
    expect((await again.after.annotation('a')).segments.map(({ lane }) => lane)).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
  });

  it('take in what has no lane, too', async () => {
    const { store } = await table();
    await store.saveTaxonomy({
      ...store.taxonomy,
      lanes: [
        { id: 0, name: 'left' },
        { id: 3, name: 'right' },
      ],
      nextLane: 4,
    });
    writeFiles(store.dir, { 'a.srt': '1\n00:00:01,000 --> 00:00:02,000\nstir pot\n' });
    const files = [join(store.dir, 'a.srt')];
    expect((await previewImport(store, { files }, quiet)).lanes).toEqual([{ name: '', segments: 1, becomes: 0 }]);
    const { after } = await bring(store, files, choices({ lanes: { '': 3 } }));
    expect((await after.annotation('a')).segments.map(({ lane }) => lane)).toEqual([3]);
  });

  it('are left out where that is asked for', async () => {
    const { store, files } = await table();
    const { result } = await bring(store, files, choices({ lanes: { voice: null }, classes: { 'Slice onion': 1 } }));
    expect([result.refused, result.segments]).toEqual([[], 2]);
  });
});

describe('names that JavaScript knows otherwise', () => {
  it('are classes and lanes as any', async () => {
    const store = await createProject(join(temporaryFolder(), 'p'), { name: 'p', singleLabel: false });
    writeFiles(store.dir, {
      'x.csv': 'video,start,end,class,tier\na,1,2,constructor,toString\na,2,3,__proto__,valueOf\n',
    });
    const { after, result } = await bring(store, [join(store.dir, 'x.csv')], choices({}));
    expect([result.refused, result.segments]).toEqual([[], 2]);
    expect(after.taxonomy.classes.map((c) => c.name)).toEqual(['background', '__proto__', 'constructor']);
    expect(after.taxonomy.lanes?.map(({ name }) => name)).toEqual(['toString', 'valueOf']);
  });
});

describe('notes of the files', () => {
  it('come along', async () => {
    const store = await smallProject();
    const dir = temporaryFolder();
    writeFiles(dir, { 'x.csv': 'video,start,end,class,comment\na,1,2,stir pot,"slowly, twice"\n' });
    const { after } = await bring(store, [join(dir, 'x.csv')], choices({}));
    expect((await after.annotation('a')).segments[0]?.note).toBe('slowly, twice');
  });
});
