import type { Window } from '../common/domain/window';
import type { TrainSettings } from '../common/settings';

/**
 * Weights of windows in the class loss by class index; what is missing weighs 1. Background has the weight of its
 * own setting (official code); among clips there is none. Actions weigh (1 / windows they have)^balance, scaled
 * so that the mean over all their windows is 1: with balance 0 all alike, with 1 every class counts as much as
 * every other, however rare it is.
 * @param windows of the whole training, read only where there is a balance
 */
export function classWeights(
  windows: Iterable<Pick<Window, 'label'>>,
  classes: number,
  { task, backgroundWeight, balance }: Pick<TrainSettings, 'task' | 'backgroundWeight' | 'balance'>,
): number[] {
  const background = task === 'online detection' ? [backgroundWeight] : [];
  if (balance === 0) return background;
  const counts = new Float64Array(classes);
  for (const { label } of windows) if (label >= background.length) counts[label]!++;
  const raw = Array.from(counts, (count) => (count > 0 ? count ** -balance : 0));
  const total = counts.reduce((sum, count) => sum + count, 0);
  const weighed = raw.reduce((sum, weight, label) => sum + weight * (counts[label] as number), 0);
  return [...background, ...raw.slice(background.length).map((weight) => (weight * total) / weighed)];
}
