/** How far a map can be believed. */
import type { LayoutChecks } from '../../common/domain/embedding';
import type { Crew } from './crew';
import type { Neighbours, Rows } from './nearest';
import { neighboursOf } from './neighbours';

/** Neighbours that are looked at. */
const near = 10;
/** Points that are asked, evenly taken. */
const mostAsked = 1000;

/**
 * @param states of all points; @param map `[points, 2]`; @param classes `[points]` true class ids
 * @returns null where the points are too few for `near` neighbours
 */
export function checkLayout(
  states: Rows,
  map: Float64Array,
  classes: Int32Array,
  crew: Crew,
): Omit<LayoutChecks, 'divergence'> | null {
  if (states.count < 3 * near) return null;
  const asked = Math.min(states.count, mostAsked);
  const points = Int32Array.from({ length: asked }, (_, i) => Math.floor((i * states.count) / asked));
  const flat: Rows = { values: Float32Array.from(map), count: states.count, dim: 2 };
  const inStates = others(points, neighboursOf(picked(states, points), states, near + 1, crew));
  const inMap = others(points, neighboursOf(picked(flat, points), flat, near + 1, crew));
  return {
    near,
    trustworthiness: trustworthiness(states, points, inStates, inMap),
    neighboursKept: shareOf(inStates, (i, other) => inMap.subarray(i * near, (i + 1) * near).includes(other)),
    sameClass: shareOf(inMap, (i, other) => classes[other] === classes[points[i]!]),
    sameClassOfStates: shareOf(inStates, (i, other) => classes[other] === classes[points[i]!]),
  };
}

function picked({ values, dim }: Rows, points: Int32Array): Rows {
  const out = new Float32Array(points.length * dim);
  points.forEach((point, i) => out.set(values.subarray(point * dim, (point + 1) * dim), i * dim));
  return { values: out, count: points.length, dim };
}

/** Neighbours `[points, near]` without the point itself, which need not be the first of several at one place. */
function others(points: Int32Array, { k, indices }: Neighbours): Int32Array {
  const out = new Int32Array(points.length * near);
  points.forEach((point, i) => {
    const row = indices.subarray(i * k, (i + 1) * k);
    out.set(row.filter((other) => other !== point).subarray(0, near), i * near);
  });
  return out;
}

function shareOf(neighbours: Int32Array, holds: (asked: number, other: number) => boolean): number {
  return neighbours.reduce((sum, other, e) => sum + Number(holds(Math.floor(e / near), other)), 0) / neighbours.length;
}

/** 1 less what neighbours in the map that are none among the states add by their rank there (Venna & Kaski 2001). */
function trustworthiness(states: Rows, points: Int32Array, inStates: Int32Array, inMap: Int32Array): number {
  const { values, count, dim } = states;
  const distances = new Float64Array(count);
  let sum = 0;
  points.forEach((point, i) => {
    const known = inStates.subarray(i * near, (i + 1) * near);
    const strangers = inMap.subarray(i * near, (i + 1) * near).filter((other) => !known.includes(other));
    if (strangers.length === 0) return;
    for (let j = 0; j < count; j++) {
      let distance = 0;
      for (let d = 0; d < dim; d++) distance += (values[point * dim + d]! - values[j * dim + d]!) ** 2;
      distances[j] = distance;
    }
    distances[point] = Infinity;
    for (const other of strangers) {
      const own = distances[other]!;
      const rank = 1 + distances.reduce((less, distance) => less + Number(distance < own), 0);
      sum += Math.max(0, rank - near);
    }
  });
  return 1 - (2 * sum) / (points.length * near * (2 * count - 3 * near - 1));
}
