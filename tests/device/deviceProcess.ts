import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { build } from 'vite';
import type { DeviceId } from '../../src-main/common/contract/app';
import type { Line } from './tasks';

export interface DeviceProcess {
  readonly lines: readonly Line[];
  /** How the process ended and the last it said, for the message of a test that misses a line. */
  readonly end: string;
}

/** Bundles `computeOn.ts`. @returns path of its entry */
export async function bundleComputeOn(): Promise<string> {
  const outDir = resolve('out/test/device');
  await build({
    configFile: false,
    logLevel: 'error',
    build: {
      ssr: resolve(import.meta.dirname, 'computeOn.ts'),
      outDir,
      target: 'es2022',
      rolldownOptions: { output: { format: 'esm', entryFileNames: 'computeOn.mjs' } },
    },
  });
  return join(outDir, 'computeOn.mjs');
}

/** Does every task on a device and waits for the process to end. */
export async function computeOn(entry: string, device: DeviceId): Promise<DeviceProcess> {
  const env = { ...process.env, ...softwareVulkan() };
  const child = spawn(process.execPath, [entry, device], { env, stdio: ['ignore', 'pipe', 'pipe'], timeout: 280_000 });
  let [stdout, stderr] = ['', ''];
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  const how = await new Promise<string>((done, failed) => {
    child.once('error', failed);
    child.once('close', (code, signal) => done(signal ?? `exit code ${code}`));
  });
  const whole = stdout.split('\n').slice(0, -1);
  return {
    lines: whole.map((line) => JSON.parse(line) as Line),
    end: `the process that computed on ${device} ended with ${how}${stderr === '' ? '' : `:\n${stderr.slice(-2000)}`}`,
  };
}

/** Chromium's software Vulkan, so that WebGPU gives the same numbers everywhere; `VK_DRIVER_FILES` chooses another. */
function softwareVulkan(): Record<string, string> {
  const driver = '/usr/lib/chromium/vk_swiftshader_icd.json';
  if (process.env['VK_DRIVER_FILES'] !== undefined || !existsSync(driver)) return {};
  const directory = process.env['XDG_RUNTIME_DIR'] ?? mkdtempSync(join(tmpdir(), 'vulkan-'));
  return { VK_DRIVER_FILES: driver, VK_ICD_FILENAMES: driver, XDG_RUNTIME_DIR: directory };
}
