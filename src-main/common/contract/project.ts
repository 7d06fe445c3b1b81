import { z } from 'zod';
import { Annotation } from '../domain/annotation';
import { FeatureSet } from '../domain/featureSet';
import { ModelReference, Project, Splits } from '../domain/project';
import { Taxonomy } from '../domain/taxonomy';
import { Video } from '../domain/video';
import { procedure } from './procedure';

export const VideoSummary = Video.extend({
  segments: z.int(),
  /** Seconds covered by reviewed spans. */
  reviewedSeconds: z.number(),
  split: z.enum(['train', 'val', 'test', 'none']),
  /** `ok`: file is where it should be. `none`: there is no file (features or labels only). */
  file: z.enum(['ok', 'missing', 'none']),
});
export type VideoSummary = z.infer<typeof VideoSummary>;

export const FeatureCoverage = FeatureSet.extend({
  /** Ids of videos with a valid file. */
  videos: z.array(z.string()),
  bytes: z.number(),
});
export type FeatureCoverage = z.infer<typeof FeatureCoverage>;

export const ModelState = ModelReference.extend({
  found: z.boolean(),
  /** One line: "Llama, 4.9 M parameters, 2,048 tokens", or why it cannot be used. */
  summary: z.string(),
});
export type ModelState = z.infer<typeof ModelState>;

export const ProjectState = z.object({
  dir: z.string(),
  project: Project,
  taxonomy: Taxonomy,
  videos: z.array(VideoSummary),
});
export type ProjectState = z.infer<typeof ProjectState>;

/** A row of a file that cannot be imported: where, what was found, what was expected. */
export const Refusal = z.object({
  file: z.string(),
  line: z.int().nullable(),
  field: z.string().nullable(),
  message: z.string(),
});
export type Refusal = z.infer<typeof Refusal>;

export const ImportPreview = z.object({
  format: z.string(),
  videos: z.int(),
  newVideos: z.int(),
  segments: z.int(),
  classes: z.int(),
  newClasses: z.array(z.string()),
  featureFiles: z.int(),
  refused: z.array(Refusal),
  warnings: z.array(Refusal),
  /** First segments, to look at. */
  sample: z.array(z.object({ video: z.string(), start: z.string(), end: z.string(), name: z.string() })),
});
export type ImportPreview = z.infer<typeof ImportPreview>;

export const ImportResult = z.object({
  videos: z.int(),
  segments: z.int(),
  refused: z.array(Refusal),
  warnings: z.array(Refusal),
});
export type ImportResult = z.infer<typeof ImportResult>;

/** Frame times in seconds; `times` has one entry a frame, `end` is the end of the last. */
export const ClockData = z.object({ times: z.array(z.number()), end: z.number() });
export type ClockData = z.infer<typeof ClockData>;

const Nothing = z.object({});
const Files = z.object({ files: z.array(z.string()).min(1), format: z.string().optional() });

export const projectProcedures = {
  'project.open': procedure(z.object({ path: z.string() }), ProjectState),
  'project.openDemo': procedure(Nothing, ProjectState),
  'project.create': procedure(z.object({ path: z.string(), name: z.string(), singleLabel: z.boolean() }), ProjectState),
  /** Null when no project is open. */
  'project.state': procedure(Nothing, ProjectState.nullable()),
  'project.proposeSplits': procedure(z.object({ seed: z.int() }), Splits),
  'project.setSplits': procedure(Splits, ProjectState),
  'project.importPreview': procedure(Files, ImportPreview),
  'project.import': procedure(Files.extend({ keepValid: z.boolean() }), ImportResult),
  'project.locateVideo': procedure(z.object({ video: z.string(), path: z.string() }), ProjectState),
  'video.annotation': procedure(z.object({ video: z.string() }), Annotation),
  'video.clock': procedure(z.object({ video: z.string() }), ClockData),
  /**
   * Makes a copy of the video that browsers play, where there is none yet, and resolves when `copy/<id>` serves it. One is
   * made at a time: asking for that of another video gives up the one under way.
   */
  'video.playingCopy': procedure(z.object({ video: z.string() }), Nothing),
  'features.list': procedure(Nothing, z.array(FeatureCoverage)),
  'models.list': procedure(Nothing, z.array(ModelState)),
  'models.add': procedure(z.object({ path: z.string(), id: z.string().optional() }), z.array(ModelState)),
  'models.locate': procedure(z.object({ id: z.string(), path: z.string() }), z.array(ModelState)),
  'models.remove': procedure(z.object({ id: z.string() }), z.array(ModelState)),
} as const;
