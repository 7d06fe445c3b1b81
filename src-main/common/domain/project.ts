import { z } from 'zod';

export const splitNames = ['train', 'val', 'test'] as const;
export const SplitName = z.enum(splitNames);
export type SplitName = z.infer<typeof SplitName>;

export const Splits = z.object({
  train: z.array(z.string()),
  val: z.array(z.string()),
  test: z.array(z.string()),
  /** How the split came about: "file", "proposed (seed 0)", "edited". */
  source: z.string().default(''),
});
export type Splits = z.infer<typeof Splits>;

/** A model file the project refers to by path and hash; "locate" mends a path that is gone. */
export const ModelReference = z.object({
  id: z.string().min(1),
  kind: z.enum(['decoder', 'encoder']),
  /** `resource:<name>` for those the program ships, else an absolute path (folder, .gguf or .onnx). */
  path: z.string().min(1),
  hash: z.string().default(''),
});
export type ModelReference = z.infer<typeof ModelReference>;

/** `project.json`. A newer version is refused, an older migrated with a copy kept. */
export const Project = z.object({
  version: z.literal(1),
  name: z.string().min(1),
  /** True: two segments of one video must not overlap. */
  singleLabel: z.boolean().default(false),
  splits: Splits,
  models: z.array(ModelReference).default([]),
  /** Names of classes in imported files, cleaned, by the id of the class they mean here; null: left out. */
  importedClasses: z.record(z.string(), z.int().nullable()).default({}),
  /**
   * Likewise names of lanes, as they are, by the id of the lane they mean; the empty one is that of segments without.
   */
  importedLanes: z.record(z.string(), z.int().nullable()).default({}),
  /** What `.cache` may take on disk for copies for playing, pictures and sound together; absent: 21. */
  cacheGigabytes: z.number().min(0.1).max(100_000).optional(),
});
export type Project = z.infer<typeof Project>;
