// `npm run test:python [-- --python PATH]`: makes the reference numbers of tests/reference again with a Python that has
// their packages (PyTorch, transformers, tokenizers, gguf) and compares them with the stored ones; then lets it read
// adapters trained here (tests/python). Without a Python, named by `--python` or GADW_PYTHON, everything is skipped.
// Ends with `N passed, N failed, N skipped`.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { extname, join } from 'node:path';
import { parseArgs } from 'node:util';
import { root } from './prepare.mjs';

const tests = join(root, 'tests');
/** Relative to a number, or to 1 where that is larger: what another version of PyTorch may round differently. */
const tolerance = 1e-6;

/** Where two JSON values differ, as a path; '' where they agree. */
function difference(found, stored, path = '$') {
  if (typeof stored === 'number' && typeof found === 'number')
    return Math.abs(found - stored) <= tolerance * Math.max(1, Math.abs(stored)) ? '' : path;
  if (stored === null || found === null || typeof stored !== 'object' || typeof found !== 'object')
    return Object.is(found, stored) ? '' : path;
  for (const key of new Set([...Object.keys(stored), ...Object.keys(found)])) {
    const inside = difference(found[key], stored[key], `${path}.${key}`);
    if (inside !== '') return inside;
  }
  return '';
}

function compare(made, stored) {
  const [found, expected] = [readFileSync(made), readFileSync(stored)];
  if (extname(stored) !== '.json') return found.equals(expected) ? '' : 'the bytes';
  return difference(JSON.parse(found.toString()), JSON.parse(expected.toString()));
}

/** Runs one script into a folder of its own. @returns what to print and to count */
function check(python, script) {
  const into = mkdtempSync(join(tmpdir(), 'gadw-reference-'));
  try {
    const env = { ...process.env, REFERENCE_INTO: into, PYTHONDONTWRITEBYTECODE: '1' };
    const { status, error, stderr } = spawnSync(python, [join(tests, 'reference', script)], { env, encoding: 'utf8' });
    if (error !== undefined) return ['failed', `${python} did not start: ${error.message}`];
    const missing = /ModuleNotFoundError: No module named '([^']+)'/.exec(stderr)?.[1];
    if (missing !== undefined) return ['skipped', `${python} has no package ${missing}.`];
    if (status !== 0) return ['failed', stderr.trim()];
    const files = readdirSync(into, { recursive: true, withFileTypes: true }).filter((file) => file.isFile());
    const paths = files.map((file) => join(file.parentPath, file.name).slice(into.length + 1));
    if (paths.length === 0) return ['failed', 'it wrote nothing.'];
    for (const path of paths) {
      const where = compare(join(into, path), join(tests, path));
      if (where !== '') return ['failed', `tests/${path} differs from what ${python} makes at ${where}.`];
    }
    return ['passed', paths.map((path) => `tests/${path}`).join(', ')];
  } finally {
    rmSync(into, { recursive: true, force: true });
  }
}

const { values } = parseArgs({ options: { python: { type: 'string' } } });
const python = values.python ?? process.env.GADW_PYTHON;
const scripts = readdirSync(join(tests, 'reference')).filter((name) => name.endsWith('.py') && name !== 'stored.py');
const count = { passed: 0, failed: 0, skipped: 0 };
for (const script of scripts) {
  const [outcome, why] =
    python === undefined
      ? ['skipped', 'no Python is named; set GADW_PYTHON or give --python PATH.']
      : check(python, script);
  count[outcome]++;
  process.stdout.write(`${script}: ${outcome}: ${why}\n`);
}
if (python === undefined) {
  count.skipped++;
  process.stdout.write('tests/python: skipped: no Python is named.\n');
} else {
  const vitest = join(root, 'node_modules', 'vitest', 'vitest.mjs');
  const env = { ...process.env, GADW_PYTHON: python };
  const { status } = spawnSync(process.execPath, [vitest, 'run', 'tests/python'], { cwd: root, env, stdio: 'inherit' });
  count[status === 0 ? 'passed' : 'failed']++;
}
process.stdout.write(`\n${count.passed} passed, ${count.failed} failed, ${count.skipped} skipped\n`);
process.exit(count.failed > 0 ? 1 : 0);
