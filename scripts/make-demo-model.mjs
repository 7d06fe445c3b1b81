// `npm run make:demo-model [-- DIR]`: trains the toy kitchen's language model from random weights, a quarter
// of an hour on two cores, into DIR (default: resources/models/kitchen-lm, over the one the program ships).
// Ctrl C leaves what was there.
import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'vite';
import { ensureInstalled, root } from './prepare.mjs';

const dir = resolve(process.argv[2] ?? join(root, 'resources', 'models', 'kitchen-lm'));

ensureInstalled();
// Inside the clone, so that what is not bundled is found.
mkdirSync(join(root, 'out'), { recursive: true });
const bundle = mkdtempSync(join(root, 'out', 'language-model-'));
const stop = new AbortController();
process.once('SIGINT', () => stop.abort());
try {
  await build({
    configFile: false,
    logLevel: 'warn',
    build: { ssr: join(root, 'src-main', 'jobs', 'demo', 'languageModel.ts'), outDir: bundle },
  });
  const { trainLanguageModel } = await import(pathToFileURL(join(bundle, 'languageModel.js')).href);
  const commit = execFileSync('git', ['rev-parse', '--short=12', 'HEAD'], { cwd: root }).toString().trim();
  const say = (line) => process.stderr.write(`${line}\n`);
  const made = join(bundle, 'model');
  const result = await trainLanguageModel(
    { dir: made, commit },
    { signal: stop.signal, log: say, report: () => undefined },
  );
  cpSync(made, dir, { recursive: true });
  say(`${dir}: loss ${result.loss.toFixed(3)} nats a token; token frequencies alone ${result.unigramLoss.toFixed(3)}.`);
} catch (error) {
  if (!stop.signal.aborted) throw error;
  process.stderr.write('Cancelled.\n');
  process.exitCode = 130;
} finally {
  rmSync(bundle, { recursive: true, force: true });
}
