import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, posix, relative, sep } from 'node:path';

export interface Import {
  /** Importing file, from the repository's root, forward slashes. */
  from: string;
  /** Imported file or folder of this repository, from the root; null for a package. */
  to: string | null;
  /** What stands in the quotes. */
  specifier: string;
}

export const root = join(import.meta.dirname, '..', '..');

export function sourceFiles(folder: string): string[] {
  return readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.tsx?$/.test(entry.name))
    .map((entry) => relative(root, join(entry.parentPath, entry.name)).split(sep).join('/'))
    .sort();
}

const importPattern =
  /(?:^|\n)\s*(?:import|export)\b[^'"`;]*?\bfrom\s*['"]([^'"]+)['"]|\bimport\(\s*['"]([^'"]+)['"]\s*\)|(?:^|\n)\s*import\s*['"]([^'"]+)['"]|\brequire\(\s*['"]([^'"]+)['"]\s*\)/g;

/** Every import of a file, type imports counted too: a type from below shapes the layer above as much as a value. */
export function importsOf(file: string): Import[] {
  const text = readFileSync(join(root, file), 'utf8');
  return [...text.matchAll(importPattern)].map((match) => {
    const specifier = (match[1] ?? match[2] ?? match[3] ?? match[4]) as string;
    const to = specifier.startsWith('.')
      ? posix.normalize(posix.join(dirname(file).split(sep).join('/'), specifier))
      : null;
    return { from: file, to, specifier };
  });
}
