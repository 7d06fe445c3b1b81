/** What a run's events say, as curves: shown live while it trains, and in figures. */
import type { RunEvent } from './domain/run';
import { contextNamedByHead, type TrainSettings } from './settings';

export type Points = readonly (readonly [number, number])[];

export interface LossCurves {
  curves: { name: string; raw: Points; smoothed: Points }[];
  checkpoints: number[];
  /** Last update written. */
  last: number;
}

export const smoothing = 0.93;

/** The losses as they count in the sum: that of text or context head times λ where it stands beside a class loss. */
export function lossCurves(
  events: readonly RunEvent[],
  settings: TrainSettings | null,
  factor = smoothing,
): LossCurves {
  const steps = events.filter((event) => event.type === 'step');
  const isGad = settings?.kind === 'gad';
  const points = (
    name: 'classLoss' | 'textLoss' | 'structureLoss' | 'contrastiveLoss' | 'textKlLoss',
    weight: number,
  ) => steps.flatMap(({ step, [name]: loss }) => (typeof loss === 'number' ? [[step, weight * loss] as const] : []));
  return {
    curves: [
      { name: 'class', raw: points('classLoss', 1) },
      {
        name: isGad ? (contextNamedByHead(settings) ? 'context × λ' : 'text × λ') : 'text',
        raw: points('textLoss', isGad ? settings.lambda : 1),
      },
      { name: 'structure × weight', raw: points('structureLoss', settings?.structure ?? 1) },
      { name: 'contrastive × weight', raw: points('contrastiveLoss', settings?.contrastive ?? 1) },
      { name: 'text KL × weight', raw: points('textKlLoss', settings?.textKl ?? 1) },
    ]
      .filter((curve) => curve.raw.length > 0)
      .map((curve) => ({ ...curve, smoothed: smoothPoints(curve.raw, factor) })),
    checkpoints: events.filter((event) => event.type === 'checkpoint').map((event) => event.step),
    last: steps[steps.length - 1]?.step ?? 0,
  };
}

function smoothPoints(points: Points, factor: number): Points {
  const values = smooth(
    points.map(([, y]) => y),
    factor,
  );
  return points.map(([x], i) => [x, values[i] as number] as const);
}

export interface ValidationCurves {
  /** Names of the scores, in the order first written. */
  names: string[];
  points: Record<string, Points>;
}

/** Scores on the validation split by the update after which they were taken. */
export function validationCurves(events: readonly RunEvent[]): ValidationCurves {
  const found = events.filter((event) => event.type === 'validation');
  const names = [...new Set(found.flatMap((event) => Object.keys(event.scores)))];
  const pointsOf = (name: string) =>
    found.flatMap(({ step, scores }) => (scores[name] === undefined ? [] : [[step, scores[name]] as const]));
  return { names, points: Object.fromEntries(names.map((name) => [name, pointsOf(name)])) };
}

/**
 * Exponential moving average with the start corrected (as in Adam), so that the first value is the first point.
 * @param factor weight of the past, 0 to 1
 */
export function smooth(values: readonly number[], factor: number): number[] {
  let sum = 0;
  let weight = 0;
  return values.map((value) => {
    sum = factor * sum + (1 - factor) * value;
    weight = factor * weight + (1 - factor);
    return sum / weight;
  });
}
