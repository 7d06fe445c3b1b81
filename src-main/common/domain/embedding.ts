import { z } from 'zod';
import { tasks } from '../settings/classifier';
import { TaskNames } from './statistics';

export const layoutMethods = ['t-SNE', 'UMAP', 'PCA'] as const;

/** What is laid out, and how. */
export const LayoutSettings = z.object({
  run: z.string().min(1),
  /** The split, or `chosen`, whose predictions are looked at. */
  split: z.string().min(1).default('test'),
  method: z.enum(layoutMethods).default('t-SNE'),
  /** How many neighbours a point is drawn to, about; not of PCA. */
  perplexity: z.number().min(2).max(200).default(30),
  seed: z.int().nonnegative().default(0),
  /** Points of a class at most, drawn by the seed. */
  perClass: z.int().min(1).max(1_000_000).default(200),
  /** Layers of the decoder behind which states are read, 0: its embeddings; null: the state that decided. */
  layer: z.int().nonnegative().nullable().default(null),
});
export type LayoutSettings = z.infer<typeof LayoutSettings>;

/** How far a map can be believed; shares from 0 to 1, over the `near` nearest neighbours of a point. */
export const LayoutChecks = z.object({
  near: z.int(),
  /** Kullback-Leibler divergence in nats; null but for t-SNE. */
  divergence: z.number().nullable(),
  /** Venna & Kaski 2001: 1 where all neighbours in the map are neighbours among the states. */
  trustworthiness: z.number(),
  /** Share of the neighbours among the states that are neighbours in the map. */
  neighboursKept: z.number(),
  /** Share of the neighbours in the map that are of the point's class; the same among the states. */
  sameClass: z.number(),
  sameClassOfStates: z.number(),
});
export type LayoutChecks = z.infer<typeof LayoutChecks>;

/** `.cache/embeddings/<key>.json`; beside it `<key>.points.npy` and `<key>.positions.npy`. */
export const LayoutRecord = TaskNames.extend({
  version: z.literal(1),
  settings: LayoutSettings,
  /** What the run was trained for: a point is a step, or of the tasks of clips a whole clip. */
  task: z.enum(tasks),
  /** Videos that points refer to by index. */
  videos: z.array(z.string()),
  /** Steps a second. */
  rate: z.number(),
  points: z.int(),
  /** Points that were put into the finished map of the others. */
  placed: z.int(),
  /** The perplexity that so many points allow. */
  perplexity: z.number(),
  iterations: z.int(),
  /** Null where the points are too few to judge. */
  checks: LayoutChecks.nullable(),
});
export type LayoutRecord = z.infer<typeof LayoutRecord>;

/** Where the numbers of a point stand in a row of `points.npy`; it is of the steps `[start, end)` of a video. */
export const pointFields = ['video', 'start', 'end', 'truth', 'predicted'] as const;
