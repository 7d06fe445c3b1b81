import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import type { Annotation } from '../../src-main/common/domain/annotation';
import { applyEdit } from '../../src-main/common/domain/edit';
import { Rng } from '../../src-main/common/rng';
import { openProject } from '../../src-main/data/project/store';
import { randomEdit } from '../builders/randomEdits';
import { client, servedProject } from '../builders/servedProgram';
import { smallProject } from '../unit/data/temporaryProject';

/**
 * The program killed while labels are edited: real SIGKILLs to the built `gadw serve`, at moments drawn from a seed.
 * `KILL_SEED` repeats an earlier run, `KILLS` says how many.
 */
const seed = Number(process.env['KILL_SEED'] ?? Date.now() % 100_000);
const kills = Number(process.env['KILLS'] ?? 20);
process.stdout.write(`KILL_SEED=${seed} KILLS=${kills}\n`);

/** Milliseconds of editing at most: several writes of the labels' file fall into it. */
const longest = 1500;

describe('a program that is killed while labels are edited', () => {
  it(
    `loses none of the edits that it has acknowledged, ${kills} times`,
    async () => {
      const rng = new Rng(seed, 'kill');
      const { dir } = await smallProject();
      let acknowledged = 0;
      for (let kill = 0; kill < kills; kill++) {
        const { states, pending } = await editUntilKilled(dir, kill, rng.below(longest));
        acknowledged += states.length - 1;
        const found = await (await openProject(dir)).annotation('a');
        // What was under way may be there or not; all before it is.
        expect([states.at(-1), pending]).toContainEqual(found);
      }
      process.stdout.write(`${acknowledged} edits acknowledged and found again\n`);
      expect(acknowledged).toBeGreaterThan(kills);
      expect(existsSync(join(dir, 'annotations', 'a.json'))).toBe(true);
    },
    kills * 20_000,
  );
});

/** @returns the labels after each edit that was acknowledged, and after the one that was under way at the kill */
async function editUntilKilled(dir: string, kill: number, after: number) {
  const program = await servedProject(dir);
  const { call } = await client(program);
  const states: Annotation[] = [await call('video.annotation', { video: 'a' })];
  const rng = new Rng(seed, `edits ${kill}`);
  let pending = states[0] as Annotation;
  const editing = (async () => {
    for (let i = 0; ; i++) {
      const edit = randomEdit(pending, rng, `edit ${kill} ${i}`);
      pending = applyEdit(pending, edit);
      await call('labels.edit', edit);
      states.push(pending);
    }
  })();
  await Promise.race([wait(after), editing]);
  program.command.process.kill('SIGKILL');
  await expect(editing).rejects.toThrow('The connection to the program was closed.');
  await program.command.ended;
  return { states, pending };
}
