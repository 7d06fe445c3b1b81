import { z } from 'zod';
import { Annotation } from '../domain/annotation';
import { FeatureSet } from '../domain/featureSet';
import { ModelReference, Project, Splits } from '../domain/project';
import { Taxonomy } from '../domain/taxonomy';
import { Video } from '../domain/video';
import { Span } from '../domain/span';
import { peakLevels } from '../domain/soundPeaks';
import { procedure } from './procedure';

export const VideoSummary = Video.extend({
  split: z.enum(['train', 'val', 'test', 'none']),
  /** `other`: another file is in its place. `none`: there is no file (features or labels only). */
  file: z.enum(['ok', 'missing', 'other', 'none']),
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

/** Which columns of a plain table hold what, counted from 0; null: there is no such column. */
export const ColumnMapping = z.object({
  /** The first row names the columns. */
  header: z.boolean(),
  /** Without it the name of the file is the video. */
  video: z.int().nullable(),
  start: z.int(),
  end: z.int(),
  unit: z.enum(['seconds', 'frames']),
  /** Without it verb and noun are the class. */
  label: z.int().nullable(),
  verb: z.int().nullable(),
  noun: z.int().nullable(),
  lane: z.int().nullable(),
  note: z.int().nullable(),
});
export type ColumnMapping = z.infer<typeof ColumnMapping>;

/** The first rows of a table, with the columns as its names tell them; null where they do not. */
export const TablePreview = z.object({
  file: z.string(),
  rows: z.array(z.array(z.string())),
  columns: ColumnMapping.nullable(),
});
export type TablePreview = z.infer<typeof TablePreview>;

/** A file whose format has to be said: one of those that could claim it, of all where none does. */
export const AskedFormat = z.object({
  path: z.string(),
  formats: z.array(z.object({ id: z.string(), title: z.string() })),
});
export type AskedFormat = z.infer<typeof AskedFormat>;

/** What a person says about files before they are imported. */
export const ImportChoices = z.object({
  /** Ids of formats, by path, of files that several formats could claim, or none does. */
  formats: z.record(z.string(), z.string()).default({}),
  /** For all plain tables among them. */
  columns: ColumnMapping.optional(),
  /**
   * Classes of the files by name: the project's class of this id, a new one, or null to leave its segments out. Kept.
   */
  classes: z.record(z.string(), z.union([z.int(), z.literal('new'), z.null()])).default({}),
  /**
   * Lanes of the files by name, the empty one being that of segments without: the project's lane of this id, a new one
   * of that name, or null to leave its segments out. Kept.
   */
  lanes: z.record(z.string(), z.union([z.int(), z.literal('new'), z.null()])).default({}),
  /** The labels are those of another annotator, kept beside the project's own under this name. */
  annotator: z.string().min(1).optional(),
});
export type ImportChoices = z.infer<typeof ImportChoices>;

/** A class of the files: how often it occurs, and what becomes of it. */
export const ImportedLabel = z.object({
  name: z.string(),
  segments: z.int(),
  /** Id of the project's class; `new`: it will be added; `none`: the project has no such class; null: left out. */
  becomes: z.union([z.int(), z.literal('new'), z.literal('none'), z.null()]),
});
export type ImportedLabel = z.infer<typeof ImportedLabel>;

/** A lane of the files, the one without a name being that of segments without a lane. */
export const ImportedLane = z.object({
  name: z.string(),
  segments: z.int(),
  /** Id of the project's lane; `new`: it will be added; null: left out. */
  becomes: z.union([z.int(), z.literal('new'), z.null()]),
});
export type ImportedLane = z.infer<typeof ImportedLane>;

export const ImportPreview = z.object({
  format: z.string(),
  videos: z.int(),
  newVideos: z.int(),
  segments: z.int(),
  classes: z.int(),
  newClasses: z.array(z.string()),
  newLanes: z.array(z.string()),
  featureFiles: z.int(),
  refused: z.array(Refusal),
  warnings: z.array(Refusal),
  labels: z.array(ImportedLabel),
  /** Where the files or the project have several. */
  lanes: z.array(ImportedLane),
  /** Files whose format has to be said. */
  asked: z.array(AskedFormat),
  tables: z.array(TablePreview),
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
const Files = z.object({
  files: z.array(z.string()).min(1),
  format: z.string().optional(),
  choices: ImportChoices.prefault({}),
});

export const ExportRequest = z.object({
  /** Id of a format that can be written. */
  format: z.string(),
  /** Ids; absent: all. */
  videos: z.array(z.string()).optional(),
  /** The project's own labels, and runs whose decided segments go along as further lanes. */
  labels: z.boolean().default(true),
  runs: z.array(z.string()).default([]),
  /** Other annotators whose labels go along as lanes; those of one alone are written as if they were the project's. */
  annotators: z.array(z.string()).default([]),
});

export type ExportRequest = z.infer<typeof ExportRequest>;

/** What an export comes to. */
export const ExportReport = z.object({
  videos: z.int(),
  segments: z.int(),
  files: z.array(z.object({ path: z.string(), bytes: z.int() })),
  /** What the files do not hold, as sentences. */
  losses: z.array(z.string()),
});
export type ExportReport = z.infer<typeof ExportReport>;

export const ExportFormat = z.object({ id: z.string(), title: z.string() });
export type ExportFormat = z.infer<typeof ExportFormat>;

export const CacheState = z.object({ bytes: z.number(), gigabytes: z.number() });
export type CacheState = z.infer<typeof CacheState>;

export const projectProcedures = {
  'project.open': procedure(z.object({ path: z.string() }), ProjectState),
  'project.openDemo': procedure(Nothing, ProjectState),
  'project.create': procedure(z.object({ path: z.string(), name: z.string(), singleLabel: z.boolean() }), ProjectState),
  /** Null when no project is open. */
  'project.state': procedure(Nothing, ProjectState.nullable()),
  'project.proposeSplits': procedure(z.object({ seed: z.int() }), Splits),
  'project.setSplits': procedure(Splits, ProjectState),
  /** Copies for playing, pictures and sound on disk, and what they may take; all of it can be made again. */
  'project.cache': procedure(Nothing, CacheState),
  'project.setCacheLimit': procedure(z.object({ gigabytes: Project.shape.cacheGigabytes.unwrap() }), CacheState),
  'project.clearCache': procedure(Nothing, CacheState),
  'project.importPreview': procedure(Files, ImportPreview),
  /** `undo`: what `project.repeatImport` takes; null where there is nothing to take back. */
  'project.import': procedure(
    Files.extend({ keepValid: z.boolean() }),
    ImportResult.extend({ undo: z.int().nullable() }),
  ),
  /** Takes an import of this session back, or makes it again. */
  'project.repeatImport': procedure(z.object({ undo: z.int().nonnegative(), done: z.boolean() }), Nothing),
  /** Gives up the preview or the import that is under way; who asked for it is told that it was cancelled. */
  'project.stopImport': procedure(Nothing, Nothing),
  'project.exportFormats': procedure(Nothing, z.array(ExportFormat)),
  /** What an export would write and lose; nothing is written. */
  'project.exportPreview': procedure(ExportRequest, ExportReport),
  /** Writes the files under a folder of the machine the program runs on. */
  'project.export': procedure(
    ExportRequest.extend({ folder: z.string().min(1), overwrite: z.boolean().default(false) }),
    ExportReport,
  ),
  /** One of the files, for a page that saves it on its own machine. */
  'project.exportFile': procedure(ExportRequest.extend({ path: z.string() }), z.object({ data: z.base64() })),
  'project.locateVideo': procedure(z.object({ video: z.string(), path: z.string() }), ProjectState),
  'video.annotation': procedure(z.object({ video: z.string() }), Annotation),
  'video.clock': procedure(z.object({ video: z.string() }), ClockData),
  /**
   * Makes a copy of the video that browsers play, where there is none yet, and resolves when `copy/<id>` serves it. One
   * is made at a time: asking for that of another video gives up the one under way.
   */
  'video.playingCopy': procedure(z.object({ video: z.string() }), Nothing),
  /** Gives up the copy that is being made of the video, if one is; who waits for it is told so. */
  'video.cancelCopy': procedure(z.object({ video: z.string() }), Nothing),
  /**
   * Spans of frames that are broken in the file. Looks through all of it where nobody has, which takes a while; asking
   * for another video gives that up.
   */
  'video.damage': procedure(z.object({ video: z.string() }), z.array(Span)),
  /**
   * One level of one block of a video's sound (see `common/domain/soundPeaks`), made where it is not there yet; what
   * was asked for last is made first. Null where the video has no sound.
   */
  'video.sound': procedure(
    z.object({
      video: z.string(),
      block: z.int().nonnegative(),
      level: z
        .int()
        .min(0)
        .max(peakLevels - 1),
    }),
    z.object({ /** `[peaksInBlock(level), 2]` of int8. */ peaks: z.base64() }).nullable(),
  ),
  'features.list': procedure(Nothing, z.array(FeatureCoverage)),
  'models.list': procedure(Nothing, z.array(ModelState)),
  'models.add': procedure(z.object({ path: z.string(), id: z.string().optional() }), z.array(ModelState)),
  'models.locate': procedure(z.object({ id: z.string(), path: z.string() }), z.array(ModelState)),
  'models.remove': procedure(z.object({ id: z.string() }), z.array(ModelState)),
} as const;
