/**
 * What this machine can compute on. Each provider is probed once, by really running a small graph on it; one that is
 * absent says why.
 */
import { listSupportedBackends } from 'onnxruntime-node';
import { Builder } from '../ops/builder';
import { Executable } from './executable';
import { float32, floats } from './tensor';

export type DeviceId = 'cpu' | 'cuda' | 'dml' | 'coreml' | 'webgpu';

export interface DeviceReport {
  readonly id: DeviceId;
  readonly name: string;
  readonly available: boolean;
  /** Why it cannot be used, one sentence; empty where it can. */
  readonly reason: string;
  /** False for providers the program's own tests never ran on; shown as experimental. */
  readonly tested: boolean;
}

const providers: readonly { id: DeviceId; name: string; platforms: readonly NodeJS.Platform[]; tested: boolean }[] = [
  { id: 'cpu', name: 'CPU', platforms: ['linux', 'darwin', 'win32'], tested: true },
  { id: 'cuda', name: 'NVIDIA CUDA', platforms: ['linux', 'win32'], tested: false },
  { id: 'dml', name: 'DirectML', platforms: ['win32'], tested: false },
  { id: 'coreml', name: 'Core ML', platforms: ['darwin'], tested: false },
  { id: 'webgpu', name: 'WebGPU', platforms: ['linux', 'darwin', 'win32'], tested: true },
];

let reports: Promise<DeviceReport[]> | undefined;

/** All devices the program knows, the CPU first. Probed at the first call. */
export function listDevices(): Promise<DeviceReport[]> {
  reports ??= (async () => {
    const found: DeviceReport[] = [];
    for (const { id, name, platforms, tested } of providers) {
      const reason = platforms.includes(process.platform)
        ? await whyNot(id)
        : `${name} does not exist on ${process.platform}.`;
      found.push({ id, name, available: reason === '', reason, tested });
    }
    return found;
  })();
  return reports;
}

async function whyNot(id: DeviceId): Promise<string> {
  if (!listSupportedBackends().some((backend) => backend.name === id))
    return `The installed ONNX Runtime was built without ${id}.`;
  const b = new Builder();
  const x = b.input('x', 'float32', [2]);
  try {
    const executable = await Executable.create(b.graph({ y: b.add(x, x) }), { device: id, threads: 1 });
    const { y } = await executable.run({ x: float32([2], [1, 2]) });
    await executable.dispose();
    return floats(y!)[1] === 4 ? '' : `A small computation on ${id} gave a wrong result.`;
  } catch (error) {
    const { cause } = error as Error;
    return firstLine(cause instanceof Error ? cause.message : String(error));
  }
}

function firstLine(text: string): string {
  return text.split('\n')[0]!.trim();
}
