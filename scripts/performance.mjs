// `node scripts/performance.mjs [NAME…] [--python PATH] [--rounds N]`: runs the benches of these names, else all of
// `gadw bench`, and keeps what they say in docs/performance.json and .md.
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { keepResults } from './performanceRecord.mjs';
import { ensureBuilt, ensureInstalled, root } from './prepare.mjs';

const all = ['train', 'infer', 'generate', 'kinds', 'evaluate', 'extract', 'embed'];
const words = process.argv.slice(2);
const named = words.filter((word) => all.includes(word));
const options = words.filter((word) => !all.includes(word));

ensureInstalled();
ensureBuilt();

function bench(name) {
  process.stderr.write(`gadw bench ${name}\n`);
  const args = [join(root, 'out', 'main', 'gadw.cjs'), 'bench', name, ...options, '--json'];
  const stdout = execFileSync(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'], maxBuffer: 2 ** 26 });
  const { lines: _lines, ...result } = JSON.parse(stdout.toString().trim().split('\n').at(-1));
  return result;
}

const results = (named.length > 0 ? named : all).map(bench);
keepResults(results, ['node scripts/performance.mjs', ...words.filter((word) => !word.includes('/'))].join(' '));
