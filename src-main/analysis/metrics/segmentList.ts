/**
 * Decided segments: maximal runs of steps with one action label, as parallel arrays in time order. They are disjoint,
 * so starts, ends and middles all ascend; the matching in segments.ts and points.ts relies on it.
 */
export interface SegmentList {
  count: number;
  /** Half-open, in steps. */
  starts: Int32Array;
  ends: Int32Array;
  classes: Int32Array;
}

/**
 * The segments of a label track. Background, ambiguous classes and unreviewed steps belong to no segment and cut one.
 * @param labels `[steps]` class indices
 * @param actions `[classes]` 1 for an action
 * @param reviewed `[steps]`
 */
export function segmentsOf(labels: Int32Array, actions: Uint8Array, reviewed: Uint8Array): SegmentList {
  const steps = labels.length;
  const starts = new Int32Array(steps);
  const ends = new Int32Array(steps);
  const classes = new Int32Array(steps);
  let count = 0;
  let open = -1; // class of the segment that is still growing
  for (let k = 0; k < steps; k++) {
    const label = labels[k] as number;
    const current = reviewed[k] && actions[label] ? label : -1;
    if (current === open) continue;
    if (open >= 0) ends[count++] = k;
    if (current >= 0) {
      starts[count] = k;
      classes[count] = current;
    }
    open = current;
  }
  if (open >= 0) ends[count++] = steps;
  return {
    count,
    starts: starts.subarray(0, count),
    ends: ends.subarray(0, count),
    classes: classes.subarray(0, count),
  };
}
