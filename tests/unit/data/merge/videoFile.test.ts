import { appendFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { fileState, videoHash } from '../../../../src-main/data/merge/videoFile';
import { createProject } from '../../../../src-main/data/project/store';
import { temporaryFolder, video } from '../temporaryProject';

describe('the file of a video', () => {
  it('is told from none, from one that is gone and come back, and from another in its place', async () => {
    const store = await createProject(temporaryFolder(), { name: 'files', singleLabel: false });
    const path = join(store.dir, 'a.mp4');
    await writeFile(path, 'a video');
    const a = video('a', { path: 'a.mp4', hash: await videoHash(path) });
    expect(await fileState(store, a)).toBe('ok');
    await rename(path, `${path}.away`);
    expect(await fileState(store, a)).toBe('missing');
    await rename(`${path}.away`, path);
    expect(await fileState(store, a)).toBe('ok');
    await appendFile(path, ' and more');
    expect(await fileState(store, a)).toBe('other');
    expect(await fileState(store, video('b', { path: null }))).toBe('none');
  });
});
