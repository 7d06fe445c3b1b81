import { z } from 'zod';
import { LayoutRecord, LayoutSettings } from '../domain/embedding';
import { procedure } from './procedure';

/** Arrays are little endian, base64. */
const Packed = {
  /** int32 `[points, 5]`; see `pointFields`. */
  fields: z.string(),
  /** float32 `[points, 2]` */
  positions: z.string(),
};

export const PackedLayout = z.object({ record: LayoutRecord, ...Packed });
export type PackedLayout = z.infer<typeof PackedLayout>;

/** A map that is being made. Points are named once, with its first view. */
export const GrowingLayout = z.object({
  settings: LayoutSettings,
  iteration: z.int(),
  iterations: z.int(),
  videos: z.array(z.string()),
  positions: Packed.positions,
  fields: Packed.fields.nullable(),
});
export type GrowingLayout = z.infer<typeof GrowingLayout>;

export const embeddingProcedures = {
  /** The map, made where it is not there; `embeddings.growing` shows it meanwhile. Maps are made one at a time. */
  'embeddings.layout': procedure(LayoutSettings, PackedLayout),
  /** Gives up the map that is being made and those that wait. */
  'embeddings.stop': procedure(z.object({}), z.object({})),
} as const;
