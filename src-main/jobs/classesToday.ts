import type { DecidedSegment } from '../common/domain/prediction';
import { type Run, type RunClass, taskOf } from '../common/domain/run';
import { meaningOf, type Taxonomy } from '../common/domain/taxonomy';
import { fromFloat16, toFloat16 } from '../common/float16';
import type { ProjectStore } from '../data/project/store';
import { readRun } from './runFolder';

/**
 * A run keeps the classes that it was made with, in the order of its scores. Where classes were merged since,
 * what it says of the merged one counts as the class that this is today: labels by `idToday`, scores by
 * `foldScores`. Its files stay.
 */

/** A run with its classes as they are to be read today; its files have the ids that it was made with. */
export async function readRunToday(store: ProjectStore, id: string): Promise<Run> {
  return runToday(await readRun(store.dir, id), store.taxonomy);
}

/** A run with its classes as the project's are today, after merges and new names. */
export function runToday(run: Run, taxonomy: Pick<Taxonomy, 'classes' | 'retired'>): Run {
  // The classes of task recognition are tasks of videos, numbered in each run by itself.
  return taskOf(run) === 'task recognition' ? run : { ...run, classes: classesToday(run.classes, taxonomy) };
}

/** Each in its place: a class whose meaning another one of the run has is marked `into` and scored no more,
 * else it takes that meaning. */
function classesToday(classes: readonly RunClass[], taxonomy: Pick<Taxonomy, 'classes' | 'retired'>): RunClass[] {
  const means = meaningOf(taxonomy);
  const home = new Map<number, number>();
  for (const [index, { id }] of classes.entries()) {
    const meaning = means(id);
    if (id === meaning || !home.has(meaning)) home.set(meaning, index);
  }
  return classes.map((entry, index) => {
    const meaning = means(entry.id);
    if (meaning === entry.id) return entry;
    if (home.get(meaning) !== index) return { ...entry, ambiguous: true, into: meaning };
    const name = taxonomy.classes.find(({ id }) => id === meaning)?.name ?? entry.name;
    return { ...entry, id: meaning, name, storedAs: entry.id };
  });
}

/** What the class ids in a run's files mean. @param classes as `readRunToday` gives them */
export function idToday(classes: readonly RunClass[]): (stored: number) => number {
  const today = new Map(
    classes.flatMap(({ id, storedAs, into }): [number, number][] => {
      if (into !== undefined) return [[id, into]];
      return storedAs === undefined ? [] : [[storedAs, id]];
    }),
  );
  return (stored) => today.get(stored) ?? stored;
}

/** Decided segments as of today: those that touch and are of one class now are one. */
export function segmentsToday(classes: readonly RunClass[], segments: readonly DecidedSegment[]): DecidedSegment[] {
  const today = idToday(classes);
  const joined: DecidedSegment[] = [];
  for (const segment of segments) {
    const next = { ...segment, classId: today(segment.classId) };
    const last = joined.at(-1);
    if (last?.end === next.start && last.classId === next.classId) joined[joined.length - 1] = join(last, next);
    else joined.push(next);
  }
  return joined;
}

function join(a: DecidedSegment, b: DecidedSegment): DecidedSegment {
  const [before, after] = [a.end - a.start, b.end - b.start];
  const confidence =
    a.confidence === null || b.confidence === null
      ? null
      : (a.confidence * before + b.confidence * after) / (before + after);
  return { ...a, end: b.end, confidence };
}

/**
 * Adds the probabilities of merged classes to those of the classes that they are today, in place.
 * @param rows log-probabilities `[steps, classes]`, row major, as numbers or float16 patterns
 */
export function foldScores<R extends Uint16Array | Float32Array>(classes: readonly RunClass[], rows: R): R {
  for (const [column, { into }] of classes.entries()) {
    if (into === undefined) continue;
    const merged = columnOf(rows, column, classes.length);
    const home = classes.findIndex((entry) => entry.id === into);
    const sums = columnOf(rows, home, classes.length).map((value, step) => logOfSum(value, merged[step] as number));
    setColumn(rows, home, classes.length, sums);
    setColumn(rows, column, classes.length, merged.fill(Number.NEGATIVE_INFINITY));
  }
  return rows;
}

function columnOf(rows: Uint16Array | Float32Array, column: number, width: number): Float32Array {
  const values = rows.filter((_, at) => at % width === column);
  return values instanceof Uint16Array ? fromFloat16(values) : values;
}

function setColumn(rows: Uint16Array | Float32Array, column: number, width: number, values: Float32Array): void {
  const stored = rows instanceof Uint16Array ? toFloat16(values) : values;
  for (let step = 0; step < stored.length; step++) rows[step * width + column] = stored[step] as number;
}

/** log(exp(a) + exp(b)) */
function logOfSum(a: number, b: number): number {
  const most = Math.max(a, b);
  return most === Number.NEGATIVE_INFINITY ? most : most + Math.log1p(Math.exp(Math.min(a, b) - most));
}
