import { existsSync, mkdirSync, readdirSync, truncateSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { cacheSize, clearCache, markUsed, trimCache, trimFolder } from '../../../../src-main/data/project/cache';
import { openProject } from '../../../../src-main/data/project/store';
import { smallProject, temporaryFolder } from '../temporaryProject';

/** Files of 100 bytes; the first was used longest ago. */
function filled(...names: string[]): string {
  const folder = temporaryFolder();
  names.forEach((name, age) => {
    writeFileSync(join(folder, name), new Uint8Array(100));
    utimesSync(join(folder, name), 1000 + age, 1000 + age);
  });
  return folder;
}

describe('trimFolder', () => {
  it('removes what was unused for longest until the rest fits', async () => {
    const folder = filled('a', 'b', 'c', 'd');
    await trimFolder(folder, 250);
    expect(readdirSync(folder).sort()).toEqual(['c', 'd']);
    await trimFolder(folder, 250);
    expect(readdirSync(folder).sort()).toEqual(['c', 'd']);
  });

  it('keeps what was used since', async () => {
    const folder = filled('a', 'b', 'c');
    await markUsed(join(folder, 'a'));
    await trimFolder(folder, 200);
    expect(readdirSync(folder).sort()).toEqual(['a', 'c']);
  });

  it('counts a folder with all that is in it, and removes it whole', async () => {
    const folder = filled('a');
    const inside = join(folder, 'old');
    mkdirSync(inside);
    for (const name of ['0.jpg', '1.jpg']) writeFileSync(join(inside, name), new Uint8Array(100));
    utimesSync(inside, 500, 500);
    await trimFolder(folder, 299);
    expect(existsSync(inside)).toBe(false);
    expect(existsSync(join(folder, 'a'))).toBe(true);
  });

  it('removes what a killed process left half-made, not what is being made', async () => {
    const folder = filled('left.mp4.partial.mp4', 'b.mp4');
    writeFileSync(join(folder, 'making.mp4.partial.mp4'), 'begun');
    await trimFolder(folder, 1000);
    expect(readdirSync(folder).sort()).toEqual(['b.mp4', 'making.mp4.partial.mp4']);
  });

  it('never removes the latest, and does nothing where there is no folder', async () => {
    const folder = filled('a', 'b');
    await trimFolder(folder, 10);
    expect(readdirSync(folder)).toEqual(['b']);
    await trimFolder(join(folder, 'none'), 10);
  });
});

describe('the cache of a project', () => {
  it('is counted, kept to the limit that the project sets, and cleared but for what was used last', async () => {
    const store = await smallProject();
    const playing = join(store.dir, '.cache', 'playing');
    mkdirSync(playing, { recursive: true });
    const names = ['a.mp4', 'b.mp4', 'c.mp4'];
    names.forEach((name, age) => {
      // Nothing of it is on disk but its length.
      writeFileSync(join(playing, name), '');
      truncateSync(join(playing, name), 2 ** 30);
      utimesSync(join(playing, name), 1000 + age, 1000 + age);
    });
    expect(await cacheSize(store)).toBe(3 * 2 ** 30);
    await trimCache(store, 'playing');
    expect(readdirSync(playing)).toEqual(names);
    await store.saveProject({ ...store.project, cacheGigabytes: 2.2 });
    await trimCache(await openProject(store.dir), 'playing');
    expect(readdirSync(playing)).toEqual(['b.mp4', 'c.mp4']);
    await clearCache(store);
    expect(readdirSync(playing)).toEqual(['c.mp4']);
  });
});
