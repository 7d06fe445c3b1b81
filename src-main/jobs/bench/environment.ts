import { readFile } from 'node:fs/promises';
import { availableParallelism, cpus } from 'node:os';
import { programCommit, programVersions } from '../provenance';

/** What figures depend on beside the program: they mean nothing without it. */
export interface Environment {
  /** Name of the processor. */
  device: string;
  /** Threads every contestant computes with. */
  threads: number;
  versions: Record<string, string>;
  commit: string;
}

/** What a timing was taken on. */
export async function environment(): Promise<Environment> {
  return {
    device: cpus()[0]?.model ?? process.arch,
    threads: await physicalCores(),
    versions: await programVersions(),
    commit: await programCommit(),
  };
}

/** ONNX Runtime computes with one thread a physical core, so peers get as many. */
async function physicalCores(): Promise<number> {
  const text = await readFile('/proc/cpuinfo', 'utf8').catch(() => '');
  const cores = text.matchAll(/^physical id\s*: (\d+)$[^]*?^core id\s*: (\d+)$/gm);
  const distinct = new Set(Array.from(cores, ([, socket, core]) => `${socket} ${core}`)).size;
  return distinct > 0 ? distinct : availableParallelism();
}
