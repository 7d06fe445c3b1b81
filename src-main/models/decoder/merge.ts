import { Builder } from '../../engine/ops/builder';
import { Executable } from '../../engine/runtime/executable';
import type { HostTensor } from '../../engine/runtime/tensor';
import type { Lora } from './lora';

/**
 * Weights with the adapters of the layers' projections added (W + (α / rank) · B A), so that inference needs none of
 * them. An adapter of the head is left alone: the head is applied to few rows, and is often the embedding table too.
 * @param weights by our names; those without an adapter are handed on, not copied
 * @param adapter `layer.0.q.loraA`, … as `readAdapter` gives them
 */
export async function mergeLora(
  weights: ReadonlyMap<string, HostTensor>,
  adapter: ReadonlyMap<string, HostTensor>,
  lora: Pick<Lora, 'rank' | 'alpha'>,
): Promise<Map<string, HostTensor>> {
  const merged = new Map(weights);
  const executables = new Map<string, Executable>();
  try {
    for (const [name, weight] of weights) {
      const module = name.replace(/\.weight$/, '');
      const a = adapter.get(`${module}.loraA`);
      const b = adapter.get(`${module}.loraB`);
      if (!name.startsWith('layer.') || !a || !b) continue;
      const kind = `${weight.dtype} ${weight.dims.join()}`;
      const executable = executables.get(kind) ?? (await mergeExecutable(weight, lora));
      executables.set(kind, executable);
      merged.set(name, (await executable.run({ weight, a, b }))['merged']!);
    }
  } finally {
    for (const executable of executables.values()) await executable.dispose();
  }
  return merged;
}

function mergeExecutable(
  { dtype, dims }: HostTensor,
  { rank, alpha }: Pick<Lora, 'rank' | 'alpha'>,
): Promise<Executable> {
  const [rows, columns] = dims as [number, number];
  const stored = dtype === 'float16' ? 'float16' : 'float32';
  const builder = new Builder();
  const weight = builder.weight('weight', [rows, columns], stored);
  const a = builder.input('a', 'float32', [rank, columns]);
  const b = builder.input('b', 'float32', [rows, rank]);
  const sum = builder.add(weight, builder.matmul(builder.mul(b, alpha / rank), a));
  return Executable.create(builder.graph({ merged: builder.cast(sum, stored) }), { device: 'cpu' });
}
