import { existsSync, mkdirSync, readdirSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { markUsed, trimCache } from '../../../../src-main/data/project/cache';
import { temporaryFolder } from '../temporaryProject';

/** Files of 100 bytes; the first was used longest ago. */
function filled(...names: string[]): string {
  const folder = temporaryFolder();
  names.forEach((name, age) => {
    writeFileSync(join(folder, name), new Uint8Array(100));
    utimesSync(join(folder, name), 1000 + age, 1000 + age);
  });
  return folder;
}

describe('trimCache', () => {
  it('removes what was unused for longest until the rest fits', async () => {
    const folder = filled('a', 'b', 'c', 'd');
    await trimCache(folder, 250);
    expect(readdirSync(folder).sort()).toEqual(['c', 'd']);
    await trimCache(folder, 250);
    expect(readdirSync(folder).sort()).toEqual(['c', 'd']);
  });

  it('keeps what was used since', async () => {
    const folder = filled('a', 'b', 'c');
    await markUsed(join(folder, 'a'));
    await trimCache(folder, 200);
    expect(readdirSync(folder).sort()).toEqual(['a', 'c']);
  });

  it('counts a folder with all that is in it, and removes it whole', async () => {
    const folder = filled('a');
    const inside = join(folder, 'old');
    mkdirSync(inside);
    for (const name of ['0.jpg', '1.jpg']) writeFileSync(join(inside, name), new Uint8Array(100));
    utimesSync(inside, 500, 500);
    await trimCache(folder, 299);
    expect(existsSync(inside)).toBe(false);
    expect(existsSync(join(folder, 'a'))).toBe(true);
  });

  it('removes what a killed process left half-made, not what is being made', async () => {
    const folder = filled('left.mp4.partial.mp4', 'b.mp4');
    writeFileSync(join(folder, 'making.mp4.partial.mp4'), 'begun');
    await trimCache(folder, 1000);
    expect(readdirSync(folder).sort()).toEqual(['b.mp4', 'making.mp4.partial.mp4']);
  });

  it('never removes the latest, and does nothing where there is no folder', async () => {
    const folder = filled('a', 'b');
    await trimCache(folder, 10);
    expect(readdirSync(folder)).toEqual(['b']);
    await trimCache(join(folder, 'none'), 10);
  });
});
