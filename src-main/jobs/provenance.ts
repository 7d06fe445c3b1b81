import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { z } from 'zod';
import { resourcesFolder } from '../data/resources';

/** Which program made a run: versions of what computes, and the commit where the program runs from a clone. */
export async function programVersions(): Promise<Record<string, string>> {
  const runtime = createRequire(import.meta.url).resolve('onnxruntime-node/package.json');
  return {
    program: await packageVersion(join(dirname(resourcesFolder()), 'package.json')),
    onnxruntime: await packageVersion(runtime),
    node: process.versions.node,
  };
}

/** Empty where the program is no clone, or git is not there. */
export async function programCommit(): Promise<string> {
  const options = { cwd: dirname(resourcesFolder()) };
  const { stdout } = await promisify(execFile)('git', ['rev-parse', 'HEAD'], options).catch(() => ({ stdout: '' }));
  return stdout.trim();
}

async function packageVersion(path: string): Promise<string> {
  return z.object({ version: z.string() }).parse(JSON.parse(await readFile(path, 'utf8'))).version;
}
