import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createProject, openProject } from '../../../../src-main/data/project/store';
import { folderDigest, labels, smallProject, temporaryFolder, userError, video, writeFiles } from '../temporaryProject';

describe('making and opening a project', () => {
  it('opens what it made', async () => {
    const store = await smallProject({ singleLabel: true });
    await store.saveAnnotation(labels('a', [[1, 2.5, 2]]));
    const again = await openProject(store.dir);
    expect(again.project).toEqual(store.project);
    expect(again.taxonomy.classes.map((c) => c.name)).toEqual(['background', 'cut onion', 'stir pot']);
    expect(again.videos).toEqual(store.videos);
    expect(await again.annotation('a')).toEqual(labels('a', [[1, 2.5, 2]]));
    expect((await again.annotation('b')).segments).toEqual([]);
  });

  it('does not make a project over another', async () => {
    const { dir } = await smallProject();
    const before = folderDigest(dir);
    const error = await userError(createProject(dir, { name: 'x', singleLabel: false }));
    expect(error.message).toBe(`${dir} holds a project already.`);
    expect(folderDigest(dir)).toEqual(before);
  });

  it('says what is no project', async () => {
    const dir = temporaryFolder();
    expect((await userError(openProject(dir))).message).toBe(`${dir} is not a project: it holds no project.json.`);
    const nowhere = join(dir, 'nowhere');
    const error = await userError(openProject(nowhere));
    expect(error.message).toBe(`${nowhere} is not a project: there is no such folder.`);
    expect(error.tip).toBe('Choose a project folder, or make one with "gadw init".');
  });

  it.each([
    [
      'project.json',
      '{"version": 2, "name": "x"}',
      'project.json has version 2, written by a newer program; this one reads versions up to 1.',
    ],
    [
      'project.json',
      '{"name": "x"}',
      'Invalid project.json: field version is missing, expected a whole number from 1.',
    ],
    ['project.json', '{"version": 1,\n "name": }', 'Invalid project.json: not JSON at line 2, column 10: found }.'],
    [
      'project.json',
      '{"version": 1',
      'Invalid project.json: not JSON at line 1, column 14: found the end of the text.',
    ],
    [
      'videos.json',
      '{"version": 1, "videos": [{"id": "a", "path": null, "fps": "25", "frames": 0, "duration": 0}]}',
      'Invalid videos.json: field videos[0].fps: expected number, received string.',
    ],
    [
      'taxonomy.json',
      '{"version": 1, "nextId": 1, "classes": [{"id": 1, "name": "x"}]}',
      'Invalid taxonomy.json: class id 1 is not below nextId 1.',
    ],
    [
      'annotations/a.json',
      '{"version": 1, "video": "a", "timebase": "frames", "segments": [{"id": "s1", "start": NaN}]}',
      'Invalid annotations/a.json: not JSON at line 1, column 87: found NaN.',
    ],
  ])('names file and field of a broken %s', async (path, text, message) => {
    const { dir } = await smallProject();
    writeFiles(dir, { [path]: text });
    const before = folderDigest(dir);
    const error = await userError(openProject(dir).then((store) => store.annotation('a')));
    expect(error.message).toBe(message);
    expect(error.tip).not.toBe('');
    expect(folderDigest(dir)).toEqual(before);
  });

  it('says which file is missing', async () => {
    const { dir } = await smallProject();
    rmSync(join(dir, 'videos.json'));
    expect((await userError(openProject(dir))).message).toBe(
      'Missing videos.json: the project folder holds project.json but not this file.',
    );
  });

  it('finishes a save that a crash stopped after its last file was written', async () => {
    const { dir } = await smallProject();
    const changed = readFileSync(join(dir, 'project.json'), 'utf8').replace('"kitchen"', '"renamed"');
    writeFiles(dir, { '.staging/files/project.json': changed, '.staging/complete': '' });
    expect((await openProject(dir)).project.name).toBe('renamed');
  });

  it('throws away a save that a crash stopped before its last file was written', async () => {
    const { dir } = await smallProject();
    const before = folderDigest(dir);
    writeFiles(dir, { '.staging/files/project.json': '{"half": ' });
    expect((await openProject(dir)).project.name).toBe('kitchen');
    expect(folderDigest(dir)).toEqual(before);
  });
});

describe('saving', () => {
  it.each([
    [
      labels('a', [
        [1, 5, 1],
        [4, 6, 2],
      ]),
      true,
      'Invalid annotations/a.json: "cut onion" 1 to 5 and "stir pot" 4 to 6 seconds overlap in a single-label project.',
    ],
    [labels('a', [[3, 2, 1]]), false, 'Invalid annotations/a.json: segments[0] ends before it starts: 3 to 2 seconds.'],
    [
      labels('a', [[1, 2, 7]]),
      false,
      'Invalid annotations/a.json: segments[0].classId is 7, which is no class of taxonomy.json.',
    ],
    [labels('c', []), false, 'Annotation of "c": there is no such video in videos.json.'],
  ])('refuses labels that do not fit and changes nothing (%#)', async (annotation, singleLabel, message) => {
    const store = await smallProject({ singleLabel });
    const before = folderDigest(store.dir);
    expect((await userError(store.saveAnnotation(annotation))).message).toBe(message);
    expect(folderDigest(store.dir)).toEqual(before);
  });

  it('allows overlap where the project does', async () => {
    const store = await smallProject();
    await store.saveAnnotation(
      labels('a', [
        [1, 5, 1],
        [4, 6, 2],
      ]),
    );
    expect((await store.annotation('a')).segments).toHaveLength(2);
  });

  it('never hands out a class id again', async () => {
    const store = await smallProject();
    const without = store.taxonomy.classes.filter((c) => c.id !== 2);
    await store.saveTaxonomy({ ...store.taxonomy, classes: without });
    const reused = { ...store.taxonomy, classes: [...without, { id: 2, name: 'pour water' }] };
    expect((await userError(store.saveTaxonomy(reused))).message).toBe(
      'Invalid taxonomy.json: "pour water" has id 2, but ids below 3 were handed out before and are never reused.',
    );
    await store.saveTaxonomy({ ...reused, nextId: 4, classes: [...without, { id: 3, name: 'pour water' }] });
  });

  it('refuses ids that would be one file, or no file, on some disk', async () => {
    const store = await smallProject();
    expect((await userError(store.saveVideos([video('Tea'), video('tea')]))).message).toBe(
      'The video id "tea" and "Tea" differ only in case.',
    );
    expect((await userError(store.saveVideos([video('../a')]))).message).toBe(
      'Invalid video id "../a": it cannot be a file name on every system.',
    );
    expect(() => store.runDir('a/b')).toThrow('Invalid run id "a/b"');
  });

  it('does not overwrite what somebody else has changed', async () => {
    const store = await smallProject();
    const other = await openProject(store.dir);
    await other.saveProject({ ...other.project, name: 'theirs' });
    const error = await userError(store.saveProject({ ...store.project, name: 'ours' }));
    expect(error.message).toBe('Could not save project.json: another program has changed it since it was read.');
    expect((await openProject(store.dir)).project.name).toBe('theirs');
  });

  it('lets many writers write in turn', async () => {
    const store = await smallProject();
    await Promise.all(['a', 'b'].map((id) => store.saveAnnotation(labels(id, [[1, 2, 1]]))));
    const again = await openProject(store.dir);
    expect(await Promise.all(['a', 'b'].map(async (id) => (await again.annotation(id)).segments.length))).toEqual([
      1, 1,
    ]);
  });
});

describe('paths', () => {
  it('keeps videos in or beside the project relative, others absolute', async () => {
    const store = await smallProject();
    const beside = join(store.dir, '..', 'videos', 'a.mp4');
    expect(store.storedVideoPath(join(store.dir, 'clips', 'a.mp4'))).toBe('clips/a.mp4');
    expect(store.storedVideoPath(beside)).toBe('../videos/a.mp4');
    expect(store.resolveVideoPath(video('a', { path: '../videos/a.mp4' }))).toBe(beside);
    const elsewhere = join(temporaryFolder(), 'a.mp4');
    expect(store.storedVideoPath(elsewhere)).toBe(elsewhere);
  });

  it('lists the feature sets that are described', async () => {
    const store = await smallProject();
    mkdirSync(join(store.dir, 'features', 'unfinished'), { recursive: true });
    const set = { version: 1, name: 'rgb', dim: 8, rate: 4, encoder: 'imported' };
    writeFiles(store.dir, { 'features/rgb/set.json': JSON.stringify(set) });
    expect((await store.featureSets()).map((s) => s.name)).toEqual(['rgb']);
    writeFileSync(join(store.dir, 'features', 'rgb', 'set.json'), JSON.stringify({ ...set, dim: 0 }));
    expect((await userError(store.featureSets())).message).toMatch(/^Invalid features\/rgb\/set\.json: field dim: /);
  });
});

describe('records that another process has changed', () => {
  const renamed = (name: string) => ({
    name: `Rename to “${name}”`,
    classes: [{ before: { id: 1, name: 'cut onion' }, after: { id: 1, name } }],
    labels: [],
  });

  it('are told apart from those that this one has written', async () => {
    const store = await smallProject();
    expect(await store.isChangedElsewhere()).toBe(false);
    await store.editTaxonomy(renamed('slice onion'));
    expect(await store.isChangedElsewhere()).toBe(false);
    const other = await openProject(store.dir);
    await other.saveVideos([...other.videos, video('c')]);
    expect(await store.isChangedElsewhere()).toBe(true);
    await store.reload();
    expect(await store.isChangedElsewhere()).toBe(false);
    expect(store.videos.map(({ id }) => id)).toEqual(['a', 'b', 'c']);
  });

  it('are never written over where they cannot be read', async () => {
    const store = await smallProject();
    const path = join(store.dir, 'taxonomy.json');
    writeFileSync(path, '{"version": 1, "classes": [');
    expect((await userError(store.reload())).message).toContain('taxonomy.json');
    expect((await userError(store.editTaxonomy(renamed('slice onion')))).message).toContain('taxonomy.json');
    expect(readFileSync(path, 'utf8')).toBe('{"version": 1, "classes": [');
    expect(store.taxonomy.classes[1]?.name, 'what was read last stays').toBe('cut onion');
  });
});
