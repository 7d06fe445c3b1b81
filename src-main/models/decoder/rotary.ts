import type { Value } from '../../engine/graph/graph';
import type { Builder } from '../../engine/ops/builder';
import type { DecoderConfig } from './config';

/** Of the rotary position embedding. */
export interface Rotary {
  readonly cos: Value;
  readonly sin: Value;
  readonly queryCos: Value;
  readonly querySin: Value;
}

/**
 * Tables [steps, headSize / 2]; those of the queries carry the factor 1/√headSize of the scores.
 * @param first the position of the first step
 * @param positions where tokens stand behind it, [steps] or [windows, steps]; absent: one behind the other
 */
export function rotaryTables(
  b: Builder,
  { frequencies, headSize }: DecoderConfig,
  steps: number,
  first: number,
  positions: Value | undefined,
): Rotary {
  const table = (of: (angle: number) => number, scale: number) => {
    const values = Array.from({ length: steps }, (_, step) =>
      frequencies.map((frequency) => scale * of(Math.fround((first + step) * frequency))),
    );
    const inOrder = b.constant(values.flat(), [steps, frequencies.length]);
    return positions ? b.gather(inOrder, positions) : inOrder;
  };
  const scale = 1 / Math.sqrt(headSize);
  return {
    cos: table(Math.cos, 1),
    sin: table(Math.sin, 1),
    queryCos: table(Math.cos, scale),
    querySin: table(Math.sin, scale),
  };
}
