import type { Window } from '../common/domain/window';
import { type AnswerOptions, Continuation } from './continuation';
import { PrefixTree, TreeSearch } from './prefixTree';

/** Logits held at once, in numbers, and nodes beyond which a pass is no faster a node. */
const logitsAtOnce = 2 ** 27;
const nodesAtMost = 512;

/** Scores every answer of a closed set behind windows, reading each window once (`PrefixTree`). */
export class AnswerScorer {
  readonly continuation: Continuation;
  private readonly tree: PrefixTree;
  private readonly nodes: number;
  private readonly edges: number;

  /** @param answers tokens of each, the end token included where it has one */
  constructor(options: AnswerOptions, answers: readonly (readonly number[])[]) {
    this.tree = new PrefixTree(answers);
    const { vocabularySize } = options.model.decoder;
    const room = Math.min(nodesAtMost, Math.floor(logitsAtOnce / (options.batch * vocabularySize)));
    const deepest = Math.max(...answers.map((answer) => answer.length));
    this.nodes = Math.min(this.tree.inner.length, Math.max(room, deepest));
    this.edges = this.tree.tokens.length - 1;
    this.continuation = new Continuation({ ...options, nodes: this.nodes, edges: this.edges });
  }

  /**
   * Log-probability of each answer behind each window, the sum over its tokens, `[windows, answers]`; a bound where it
   * is negligible (`PrefixTree`).
   * @param windows of one batch at most, @param tracks features of each window's visual tokens `[steps * tokens, dim]`
   */
  async score(
    windows: readonly Window[],
    tracks: readonly Float32Array[],
  ): Promise<{ scores: Float32Array; decisions: Float32Array }> {
    const cached = await this.continuation.read(windows, tracks);
    const search = new TreeSearch(this.tree, windows.length, this.nodes);
    let decisions: Float32Array = new Float32Array();
    for (let pass = search.nextPass(); pass; pass = search.nextPass()) {
      const { nodes, edges } = pass;
      const place = new Map(nodes.map((node, at) => [node, at]));
      const tokens = nodes.map((node) => this.tree.tokens[node] as number);
      const continued = await this.continuation.follow(cached, {
        tokens: windows.map(() => tokens),
        parents: nodes.map((node) => place.get(this.tree.parents[node] as number) ?? -1),
        edges: edges.map(({ parentAt, child }) => ({ parentAt, token: this.tree.tokens[child] as number })),
      });
      decisions = continued.decisions;
      search.take(pass, this.asked(continued.values, windows.length, edges.length));
    }
    return { scores: search.scores(), decisions };
  }

  /** Without the places that a pass has room for and does not need: `[windows, edges]`. */
  private asked(values: Float32Array, windows: number, edges: number): Float32Array {
    const out = new Float32Array(windows * edges);
    for (let window = 0; window < windows; window++)
      out.set(values.subarray(window * this.edges, window * this.edges + edges), window * edges);
    return out;
  }
}
