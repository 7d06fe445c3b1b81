import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { invertTaxonomyEdit, type TaxonomyEdit } from '../../src-main/common/domain/taxonomyEdit';
import { Rng } from '../../src-main/common/rng';
import { openProject, type ProjectStore } from '../../src-main/data/project/store';
import { planMerge } from '../../src-main/jobs/taxonomy';
import { client, servedProject } from '../builders/servedProgram';
import { labels, smallProject, video } from '../unit/data/temporaryProject';

/**
 * The program killed while classes are merged in many videos: real SIGKILLs to the built `gadw serve`, at moments drawn
 * from a seed once it has begun to write. `KILL_SEED` repeats an earlier run; it is killed a third of `KILLS` times.
 */
const seed = Number(process.env['KILL_SEED'] ?? Date.now() % 100_000);
const kills = Math.ceil(Number(process.env['KILLS'] ?? 20) / 3);
process.stdout.write(`KILL_SEED=${seed} kills=${kills}\n`);

/** What is there while files are written, and while they are moved into place; milliseconds that it takes, usually. */
const phases = [
  { mark: '.staging', longest: 200 },
  { mark: '.staging/complete', longest: 15 },
];
const videos = Array.from({ length: 80 }, (_, i) => `v${i}`);

async function largeProject(): Promise<ProjectStore> {
  const store = await smallProject();
  await store.saveVideos(videos.map((id) => video(id)));
  const annotations = videos.map((id, i) =>
    labels(id, [
      [0, 3, 1],
      [4, 6, 2],
      [5 + (i % 5), 12, 1],
    ]),
  );
  await store.apply({ annotations });
  return store;
}

/** Everything that a merge touches, as a text. */
async function stateOf(store: ProjectStore): Promise<string> {
  const all = await Promise.all(videos.map((id) => store.annotation(id)));
  return JSON.stringify([store.taxonomy.classes, all.map(({ segments }) => segments)]);
}

describe('a program that is killed while classes are merged', () => {
  it(
    `has merged all videos or none, ${kills} times`,
    async () => {
      const rng = new Rng(seed, 'kill merge');
      const store = await largeProject();
      const { dir } = store;
      const { edit } = await planMerge(store, [1], 2, true);
      const apart = await stateOf(store);
      await store.editTaxonomy(edit);
      const merged = await stateOf(store);
      let isMerged = true;
      let before = 0;
      let finished = 0;
      for (let kill = 0; kill < kills; kill++) {
        const next = isMerged ? invertTaxonomyEdit(edit) : edit;
        const { mark, longest } = phases[kill % 2]!;
        const acknowledged = await editAndKill(dir, next, join(dir, mark), rng.below(longest));
        const found = await stateOf(await openProject(dir));
        expect([apart, merged]).toContain(found);
        const isNow = found === merged;
        if (acknowledged) expect(isNow).toBe(!isMerged);
        else if (isNow === isMerged) before++;
        else finished++;
        isMerged = isNow;
      }
      process.stdout.write(`${before} kills left all as it was, ${finished} came before the answer and all was done\n`);
    },
    kills * 20_000,
  );
});

/**
 * @param mark the file or folder after whose appearance the program is killed
 * @returns whether the program had said that it is done
 */
async function editAndKill(dir: string, edit: TaxonomyEdit, mark: string, after: number): Promise<boolean> {
  const program = await servedProject(dir);
  const { call } = await client(program);
  let acknowledged = false;
  const editing = call('taxonomy.edit', edit).then(
    () => {
      acknowledged = true;
    },
    () => undefined,
  );
  while (!acknowledged && !existsSync(mark)) await wait(1);
  if (!acknowledged) await wait(after);
  program.command.process.kill('SIGKILL');
  await editing;
  await program.command.ended;
  return acknowledged;
}
