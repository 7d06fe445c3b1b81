import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { saveError } from '../../../../src-main/data/project/atomic';
import { smallProject } from '../temporaryProject';

/** A disk that takes nothing refuses the lock; its system's error is played here, as tests may run with every right. */
const disk = vi.hoisted(() => ({ refusal: '' }));
vi.mock(import('../../../../src-main/data/project/lock'), async (original) => {
  const lock = await original();
  return {
    ...lock,
    withLock: (path, action, saved) =>
      disk.refusal === ''
        ? lock.withLock(path, action, saved)
        : Promise.reject(saveError(path, Object.assign(new Error(disk.refusal), { code: disk.refusal }))),
  };
});

describe.each(['EROFS', 'ENOSPC', 'EACCES'])('on a disk that refuses with %s', (refusal) => {
  it('classes that somebody else has changed are read all the same', async () => {
    const store = await smallProject();
    const file = join(store.dir, 'taxonomy.json');
    writeFileSync(file, readFileSync(file, 'utf8').replace('cut onion', 'chop onion'));
    disk.refusal = refusal;
    await store.reload();
    disk.refusal = '';
    expect(store.taxonomy.classes.map(({ name }) => name)).toEqual(['background', 'chop onion', 'stir pot']);
  });
});
