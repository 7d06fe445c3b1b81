/** What is wrong with a segment, true or predicted; the rule is `analysis/diagnosis/events.ts`. In the order of lists. */
export const errorKinds = ['confused', 'boundary', 'fragmented', 'merged', 'duplicate', 'invented', 'missed'] as const;
export type ErrorKind = (typeof errorKinds)[number];
