import type { Graph, Value } from './graph';
import { formatType } from './shape';

/**
 * A graph as text for people, snapshots and hashing: one node a line, values numbered in the order made, so that the
 * text depends on the program and not on how it came about. Inputs and outputs go by their names.
 */
export function printGraph(graph: Graph): string {
  const names = new Map<number, string>();
  graph.inputs.forEach((input) => names.set(input.id, input.name ?? '?'));
  graph.constants.forEach(({ value }, index) => names.set(value.id, `c${index}`));
  graph.nodes.forEach((node, index) => names.set(node.output.id, `v${index}`));
  const name = (value: Value) => names.get(value.id) ?? '?';

  const lines = graph.inputs.map((input) => `input ${name(input)}: ${formatType(input)}`);
  for (const { value, data } of graph.constants) {
    const shown = data.length <= 8 ? [...data].join(', ') : `${data[0]}, .. ${data.length} values .., ${data.at(-1)}`;
    lines.push(`${name(value)}: ${formatType(value)} = ${shown}`);
  }
  for (const node of graph.nodes) {
    const attributes = formatAttributes(node.attributes);
    const call = `${node.op}(${node.inputs.map(name).join(', ')})${attributes}`;
    const scope = node.scope === '' ? '' : `  # ${node.scope}`;
    lines.push(`${name(node.output)}: ${formatType(node.output)} = ${call}${scope}`);
  }
  for (const output of graph.outputs) lines.push(`output ${output.name} = ${name(output.value)}`);
  return `${lines.join('\n')}\n`;
}

function formatAttributes(attributes: object): string {
  const shown = Object.entries(attributes)
    .filter(([, value]) => value !== false)
    .map(([key, value]) => `${key}=${Array.isArray(value) ? `[${value.join(', ')}]` : String(value)}`);
  return shown.length === 0 ? '' : ` {${shown.join(', ')}}`;
}
