import type { ClassifierDescription } from './classifier';

/**
 * The stages of a training (GAD, ICLR 2026, two-stage ablation). In one stage everything is learnt together. In
 * two, the first half of the updates learns the context alone and leaves class head and [CLS] as they began;
 * the second half learns only these, on a model that stays as it is. Each stage is a training of its own: AdamW
 * and learning rate begin anew.
 */
export interface Stage {
  /** Updates before it, and its own. */
  first: number;
  updates: number;
  /** The losses that count. */
  losses: 'both' | 'class' | 'text';
}

/** @param updates of the whole training */
export function trainingStages({ stages }: ClassifierDescription, updates: number): Stage[] {
  const half = stages === 'two' ? Math.ceil(updates / 2) : updates;
  const first: Stage = { first: 0, updates: half, losses: stages === 'two' ? 'text' : 'both' };
  return half < updates ? [first, { first: half, updates: updates - half, losses: 'class' }] : [first];
}

/** The stage of the update that has `done` others before it. */
export function stageAt(stages: readonly Stage[], done: number): Stage {
  const begun = stages.filter(({ first }) => first <= done);
  return begun[begun.length - 1] as Stage;
}

/** Whether a stage trains a tensor. */
export function isTrained({ losses }: Stage, name: string): boolean {
  if (losses === 'both') return true;
  return /^cls_(head|emb)\./.test(name) === (losses === 'class');
}
