import type { Graph, Node, OpName, Value } from '../graph/graph';
import { allocate, formatType, sameShape, sizeOf } from '../graph/shape';
import { ops } from './registry';

/**
 * Checks what every graph must satisfy: values made once and before their use, shapes and types as the operators infer
 * them, constants of their value's size, names that are unique. Throws on the first that fails: it is a defect.
 */
export function verify(graph: Graph): void {
  const known = new Map<number, Value>();
  const define = (value: Value, what: string) => {
    if (known.has(value.id)) throw new Error(`graph: value ${value.id} is made twice (${what})`);
    if (value.shape.some((dimension) => !Number.isInteger(dimension) || dimension < 1))
      throw new Error(`graph: ${what} has the shape [${value.shape.join(', ')}]`);
    known.set(value.id, value);
  };

  graph.inputs.forEach((input) => define(input, `input ${input.name}`));
  for (const { value, data } of graph.constants) {
    define(value, 'constant');
    const expected = allocate(value.dtype, 0).constructor;
    if (data.length !== sizeOf(value.shape) || data.constructor !== expected)
      throw new Error(`graph: constant ${formatType(value)} holds ${data.length} values of ${data.constructor.name}`);
  }
  for (const node of graph.nodes) {
    const what = `${node.op} in ${node.scope}`;
    for (const input of node.inputs)
      if (known.get(input.id) !== input) throw new Error(`graph: ${what} reads value ${input.id} before it is made`);
    const { dtype, shape } = inferred(node);
    if (dtype !== node.output.dtype || !sameShape(shape, node.output.shape))
      throw new Error(`graph: ${what} makes ${formatType({ dtype, shape })}, not ${formatType(node.output)}`);
    define(node.output, what);
  }
  for (const { name, value } of graph.outputs)
    if (known.get(value.id) !== value) throw new Error(`graph: output ${name} is made by no node`);
  const names = [...graph.inputs.map((input) => input.name), ...graph.outputs.map((output) => output.name)];
  const repeated = names.find((name, index) => names.indexOf(name) !== index);
  if (repeated !== undefined) throw new Error(`graph: two inputs or outputs are named ${repeated}`);
}

function inferred<K extends OpName>(node: Node<K>) {
  return ops[node.op].infer(node.inputs, node.attributes);
}
