import type { ErrorKind } from '../domain/diagnosis';

/**
 * What a panel shows, gathered from reports and predictions: numbers and names, no places on paper. Drawings
 * (`panels/`) and tables (`numbers.ts`) are two ways to write the same data.
 */
export interface TimelineSegment {
  /** Seconds from the first frame. */
  start: number;
  end: number;
  classId: number;
  /** Most of a predicted segment lies on another class, or on none. */
  wrong: boolean;
  /** What is wrong by the rule of the Errors screen; a missed one is a truth that the run has not found. */
  verdict?: ErrorKind;
}

export interface TimelineData {
  kind: 'timeline';
  video: string;
  start: number;
  end: number;
  /** Evenly over the time, left to right; keys of the drawing's images, null where there is none. */
  pictures: readonly (string | null)[];
  /** Width over height. */
  pictureShape: number;
  /** The truth first. */
  lanes: readonly { name: string; segments: readonly TimelineSegment[] | null }[];
}

export interface Interval {
  value: number;
  /** Null where it is not known. */
  low: number | null;
  high: number | null;
}

/** Values of groups (rows) by series, such as scores of runs. */
export interface IntervalData {
  kind: 'intervals';
  /** What the values are and their unit. */
  title: string;
  series: readonly string[];
  groups: readonly { name: string; values: readonly (Interval | null)[] }[];
  digits: number;
  /** Of whole the values are shares of, such as percent: bars and scales begin at 0. */
  style: 'dots' | 'bars';
  /** Whiskers are grey: they are over too few videos to judge. */
  thin: boolean;
  /** Said under the plot, such as what the intervals are. */
  note: string;
}

export interface CurveData {
  kind: 'curves';
  xTitle: string;
  yTitle: string;
  lines: readonly { name: string; points: readonly (readonly [number, number])[]; markers: boolean }[];
  /** Draws the line from (0, 0) to (1, 1), such as that of perfect calibration. */
  diagonal: boolean;
  /** Fixed ends where the quantity has them. */
  xRange: readonly [number, number] | null;
  yRange: readonly [number, number] | null;
}

/** One dot a value, a line at the mean, by group. */
export interface DistributionData {
  kind: 'distribution';
  title: string;
  groups: readonly { name: string; values: readonly { name: string; value: number }[]; mean: number | null }[];
}

export interface MatrixData {
  kind: 'matrix';
  /** Rows are the truth, columns what was predicted. */
  rows: readonly string[];
  columns: readonly string[];
  /** `[rows][columns]` steps. */
  counts: readonly (readonly number[])[];
  cells: 'row share' | 'steps';
  /** Indices before which a rule is drawn, such as where the verb changes. */
  rules: { rows: readonly number[]; columns: readonly number[] };
}

export interface ScatterData {
  kind: 'scatter';
  /** Shapes tell nouns apart where colour alone would not. */
  marks: 'colour' | 'colour and shape';
  legend: 'direct' | 'below' | 'none';
  /** Names by class id where classes are tasks of videos; null where they are the project's. */
  tasks: readonly string[] | null;
  maps: readonly { name: string; points: readonly { x: number; y: number; classId: number }[] }[];
}

/** Pairs of classes that runs confuse, and whether they do so the more, the more alike the labels are. */
export interface OverlapData {
  kind: 'overlap';
  /** What `likeness` and `share` are. */
  xTitle: string;
  yTitle: string;
  runs: readonly {
    name: string;
    /** Likeness from 0 to 1; share in percent. */
    pairs: readonly { truth: string; predicted: string; likeness: number; share: number }[];
    /** Null where it is not defined. */
    correlation: Interval | null;
  }[];
  note: string;
}

export interface TableData {
  kind: 'table';
  head: readonly string[];
  rows: readonly (readonly string[])[];
  /** Below the table. */
  notes: readonly string[];
}

/** Where there is nothing to draw: a sentence says why. */
export interface EmptyData {
  kind: 'empty';
  sentence: string;
}

export type PanelData =
  | TimelineData
  | IntervalData
  | CurveData
  | DistributionData
  | MatrixData
  | ScatterData
  | OverlapData
  | TableData
  | EmptyData;
