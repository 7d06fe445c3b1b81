import { createHash } from 'node:crypto';
import type { Graph } from './graph';
import { printGraph } from './print';

/** SHA-256 of the program, constants included: equal graphs hash equal however they were built. */
export function hashGraph(graph: Graph): string {
  const hash = createHash('sha256').update(printGraph(graph));
  for (const { data } of graph.constants) hash.update(new Uint8Array(data.buffer, data.byteOffset, data.byteLength));
  return hash.digest('hex');
}
