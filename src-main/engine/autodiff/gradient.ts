/**
 * Reverse-mode differentiation of a graph: adds the nodes that make the gradients of a loss to the builder that made
 * it. Only nodes on a path from a target to the loss are visited, so frozen weights cost nothing; sums over broadcast
 * dimensions are made here, where gradients are collected, and not in each operator's rule.
 */
import type { Node, OpName, Value } from '../graph/graph';
import { isFloat } from '../graph/shape';
import type { Builder } from '../ops/builder';
import type { GradientRule, Recompute } from '../ops/definition';
import { ops } from '../ops/registry';

export interface GradientOptions {
  /**
   * What the backward pass makes again instead of keeping: nothing, what is cheap beside a matrix product, or every
   * layer (`Builder.segment`) from what enters it. The gradients are the same; less memory, more time, in this order.
   */
  readonly recompute?: Recompute;
}

/**
 * @param loss a scalar (shape [])
 * @returns the gradient of the loss for each target, of its shape; zeros where the loss does not depend on it
 */
export function gradient(
  b: Builder,
  loss: Value,
  targets: readonly Value[],
  { recompute = 'none' }: GradientOptions = {},
): Value[] {
  if (loss.shape.length !== 0) throw new Error(`the loss has the shape [${loss.shape.join(', ')}], expected a scalar`);
  const forward = b.nodes.slice();
  const active = influencedBy(targets, forward);
  const kept = new Recomputation(b, recompute);
  const gradients = new Map<number, Value>([[loss.id, b.constant(1)]]);

  for (let i = forward.length - 1; i >= 0; i--) {
    const node = forward[i]!;
    const grad = gradients.get(node.output.id);
    if (grad === undefined || !active.has(node.output.id)) continue;
    b.scope(node.scope === '' ? 'gradient' : `gradient/${node.scope}`, () => {
      const rules = rulesOf(b, node, grad, kept);
      node.inputs.forEach((input, index) => {
        if (!active.has(input.id)) return;
        const rule = rules[index];
        if (rule === null || rule === undefined)
          throw new Error(`${node.op} has no gradient for its input ${index} (${node.scope})`);
        const part = b.sumTo(rule(), input.shape);
        const sum = gradients.get(input.id);
        gradients.set(input.id, sum === undefined ? part : b.add(sum, part));
      });
    });
  }
  return targets.map((target) => gradients.get(target.id) ?? b.fill(0, target.shape, target.dtype));
}

/** Ids of the real-valued values that change when a target does. */
function influencedBy(targets: readonly Value[], nodes: readonly Node[]): ReadonlySet<number> {
  const active = new Set(targets.map((target) => target.id));
  for (const { inputs, output } of nodes)
    if (isFloat(output.dtype) && inputs.some((input) => active.has(input.id))) active.add(output.id);
  return active;
}

function rulesOf<K extends OpName>(b: Builder, node: Node<K>, grad: Value, kept: Recomputation) {
  const rule: GradientRule<K> | null = ops[node.op].gradient;
  if (rule === null) throw new Error(`${node.op} has no gradient (${node.scope})`);
  const input = (index: number) => kept.value(node.inputs[index]!, node.segment);
  const output = () => kept.value(node.output, node.segment);
  return rule({ b, node, grad, input, output });
}

const order: Record<Recompute, number> = { none: 0, half: 1, layer: 2 };

/** Hands forward values to the backward pass: the kept one, or one made again from what is kept. */
class Recomputation {
  private readonly again = new Map<number, Value>();

  constructor(
    private readonly b: Builder,
    private readonly mode: Recompute,
  ) {}

  /** @param segment where the value is used; in `layer` mode values of other segments are kept */
  value(value: Value, segment: string | undefined): Value {
    const node = this.b.producer(value);
    if (node === undefined || !this.isMadeAgain(node, segment)) return value;
    const known = this.again.get(value.id);
    if (known !== undefined) return known;
    const inputs = node.inputs.map((input) => this.value(input, segment));
    const copy = this.b.scope('again', () => this.b.apply(node.op, inputs, node.attributes));
    this.again.set(value.id, copy);
    return copy;
  }

  private isMadeAgain(node: Node, segment: string | undefined): boolean {
    const from = ops[node.op].madeAgainFrom;
    if (this.mode !== 'layer' || from === 'none') return order[from] <= order[this.mode];
    if (node.segment === undefined) return segment === undefined && from === 'half';
    return node.segment === segment;
  }
}
