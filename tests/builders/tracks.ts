/** Label tracks as segments, written as text or invented from a seed, for tests of the diagnosis. */
import { type SegmentList, segmentsOf } from '../../src-main/analysis/metrics/segmentList';
import { Rng } from '../../src-main/common/rng';

/** Classes: background, a, b, c. A track is written as text: `..aab`. */
export const actions = Uint8Array.of(0, 1, 1, 1);

export function segments(text: string): SegmentList {
  const labels = Int32Array.from(text, (letter) => '.abc'.indexOf(letter));
  return segmentsOf(labels, actions, new Uint8Array(labels.length).fill(1));
}

/** A pair of label tracks of a seed: few classes, so that every kind occurs. */
export function tracks(seed: number): [SegmentList, SegmentList] {
  const rng = new Rng(seed, 'tracks');
  const steps = 10 + rng.below(150);
  const actionCount = 1 + rng.below(3);
  const track = () => {
    let text = '';
    while (text.length < steps) text += '.abc'.charAt(rng.below(actionCount + 1)).repeat(1 + rng.below(12));
    return text.slice(0, steps);
  };
  const truth = track();
  // A prediction like the truth, with stretches of it overwritten; sometimes one of its own.
  const letters = rng.below(4) === 0 ? track().split('') : truth.split('');
  for (let changes = rng.below(12); changes > 0; changes--) {
    const from = rng.below(steps);
    letters.fill('.abc'.charAt(rng.below(actionCount + 1)), from, from + rng.below(9));
  }
  return [segments(truth), segments(letters.join(''))];
}
