import type { Refusal } from '../../../common/contract/project';
import type { Place } from '../imported';

/**
 * What other systems predicted, in the files' own ids, names and numbers: the official code's `pred/<video>.txt`, NumPy
 * arrays of scores or labels a video, ActivityNet results. Nothing is yet joined to a project. Readers refuse what they
 * cannot take, with its place, and read on.
 */
export interface ImportedPredictions {
  tracks: ImportedTrack[];
  refusals: Refusal[];
}

export type ImportedTrack = { video: string; where: Place } & (
  | { kind: 'labels'; labels: NamedStep[] }
  | {
      kind: 'array';
      path: string;
      rows: number;
      /** Number of classes of an array of scores; null for one of labels. */
      columns: number | null;
      /** Names of columns or labels; null where the project's order is meant. */
      classes: string[] | null;
    }
  | { kind: 'detections'; detections: Detection[] }
);

/** The class of one step, by name. */
export interface NamedStep {
  label: string;
  where: Place;
}

/** A segment with a score; segments of a video may overlap. */
export interface Detection {
  /** Seconds from the first frame. */
  start: number;
  end: number;
  label: string;
  score: number;
  where: Place;
}
