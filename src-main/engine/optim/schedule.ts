/** Learning rate of an update, counted from 0. */
export type Schedule = (step: number) => number;

/**
 * Linear warm-up from 0, then half a cosine down to 0: transformers' `get_cosine_schedule_with_warmup`. The first step
 * has learning rate 0.
 */
export function cosineWithWarmup(peak: number, warmupSteps: number, totalSteps: number): Schedule {
  if (!(peak > 0)) throw new Error(`learning rate ${peak}, expected more than 0`);
  return (step) => {
    if (step < warmupSteps) return (peak * step) / Math.max(1, warmupSteps);
    const progress = (step - warmupSteps) / Math.max(1, totalSteps - warmupSteps);
    return peak * Math.max(0, 0.5 * (1 + Math.cos(Math.PI * progress)));
  };
}

/** Warm-up steps of a ratio, as transformers' TrainingArguments: rounded up. */
export function warmupSteps(ratio: number, totalSteps: number): number {
  return Math.ceil(totalSteps * ratio);
}
