import type { DeviceId } from '../../src-main/common/contract/app';
import { Executable } from '../../src-main/engine/runtime/executable';
import { floats } from '../../src-main/engine/runtime/tensor';
import { build, feedsOf, programs, references } from '../gradient/programs';
import { trainClassifier } from './classifierTraining';
import { train } from './smallTraining';

/** Arrays of numbers by name. */
export type Computed = Readonly<Record<string, readonly number[]>>;

/** What every device computes as the CPU does. */
export const tasks = {
  'all operators, outputs and gradients': operators,
  'training a GAD classifier': trainClassifier,
  'training, frozen fp32': (device) => train(device, { stored: 'float32', recompute: 'none' }),
  'training, frozen fp32, layers recomputed': (device) => train(device, { stored: 'float32', recompute: 'layer' }),
  'training, frozen fp16': (device) => train(device, { stored: 'float16', recompute: 'none' }),
} as const satisfies Record<string, (device: DeviceId) => Promise<Computed>>;
export type TaskName = keyof typeof tasks;

/**
 * What a process that computes on a device prints: first about the device (no reason: it is there), then for each task.
 */
export type Line =
  | { readonly reason: string }
  | { readonly task: TaskName; readonly computed: Computed }
  | { readonly task: TaskName; readonly unsupported: string };

/** By `<program>: <output>`; without casts, which need half precision. */
async function operators(device: DeviceId): Promise<Computed> {
  const computed: Record<string, number[]> = {};
  for (const [name, program] of Object.entries(programs)) {
    if (name === 'cast') continue;
    const executable = await Executable.create(build(program, references[name]!), { device, threads: 1 });
    const results = await executable.run(feedsOf(references[name]!));
    for (const [output, tensor] of Object.entries(results)) computed[`${name}: ${output}`] = [...floats(tensor)];
    await executable.dispose();
  }
  return computed;
}
