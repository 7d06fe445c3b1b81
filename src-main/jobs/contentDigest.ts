import { createHash } from 'node:crypto';
import { readFile, stat } from 'node:fs/promises';

/** Hashes of files by path, for as long as size and time stay the same. */
const known = new Map<string, { stamp: string; digest: string }>();

/** One hash of the contents of files, in their order; one that is not there counts as such. */
export async function digestOf(paths: readonly string[]): Promise<string> {
  const hash = createHash('sha256');
  for (const path of paths) hash.update(await digestOfFile(path));
  return hash.digest('hex');
}

async function digestOfFile(path: string): Promise<string> {
  const found = await stat(path).catch(() => null);
  if (!found) return 'missing';
  const stamp = `${found.size} ${found.mtimeMs}`;
  const before = known.get(path);
  if (before?.stamp === stamp) return before.digest;
  const digest = createHash('sha256')
    .update(await readFile(path))
    .digest('hex');
  known.set(path, { stamp, digest });
  return digest;
}
