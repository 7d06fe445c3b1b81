import { basename } from 'node:path';
import type { AskedFormat, Refusal, TablePreview } from '../../common/contract/project';
import type { Span } from '../../common/domain/span';
import { LineError, UserError } from '../../common/errors';

/**
 * What every foreign format is read into: the file's own ids, numbers and names, nothing yet joined to a project. What
 * a reader cannot take becomes a refusal with its place; reading goes on behind it, so that one look shows all of them.
 */
export interface Imported {
  /** Id of the format. */
  format: string;
  videos: ImportedVideo[];
  /** The classes the file declares, in its order; empty where it has no list and labels speak for themselves. */
  classes: ImportedClass[];
  /** Labels beside those classes are names, too, as free text is. */
  freeLabels: boolean;
  segments: ImportedSegment[];
  features: ImportedFeatures[];
  /** The file's own splits, by its video ids; null where it has none. */
  splits: Record<'train' | 'val' | 'test', string[]> | null;
  /** Video files themselves. */
  files: string[];
  /** Tables whose columns a person may name. */
  tables: TablePreview[];
  /** Files whose format a person has to say. */
  asked: AskedFormat[];
  refusals: Refusal[];
  warnings: Refusal[];
}

export interface ImportedVideo {
  id: string;
  /** Name of the media file, where the labels name one: a project's video of that file is meant, whatever its id. */
  media?: string;
  /** Unit of the file's numbers: seconds or steps from the first frame. */
  timebase: 'seconds' | 'steps';
  /** Steps a second; null where one step is one frame of the video. Only with timebase `steps`. */
  rate: number | null;
  /** Seconds; null where the file does not say. */
  duration: number | null;
  participant?: string;
  /** What the whole video is about. */
  task?: string;
  /** How many frames the file has labels for, where it says: a video of another length is refused. */
  frames?: number;
  /**
   * The extent that was annotated, in the timebase, by the format's rule; without segments that were not understood.
   */
  reviewed: Span[];
  where: Place;
}

export interface ImportedClass {
  name: string;
  verb?: string;
  noun?: string;
  background?: true;
  ambiguous?: true;
}

export interface ImportedSegment {
  video: string;
  /** In the timebase of its video; checked to be finite. */
  start: number;
  end: number;
  label: string;
  verb?: string;
  noun?: string;
  /** Tier, attribute or track list of the file, where it has several. */
  lane?: string;
  note?: string;
  where: Place;
}

/** One array of features, floats `[rows, dim]` or `[rows, tokens, dim]`, every value finite. */
export interface ImportedFeatures {
  set: string;
  video: string;
  path: string;
  rows: number;
  dim: number;
  /** Visual tokens a row. */
  tokens: number;
  /** Steps a second; null where neither the file's name nor a `set.json` beside it says. */
  rate: number | null;
  encoder: string;
  preprocessing: string;
  where: Place;
}

/** Where something stands: `file` as the user named it, `line` counted from 1, `field` a column or a path in JSON. */
export interface Place {
  file: string;
  line: number | null;
  field: string | null;
}

/** What a reader fills. @param format its title, for the preview */
export function emptyImport(format: string): Imported {
  return {
    format,
    videos: [],
    classes: [],
    freeLabels: false,
    segments: [],
    features: [],
    splits: null,
    files: [],
    tables: [],
    asked: [],
    refusals: [],
    warnings: [],
  };
}

/** `EPIC.csv line 17, stop_timestamp` */
export function placeText(where: Place): string {
  const line = where.line === null ? '' : ` line ${where.line}`;
  return `${where.file}${line}${where.field === null ? '' : `, ${where.field}`}`;
}

/** A remark about a place: a refusal or a warning. @param what a clause, which becomes a sentence */
export function remark(where: Place, what: string): Refusal {
  return { ...where, message: `${what.charAt(0).toUpperCase()}${what.slice(1)}.` };
}

/** A whole file that cannot be taken, from what reading it threw. Bugs go on. */
export function fileRefusal(file: string, error: unknown): Refusal {
  if (!(error instanceof UserError)) throw error;
  return { file, line: error instanceof LineError ? error.line : null, field: null, message: error.message };
}

/** Reads each file into `out`; one that cannot be read at all becomes a refusal. */
export async function readEach(
  paths: readonly string[],
  out: Imported,
  read: (path: string, file: string, out: Imported) => Promise<void>,
): Promise<Imported> {
  for (const path of paths) {
    try {
      await read(path, basename(path), out);
    } catch (error) {
      out.refusals.push(fileRefusal(basename(path), error));
    }
  }
  return out;
}

/**
 * A segment's times as the file says them.
 * @returns null, with a refusal, where they are no numbers or end does not follow start
 */
export function checkedSpan(
  start: unknown,
  end: unknown,
  unit: string,
  where: Place,
  refusals: Refusal[],
): Span | null {
  const bad = [start, end].find((value) => typeof value !== 'number' || !Number.isFinite(value));
  if (bad !== undefined || start === undefined || end === undefined) {
    refusals.push(remark(where, `found ${shown(bad)}, expected a number of ${unit}`));
    return null;
  }
  const span = { start: start as number, end: end as number };
  if (span.start < 0) refusals.push(remark(where, `starts before 0: found ${span.start} ${unit}`));
  else if (span.end < span.start)
    refusals.push(remark(where, `ends before it starts: ${span.start} to ${span.end} ${unit}`));
  else if (span.end === span.start) refusals.push(remark(where, `has no length: ${span.start} to ${span.end} ${unit}`));
  else return span;
  return null;
}

/** Spans that a file says were looked at, as `[[start, end], …]`; null where it does not say. */
export function saidReviewed(value: unknown, unit: string, where: Place, refusals: Refusal[]): Span[] | null {
  if (value === undefined) return null;
  return (Array.isArray(value) ? value : [value]).flatMap((pair: unknown, index) => {
    const [start, end] = Array.isArray(pair) ? (pair as unknown[]) : [pair];
    return checkedSpan(start, end, unit, { ...where, field: `${where.field}.reviewed[${index}]` }, refusals) ?? [];
  });
}

const LONGEST_SHOWN = 80;

/** A found value in a sentence; of a long one its beginning. */
export function shown(value: unknown): string {
  if (value === undefined) return 'nothing';
  if (typeof value === 'number') return String(value);
  const text = jsonOf(value);
  return text.length <= LONGEST_SHOWN ? text : `${text.slice(0, LONGEST_SHOWN)}…`;
}

function jsonOf(value: unknown): string {
  try {
    return JSON.stringify(value);
  } catch (error) {
    if (error instanceof RangeError) return 'what is nested too deeply';
    throw error;
  }
}

/** "1 video", "9,668 videos". */
export const several = (count: number, noun: string): string =>
  `${count.toLocaleString('en')} ${noun}${count === 1 ? '' : 's'}`;
