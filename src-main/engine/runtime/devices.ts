/**
 * What this machine can compute on. Each provider is probed once, by really running a small graph on it; one that is
 * absent says why.
 */
import { existsSync } from 'node:fs';
import type { DeviceId, DeviceReport } from '../../common/contract/app';
import { UserError } from '../../common/errors';
import { Builder } from '../ops/builder';
import { Executable } from './executable';
import { onnxRuntime } from './library';
import { float32, floats } from './tensor';

interface Provider {
  readonly id: DeviceId;
  readonly name: string;
  readonly platforms: readonly NodeJS.Platform[];
  /** Never run by the program's own tests on real hardware. */
  readonly experimental: boolean;
}

const providers: readonly Provider[] = [
  { id: 'cpu', name: 'CPU', platforms: ['linux', 'darwin', 'win32'], experimental: false },
  { id: 'cuda', name: 'NVIDIA CUDA', platforms: ['linux'], experimental: true },
  { id: 'dml', name: 'DirectML', platforms: ['win32'], experimental: true },
  { id: 'coreml', name: 'Core ML', platforms: ['darwin'], experimental: true },
  { id: 'webgpu', name: 'WebGPU', platforms: ['linux', 'darwin', 'win32'], experimental: true },
];

let reports: Promise<DeviceReport[]> | undefined;

/** All devices the program knows, the CPU first. Probed at the first call. */
export function listDevices(): Promise<DeviceReport[]> {
  reports ??= (async () => {
    const found: DeviceReport[] = [];
    for (const { id, name, platforms, experimental } of providers) {
      const reason = platforms.includes(process.platform)
        ? await whyNot(id, name)
        : `ONNX Runtime has no ${name} on ${process.platform}.`;
      found.push({ id, name, available: reason === '', reason, experimental });
    }
    return found;
  })();
  return reports;
}

/** Whether the NVIDIA kernel driver is loaded; without it fetching the CUDA provider is pointless. */
export function hasNvidiaDriver(): boolean {
  return existsSync('/proc/driver/nvidia/version');
}

async function whyNot(id: DeviceId, name: string): Promise<string> {
  const { listSupportedBackends } = await onnxRuntime();
  if (!listSupportedBackends().some((backend) => backend.name === id))
    return `The installed ONNX Runtime was built without ${name}.`;
  const b = new Builder();
  const x = b.input('x', 'float32', [2]);
  try {
    const executable = await Executable.create(b.graph({ y: b.add(x, x) }), { device: id, threads: 1 });
    const { y } = await executable.run({ x: float32([2], [1, 2]) });
    await executable.dispose();
    return floats(y!)[1] === 4 ? '' : `A small computation on ${name} gave a wrong result.`;
  } catch (error) {
    const cause = error instanceof UserError ? error.cause : error;
    return explain(id, cause instanceof Error ? cause.message : String(cause));
  }
}

/** ONNX Runtime's message as a sentence for people, where it is one that is known. */
function explain(id: DeviceId, message: string): string {
  if (id === 'cuda' && message.includes('Failed to load'))
    return hasNvidiaDriver()
      ? 'The CUDA provider of ONNX Runtime is not installed; `gadw devices --install-cuda` fetches it.'
      : 'No NVIDIA driver was found.';
  if (id === 'webgpu' && message.includes('adapter')) return 'No graphics adapter that WebGPU can use was found.';
  return message.split('\n')[0]!.trim();
}
