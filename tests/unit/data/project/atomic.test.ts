import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import type * as promises from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { removeAbandoned, writeFileAtomic } from '../../../../src-main/data/project/atomic';
import { openProject } from '../../../../src-main/data/project/store';
import { folderDigest, labels, smallProject, temporaryFolder, userError } from '../temporaryProject';

/** The disk's next answer to writing the n-th file from now; null: it works. */
const disk = vi.hoisted(() => ({ fails: null as { code: string; after: number } | null }));

vi.mock('node:fs/promises', async (original) => {
  const real = await original<typeof promises>();
  const open: typeof real.open = async (path, flags, mode) => {
    const file = await real.open(path, flags, mode);
    if (flags !== 'wx' || disk.fails === null || disk.fails.after-- > 0) return file;
    const { code } = disk.fails;
    file.sync = () => Promise.reject(Object.assign(new Error(code), { code }));
    return file;
  };
  return { ...real, open };
});

afterEach(() => {
  disk.fails = null;
});

describe('writing a file whole', () => {
  it('replaces the content and leaves nothing beside it', async () => {
    const dir = temporaryFolder();
    writeFileSync(join(dir, 'a.json'), 'old');
    await writeFileAtomic(join(dir, 'a.json'), 'new');
    await writeFileAtomic(join(dir, 'deep', 'b.bin'), new Uint8Array([1, 2, 3]));
    expect(readFileSync(join(dir, 'a.json'), 'utf8')).toBe('new');
    expect([...readFileSync(join(dir, 'deep', 'b.bin'))]).toEqual([1, 2, 3]);
    expect(readdirSync(dir).sort()).toEqual(['a.json', 'deep']);
  });

  it.each([
    ['ENOSPC', 'disk-full', 'no space is left on the disk', 'Free some space on the disk, then save again.'],
    [
      'EROFS',
      'read-only-disk',
      'the disk is read-only',
      'Copy the project to a disk that can be written, then open it there.',
    ],
    [
      'EACCES',
      'no-permission',
      'this account may not write there',
      'Give this account the right to write there, then save again.',
    ],
  ])('on %s says so in one sentence and keeps the old file', async (system, code, found, tip) => {
    const dir = temporaryFolder();
    const path = join(dir, 'a.json');
    writeFileSync(path, 'old');
    disk.fails = { code: system, after: 0 };
    const error = await userError(writeFileAtomic(path, 'new'));
    expect(error).toMatchObject({
      code,
      tip,
      message: `Could not save ${path}: ${found}. What was there before is unchanged.`,
    });
    expect(readFileSync(path, 'utf8')).toBe('old');
    expect(readdirSync(dir)).toEqual(['a.json']);
  });
});

describe('a file half written by a process that was killed', () => {
  const ended = spawnSync(process.execPath, ['--version']).pid;
  const left = `.a.json.${ended}-3.tmp`;

  it('is removed; a write under way and all other files stay', async () => {
    const dir = temporaryFolder();
    const others = [`.a.json.${process.pid}-9.tmp`, `a.json.${ended}-3.tmp`, '.5.tmp', 'a.json'];
    for (const name of [left, ...others]) writeFileSync(join(dir, name), '{');
    await removeAbandoned(dir);
    expect(readdirSync(dir).sort()).toEqual(others.sort());
    await removeAbandoned(join(dir, 'nowhere'));
  });

  it('is gone from a project that is opened', async () => {
    const store = await smallProject();
    const { dir } = store;
    await store.saveAnnotation(labels('a', [[1, 2, 1]]));
    const before = folderDigest(dir);
    for (const folder of [dir, join(dir, 'annotations')]) writeFileSync(join(folder, left), '{');
    await openProject(dir);
    expect(folderDigest(dir)).toEqual(before);
  });
});

describe('a full disk while a project is saved', () => {
  it.each([0, 1, 2])('after %i of three files changes nothing', async (after) => {
    const store = await smallProject();
    await store.saveAnnotation(labels('a', [[1, 2, 1]]));
    const before = folderDigest(store.dir);
    disk.fails = { code: 'ENOSPC', after };
    const changes = {
      videos: store.videos.map((v) => ({ ...v, duration: 30 })),
      annotations: [labels('a', [[3, 4, 2]]), labels('b', [[5, 6, 1]])],
    };
    const error = await userError(store.apply(changes));
    expect(error.code).toBe('disk-full');
    expect(error.message).toMatch(/^Could not save \S+\.json: no space is left on the disk\./);
    expect(error.message).not.toContain('.staging');
    expect(folderDigest(store.dir)).toEqual(before);
    expect(store.video('a').duration).toBe(20);
    disk.fails = null;
    await store.apply(changes);
    expect((await store.annotation('b')).segments).toHaveLength(1);
  });
});
