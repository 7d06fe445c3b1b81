/**
 * The answers of a closed set of classes as a tree of their tokens, and the search that scores them all: the tokens
 * that answers begin with in common are computed once. Pure; who computes is told which nodes to put to the decoder
 * (`nextPass`) and hands back what it would write behind them (`take`).
 *
 * Every answer's score is exact, the sum of its tokens' log-probabilities, as long as the tree fits one pass. A larger
 * tree is searched best first: a branch that in no window of the batch can reach 1e-6 of the probability of the best
 * answer found is not followed. Since log-probabilities only fall along a branch, that of the branch bounds its
 * answers, and stands for them.
 */
export class PrefixTree {
  /** By node, parents before children; node 0 is the root, what all answers stand behind, with the token -1. */
  readonly tokens: number[] = [-1];
  readonly parents: number[] = [-1];
  readonly depths: number[] = [0];
  readonly children: number[][] = [[]];
  /** By answer: the node of its last token. */
  readonly ends: readonly number[];

  /** @param answers tokens of each answer, one at least; equal ones share their nodes */
  constructor(answers: readonly (readonly number[])[]) {
    this.ends = answers.map((answer) => answer.reduce((node, token) => this.child(node, token), 0));
  }

  /** Nodes that an answer goes on from: those that the decoder reads. */
  get inner(): number[] {
    return [...this.children.keys()].filter((node) => this.isInner(node));
  }

  isInner(node: number): boolean {
    return (this.children[node] as number[]).length > 0;
  }

  /** The nodes from the root down to one. */
  path(node: number): number[] {
    const path: number[] = [];
    for (let at = node; at >= 0; at = this.parents[at] as number) path.push(at);
    return path.reverse();
  }

  private child(node: number, token: number): number {
    const siblings = this.children[node] as number[];
    const known = siblings.find((sibling) => this.tokens[sibling] === token);
    if (known !== undefined) return known;
    const made = this.tokens.length;
    this.tokens.push(token);
    this.parents.push(node);
    this.depths.push((this.depths[node] as number) + 1);
    this.children.push([]);
    siblings.push(made);
    return made;
  }
}

/** What the decoder computes at once: nodes of the tree, parents before children, the root first. */
export interface TreePass {
  nodes: readonly number[];
  /** The children of these nodes, with the place of their parent among them. */
  edges: readonly { parentAt: number; child: number }[];
}

/** Below this log-probability beside the best answer a branch does not matter. */
const negligible = Math.log(1e-6);

export class TreeSearch {
  /** `[windows, nodes]` log-probability of each prefix; NaN where it is not known. */
  private readonly total: Float64Array;

  /**
   * @param windows searched together, since neighbouring windows differ little
   * @param room nodes of a pass; at least those of the longest answer
   */
  constructor(
    private readonly tree: PrefixTree,
    private readonly windows: number,
    private readonly room: number,
  ) {
    this.total = new Float64Array(windows * tree.tokens.length).fill(Number.NaN);
    for (let window = 0; window < windows; window++) this.total[this.at(window, 0)] = 0;
  }

  /** The most promising nodes whose children are unknown, with all that fits below them; null where none matters. */
  nextPass(): TreePass | null {
    const best = this.bestAnswers();
    const promise = (node: number) =>
      best.reduce((most, known, window) => Math.max(most, this.known(window, node) - known), -Infinity);
    const open = this.tree.inner
      .filter((node) => this.isOpen(node))
      .map((node) => ({ node, promise: promise(node) }))
      .filter((entry) => entry.promise >= negligible)
      .sort((a, b) => (a.promise === b.promise ? 0 : b.promise - a.promise));
    if (open.length === 0) return null;
    const nodes = this.fill(open.map(({ node }) => node));
    const edges = nodes.flatMap((node, parentAt) => this.childrenOf(node).map((child) => ({ parentAt, child })));
    return { nodes, edges };
  }

  /** @param values `[windows, edges]` log-probability of the token of each edge behind its parent */
  take({ nodes, edges }: TreePass, values: Float32Array): void {
    for (let window = 0; window < this.windows; window++) {
      edges.forEach(({ parentAt, child }, edge) => {
        const before = this.known(window, nodes[parentAt] as number);
        this.total[this.at(window, child)] = before + (values[window * edges.length + edge] as number);
      });
    }
  }

  /** Log-probability of each answer, or its bound, `[windows, answers]`. */
  scores(): Float32Array {
    const { ends, parents } = this.tree;
    return Float32Array.from({ length: this.windows * ends.length }, (_, i) => {
      const window = Math.floor(i / ends.length);
      let node = ends[i % ends.length] as number;
      while (Number.isNaN(this.known(window, node))) node = parents[node] as number;
      return this.known(window, node);
    });
  }

  /** Nodes breadth first from these, their ancestors included, as many as there is room for. */
  private fill(from: readonly number[]): number[] {
    const nodes = new Set<number>();
    const queue = from.slice();
    for (const node of queue) {
      const missing = this.tree.path(node).filter((ancestor) => !nodes.has(ancestor));
      if (nodes.size + missing.length > this.room) break;
      for (const ancestor of missing) nodes.add(ancestor);
      for (const child of this.childrenOf(node)) if (this.tree.isInner(child)) queue.push(child);
    }
    return [...nodes];
  }

  private bestAnswers(): number[] {
    return Array.from({ length: this.windows }, (_, window) =>
      this.tree.ends.reduce((best, end) => {
        const known = this.known(window, end);
        return known > best ? known : best;
      }, -Infinity),
    );
  }

  /** All children of a node become known at once, in all windows. */
  private isOpen(node: number): boolean {
    const child = this.childrenOf(node)[0] as number;
    return !Number.isNaN(this.known(0, node)) && Number.isNaN(this.known(0, child));
  }

  private childrenOf(node: number): readonly number[] {
    return this.tree.children[node] as number[];
  }

  private known(window: number, node: number): number {
    return this.total[this.at(window, node)] as number;
  }

  private at(window: number, node: number): number {
    return window * this.tree.tokens.length + node;
  }
}
