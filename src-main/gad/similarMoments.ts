import type { Window } from '../common/domain/window';
import { unitRows } from './cosine';
import type { Neighbours } from './neighbours';

/**
 * Tells windows what the question names: the classes of the training windows that look most alike, those with the most
 * votes first. What a window shows is the mean direction of its last features; it depends on no training, so that a
 * classifier is asked in training what it will be asked afterwards.
 */
export class SimilarMoments {
  /**
   * @param neighbours by their `momentRow`
   * @param recent see there
   */
  constructor(
    private readonly neighbours: Neighbours,
    private readonly recent: number,
  ) {}

  /** @param track features of the window's steps, `[steps, width]` */
  tell(window: Window, track: Float32Array): Window {
    const votes = this.neighbours.votes(momentRow(track, window.steps.length, this.recent), window.video);
    const similar = [...votes].sort(([, a], [, b]) => b - a).map(([label]) => label);
    return { ...window, similar };
  }
}

/**
 * Mean direction of a window's last steps, `[width]`.
 * @param track features of its steps, `[steps, width]`
 * @param recent steps at most
 */
export function momentRow(track: Float32Array, steps: number, recent: number): Float32Array {
  const width = track.length / steps;
  const last = unitRows(track.subarray(Math.max(0, steps - recent) * width), width);
  const sum = new Float32Array(width);
  last.forEach((value, at) => {
    sum[at % width]! += value;
  });
  return unitRows(sum, width);
}
