import { existsSync } from 'node:fs';
import { appendFile, rename, rm, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { fileStates } from '../../../../src-main/data/merge/fileStates';
import { videoHash } from '../../../../src-main/data/merge/videoFile';
import { createProject } from '../../../../src-main/data/project/store';
import { temporaryFolder, video } from '../temporaryProject';

/** A project with a video, of which the file was last changed at the given second. */
async function projectWithFile() {
  const store = await createProject(temporaryFolder(), { name: 'files', singleLabel: false });
  const path = join(store.dir, 'a.mp4');
  const write = async (text: string, second: number) => {
    await writeFile(path, text);
    await utimes(path, second, second);
  };
  await write('a video', 1000);
  await store.saveVideos([video('a', { path: 'a.mp4', hash: await videoHash(path) }), video('b', { path: null })]);
  const state = async (id = 'a') => (await fileStates(store)).get(id);
  return { store, path, write, state };
}

describe('the file of a video', () => {
  it('is told from none, from one that is gone and come back, and from another in its place', async () => {
    const { path, state } = await projectWithFile();
    expect(await state()).toBe('ok');
    await rename(path, `${path}.away`);
    expect(await state()).toBe('missing');
    await rename(`${path}.away`, path);
    expect(await state()).toBe('ok');
    await appendFile(path, ' and more');
    expect(await state()).toBe('other');
    expect(await state('b')).toBe('none');
  });

  it('is another one where one of its size was put in its place, as long as that is there', async () => {
    const { path, write, state } = await projectWithFile();
    expect(await state()).toBe('ok');
    await write('A VIDEO', 2000);
    expect(await state()).toBe('other');
    expect(await state()).toBe('other');
    await rm(path);
    expect(await state()).toBe('missing');
    await write('A VIDEO', 2000);
    expect(await state()).toBe('other');
    await write('a video', 3000);
    expect(await state()).toBe('ok');
  });

  it('is the same where only its time is another, as in a copy of the project', async () => {
    const { store, write, state } = await projectWithFile();
    expect(await state()).toBe('ok');
    await write('a video', 2000);
    expect(await state()).toBe('ok');
    expect(existsSync(join(store.dir, '.cache', 'files.json'))).toBe(true);
    await rm(join(store.dir, '.cache'), { recursive: true });
    expect(await state()).toBe('ok');
  });

  it('is what its new hash says once it was located anew', async () => {
    const { store, path, write, state } = await projectWithFile();
    expect(await state()).toBe('ok');
    await write('A VIDEO', 2000);
    await store.saveVideos([video('a', { path: 'a.mp4', hash: await videoHash(path) })]);
    expect(await state()).toBe('ok');
  });
});
