/** From the pieces of a prompt to token ids, and where in them what stands. */

/** A stretch of the prompt that is tokenised on its own, because special tokens stand around it. */
export interface Piece {
  role: 'prompt' | 'frames' | 'separator' | 'cls' | 'contextCls' | 'answer';
  text: string;
  ids: readonly number[];
}

/** One window as tokens. Positions count from the first token, before any padding. */
export interface TokenLayout {
  ids: number[];
  /** Positions of the `<v>`, ascending: all visual tokens of the first step, then of the next. */
  visuals: number[];
  /** Position of [CLS]; -1 without. */
  cls: number;
  /** Position of the second [CLS], which the head that names the context reads; -1 without. */
  contextCls: number;
  /**
   * Position whose final state decides: [CLS], or the last frame, or the end of
   * `⏎Assistant:`, which predicts the answer.
   */
  decision: number;
  /** Positions of the tokens that are learnt, ascending; each is predicted by the position before it. */
  learnt: number[];
  /** Where the learnt response begins; the length where there is none. */
  response: number;
}

/**
 * Puts the pieces one behind the other.
 * @param between tokens between the last `<v>` and the one that decides, where there is no [CLS]
 */
export function layoutOf(pieces: readonly Piece[], between: number): TokenLayout {
  const layout: TokenLayout = { ids: [], visuals: [], cls: -1, contextCls: -1, decision: -1, learnt: [], response: -1 };
  for (const { role, ids } of pieces) {
    if (role === 'cls' || role === 'contextCls') layout[role] = layout.ids.length;
    if (role === 'answer' && layout.response < 0) layout.response = layout.ids.length;
    for (const id of ids) {
      if (role === 'frames') layout.visuals.push(layout.ids.length);
      if (role === 'answer' || role === 'separator') layout.learnt.push(layout.ids.length);
      layout.ids.push(id);
    }
  }
  if (layout.response < 0) layout.response = layout.ids.length;
  layout.decision = layout.cls >= 0 ? layout.cls : (layout.visuals.at(-1) as number) + between;
  return layout;
}
