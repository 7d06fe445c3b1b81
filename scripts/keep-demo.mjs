// `npm run keep:demo -- DIR`: what `gadw demo DIR` made becomes what the program ships in resources/demo. Features and
// caches stay behind: they are made at the first start.
import { cpSync, existsSync, readdirSync, rmSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { root } from './prepare.mjs';

const [from] = process.argv.slice(2);
const kept = ['project.json', 'taxonomy.json', 'videos.json', 'annotations', 'clips', 'runs'];
const missing = from === undefined ? kept : kept.filter((name) => !existsSync(join(from, name)));
if (missing.length > 0) {
  process.stderr.write(
    `${from ?? 'The folder'} lacks ${missing.join(', ')}. Make it with "npm run -s gadw -- demo DIR".\n`,
  );
  process.exit(1);
}
const to = join(root, 'resources', 'demo');
rmSync(to, { recursive: true, force: true });
const filter = (path) => !basename(path).startsWith('.') && !/\.lock(\.owner)?$/.test(path);
for (const name of kept) cpSync(join(resolve(from), name), join(to, name), { recursive: true, filter });
process.stdout.write(`Kept ${readdirSync(to).join(', ')} in ${to}.\n`);
