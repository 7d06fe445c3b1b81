import type { Value } from '../../engine/graph/graph';
import type { Builder } from '../../engine/ops/builder';

/**
 * Tokens that stand side by side, each int32 [windows, steps]. A token of side 0 is seen by all behind it, one of
 * another side only by its own; positions are those of the rotary embedding.
 */
export interface Sides {
  readonly sides: Value;
  readonly positions: Value;
}

/**
 * Tokens that go on from a cache, as branches of a tree: each sees the whole cache and, of the others, its own
 * ancestors. The cache is fed as `layer.0.keys`, `layer.0.values`, …
 * `[windows, keyValueHeads, past, headSize]` (`Decoder.cache`).
 */
export interface Branches {
  /** Cached positions a window, padding included. */
  readonly past: number;
  /** int32 [steps]: tokens between the cache and each token; tokens of one depth stand at the same position. */
  readonly depths: Value;
  /** int32 [steps, steps]: 1 where the token of the row sees that of the column, itself included. */
  readonly sees: Value;
}

/** How the tokens of a decoder stand to each other. */
export interface Places {
  readonly windows: number;
  /** Tokens a window, padding included. */
  readonly steps: number;
  /** Where these tokens stand behind others that went through the decoder before; absent: at the beginning. */
  readonly branches?: Branches;
  /** Absent: one line of tokens. */
  readonly sides?: Sides;
}

/** Added to attention scores that must not count. */
const masked = -1e9;

/**
 * What is added to scores: nothing may see later steps, padding or other branches.
 * [1 or windows, 1, 1, steps, steps or past + steps]
 */
export function attentionBias(b: Builder, places: Places, mask: Value | undefined): Value {
  const { windows, steps, branches, sides } = places;
  const hidden = (shown: Value) => b.where(b.equal(shown, 0), masked, 0);
  if (branches) {
    if (!mask) throw new Error('internal: branches without the mask of their cache');
    const { past, sees } = branches;
    const cached = b.expand(b.reshape(hidden(mask), [windows, 1, 1, 1, past]), [windows, 1, 1, steps, past]);
    const own = b.expand(b.reshape(hidden(sees), [1, 1, 1, steps, steps]), [windows, 1, 1, steps, steps]);
    return b.concat([cached, own], 4);
  }
  const later = Float32Array.from({ length: steps * steps }, (_, i) =>
    i % steps > Math.floor(i / steps) ? masked : 0,
  );
  const causal = b.constant(later, [1, 1, 1, steps, steps]);
  const own = sides ? b.add(causal, otherSides(b, places, sides)) : causal;
  return mask ? b.add(b.reshape(hidden(mask), [windows, 1, 1, 1, steps]), own) : own;
}

/** What is added to scores of keys on another side, [windows, 1, 1, steps, steps]. */
function otherSides(b: Builder, { windows, steps }: Places, { sides }: Sides): Value {
  const keys = b.reshape(sides, [windows, 1, 1, 1, steps]);
  const queries = b.reshape(sides, [windows, 1, 1, steps, 1]);
  return b.where(b.equal(keys, 0), 0, b.where(b.equal(keys, queries), 0, masked));
}
