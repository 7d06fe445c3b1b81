/** The optimiser as a graph, for devices that keep parameters and moments in their own memory. */
import type { Graph, Shape, Value } from '../graph/graph';
import { Builder } from '../ops/builder';
import { type AdamWSettings, adamw, type Scalars, scalarNames } from './adamw';
import type { Arithmetic } from './arithmetic';

/** The four tensors of a parameter, by prefix; updated ones are the outputs of the same names with `new `. */
export const stateKinds = ['parameter', 'gradient', 'first', 'second'] as const;
export type StateKind = (typeof stateKinds)[number];

/**
 * Inputs `<kind> <name>` for every parameter, `gradientScale` (before clipping) and the other scalars; outputs
 * `new <kind> <name>`, with gradients set back to zero, and `gradientNorm` of the scaled gradients before clipping.
 */
export function updateGraph(parameters: Readonly<Record<string, Shape>>, settings: AdamWSettings): Graph {
  const b = new Builder();
  const scalars = Object.fromEntries(scalarNames.map((name) => [name, b.input(name, 'float32', [])]));
  const states = Object.entries(parameters).map(([name, shape]) => ({
    name,
    state: Object.fromEntries(stateKinds.map((kind) => [kind, b.input(`${kind} ${name}`, 'float32', shape)])) as Record<
      StateKind,
      Value
    >,
  }));

  const squares = states.map(({ state }) => b.reduceSum(b.square(state.gradient)));
  const total = squares.reduce((sum, square) => b.add(sum, square));
  const gradientNorm = b.mul(b.sqrt(total), scalars['gradientScale']!);
  const { maxGradientNorm } = settings;
  // Shaders need not know infinity.
  const clip = maxGradientNorm === Infinity ? 1 : b.minimum(b.div(maxGradientNorm, b.add(gradientNorm, 1e-6)), 1);
  const clipped = { ...scalars, gradientScale: b.mul(scalars['gradientScale']!, clip) } as Scalars<Value>;

  const outputs: Record<string, Value> = { gradientNorm };
  const arithmetic: Arithmetic<Value> = {
    add: (x, y) => b.add(x, y),
    sub: (x, y) => b.sub(x, y),
    mul: (x, y) => b.mul(x, y),
    div: (x, y) => b.div(x, y),
    sqrt: (x) => b.sqrt(x),
  };
  for (const { name, state } of states) {
    const updated = adamw(arithmetic, state, clipped);
    const cleared = b.fill(0, state.gradient.shape);
    for (const [kind, value] of Object.entries({ ...updated, gradient: cleared }))
      outputs[`new ${kind} ${name}`] = value;
  }
  return b.graph(outputs);
}
