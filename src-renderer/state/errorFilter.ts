/** What the list of errors is narrowed by. */

/** Ranges of length that the list is narrowed by, in seconds. */
export const lengthRanges = {
  'below 1 s': [0, 1],
  '1 to 2 s': [1, 2],
  '2 to 5 s': [2, 5],
  '5 to 10 s': [5, 10],
  '10 s and more': [10, Infinity],
} as const;
export type LengthRange = keyof typeof lengthRanges;
export const isLengthRange = (name: string): name is LengthRange => Object.hasOwn(lengthRanges, name);

/** Stands among the tags for the mark that the label is wrong. */
export const labelErrorMark = 'label error';

/** Beside the selection that screens share. Null or empty: not at all. */
export interface ErrorFilter {
  verb: string | null;
  noun: string | null;
  length: LengthRange | null;
  video: string | null;
  /** A tag, or `labelErrorMark`. */
  mark: string | null;
  text: string;
}

export const noErrorFilter: ErrorFilter = { verb: null, noun: null, length: null, video: null, mark: null, text: '' };
