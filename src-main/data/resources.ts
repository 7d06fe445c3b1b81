import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/**
 * The program's `resources` folder: the nearest one above this file, which holds for the
 * sources, the build and a package.
 * @throws Error when the program's own files are incomplete
 */
export function resourcesFolder(): string {
  let folder = dirname(fileURLToPath(import.meta.url));
  for (;;) {
    const candidate = join(folder, 'resources');
    if (existsSync(join(candidate, 'encoders')) || existsSync(join(candidate, 'models'))) return candidate;
    const parent = dirname(folder);
    if (parent === folder) throw new Error('internal: the resources folder is missing');
    folder = parent;
  }
}
