// `node scripts/figures.mjs`: draws the recipes in docs/figures from the demo that the program ships, beside them.
import { spawnSync } from 'node:child_process';
import { copyFileSync, cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ensureBuilt, ensureInstalled, root } from './prepare.mjs';

ensureInstalled();
ensureBuilt();
const docs = join(root, 'docs', 'figures');
const project = mkdtempSync(join(tmpdir(), 'gadw-figures-'));
cpSync(join(root, 'resources', 'demo'), project, { recursive: true });
mkdirSync(join(project, 'figures'));
for (const file of readdirSync(docs).filter((name) => name.endsWith('.json'))) {
  copyFileSync(join(docs, file), join(project, 'figures', file));
}
const args = [join(root, 'scripts', 'gadw.mjs'), 'figures', project, '--formats', 'svg,pdf,csv'];
const { status } = spawnSync(process.execPath, args, { stdio: 'inherit' });
if (status === 0)
  cpSync(join(project, 'figures', 'out'), docs, { recursive: true, filter: (path) => !path.endsWith('.inputs.json') });
rmSync(project, { recursive: true, force: true });
process.exitCode = status ?? 1;
