/**
 * AdamW: Adam with bias correction (Kingma & Ba 2015) and decoupled weight decay (Loshchilov & Hutter 2019), in the
 * order of operations of torch.optim.AdamW, after clipping by the global norm. This file is the only definition of the
 * mathematics; `graphForm.ts` and `hostForm.ts` turn it into what each provider runs.
 */
import type { Arithmetic } from './arithmetic';

export interface AdamWSettings {
  readonly beta1: number;
  readonly beta2: number;
  readonly epsilon: number;
  readonly weightDecay: number;
  /** Gradients are scaled down to this global norm when theirs is larger; Infinity never clips. */
  readonly maxGradientNorm: number;
}

/** Settings of the official GAD code (Hugging Face Trainer's defaults). */
export const officialAdamW: AdamWSettings = {
  beta1: 0.9,
  beta2: 0.999,
  epsilon: 1e-8,
  weightDecay: 0,
  maxGradientNorm: 1,
};

/** A parameter element, its gradient and its two moments. */
export interface Moments<T> {
  readonly parameter: T;
  readonly gradient: T;
  readonly first: T;
  readonly second: T;
}

/** The numbers of one update that are the same for every element, in the order compiled forms take them. */
export const scalarNames = [
  'gradientScale',
  'retained',
  'firstWeight',
  'secondRetained',
  'secondWeight',
  'secondCorrection',
  'epsilon',
  'stepSize',
] as const;
export type Scalars<T> = Readonly<Record<(typeof scalarNames)[number], T>>;

/** One update of one element. */
export function adamw<T>(a: Arithmetic<T>, x: Moments<T>, s: Scalars<T>): Omit<Moments<T>, 'gradient'> {
  const gradient = a.mul(x.gradient, s.gradientScale);
  const decayed = a.mul(x.parameter, s.retained);
  const first = a.add(x.first, a.mul(a.sub(gradient, x.first), s.firstWeight));
  const second = a.add(a.mul(x.second, s.secondRetained), a.mul(a.mul(gradient, gradient), s.secondWeight));
  const deviation = a.add(a.div(a.sqrt(second), s.secondCorrection), s.epsilon);
  return { parameter: a.sub(decayed, a.mul(s.stepSize, a.div(first, deviation))), first, second };
}

/** @param step 1 for the first update; @param gradientScale what the collected gradients are multiplied by */
export function adamwScalars(
  settings: AdamWSettings,
  step: number,
  learningRate: number,
  gradientScale: number,
): Scalars<number> {
  return {
    gradientScale,
    retained: 1 - learningRate * settings.weightDecay,
    firstWeight: 1 - settings.beta1,
    secondRetained: settings.beta2,
    secondWeight: 1 - settings.beta2,
    secondCorrection: Math.sqrt(1 - settings.beta2 ** step),
    epsilon: settings.epsilon,
    stepSize: learningRate / (1 - settings.beta1 ** step),
  };
}

/** The factor that brings gradients of this norm to at most `maxNorm`, as torch.nn.utils.clip_grad_norm_. */
export function clipFactor(norm: number, maxNorm: number): number {
  return Math.min(1, maxNorm / (norm + 1e-6));
}
