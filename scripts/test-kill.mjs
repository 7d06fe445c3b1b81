// `npm run test:kill [COUNT]`: kills the program COUNT times (default 200) while labels are edited and classes merged;
// `npm test` does it 20 times. `KILL_SEED` repeats an earlier run.
import { spawnSync } from 'node:child_process';
import { root } from './prepare.mjs';

const env = { ...process.env, KILLS: process.argv[2] ?? '200' };
const tests = ['tests/flow/kill.test.ts', 'tests/flow/killMerge.test.ts'];
const { status } = spawnSync(process.execPath, ['node_modules/vitest/vitest.mjs', 'run', ...tests], {
  cwd: root,
  env,
  stdio: 'inherit',
});
process.exitCode = status ?? 1;
