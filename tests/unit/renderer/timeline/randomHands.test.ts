/**
 * Random sequences of everything hands do, with undo and redo, against labels that are a row of frames. A seed that
 * fails is kept in `tests/fixtures/handSeeds.json` and tried first from then on.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Client, EventOf } from '../../../../src-main/common/contract';
import type { Annotation } from '../../../../src-main/common/domain/annotation';
import { type AnnotationEdit, applyEdit } from '../../../../src-main/common/domain/edit';
import { setClient } from '../../../../src-renderer/client';
import { editLabels, forgetHistory, redo, undo } from '../../../../src-renderer/state/history';
import { forgetLabels, labelsChanged, useLabels } from '../../../../src-renderer/state/labels';
import { useProject } from '../../../../src-renderer/state/project';
import { useView } from '../../../../src-renderer/state/view';
import { beginPainting, endPainting, pressClass } from '../../../../src-renderer/timeline/hands/classes';
import { useHands } from '../../../../src-renderer/timeline/hands/hands';
import { setReviewed } from '../../../../src-renderer/timeline/hands/review';
import * as segments from '../../../../src-renderer/timeline/hands/segments';
import {
  acceptChosen,
  acceptInView,
  copyChosen,
  rejectChosen,
} from '../../../../src-renderer/timeline/hands/suggestions';
import { choose, useLanes } from '../../../../src-renderer/timeline/lanes';
import { makeLane } from '../../../../src-renderer/timeline/painters/lane';
import { FrameLabels } from '../../../builders/frameLabels';

const length = 60;
const predictions = [
  { start: 3, end: 12, classId: 1, confidence: 0.9 },
  { start: 12, end: 20, classId: 2, confidence: 0.6 },
  { start: 25, end: 27, classId: 3, confidence: 0.95 },
  { start: 40, end: 58, classId: 1, confidence: 0.8 },
];
const rejectedName = ({ classId, start, end }: (typeof predictions)[number]) => `${classId} ${start} ${end}`;

/** The program's end: labels on disk. */
const disk = { labels: empty() };
function empty(): Annotation {
  return { version: 1, video: 'a', timebase: 'frames', segments: [], reviewed: [] };
}

const call = async (name: string, input: unknown): Promise<unknown> => {
  if (name === 'video.annotation') return structuredClone(disk.labels);
  if (name !== 'labels.edit') throw new Error(`unexpected ${name}`);
  disk.labels = applyEdit(disk.labels, input as AnnotationEdit);
  labelsChanged(structuredClone(input) as EventOf<'labels.changed'>);
  return {};
};

function said({ segments, reviewed, rejected = [] }: Annotation): ReturnType<FrameLabels['said']> {
  return {
    segments: segments.map(({ classId, start, end }) => `${classId} ${start} ${end}`),
    reviewed: reviewed.map(({ start, end }) => `${start} ${end}`),
    rejected: rejected.map(({ classId, start, end }) => `${classId} ${start} ${end}`).sort(),
  };
}

/** A video of one frame a second with a run's lane, and nothing labelled. */
async function begin(): Promise<void> {
  setClient({ call, on: () => () => undefined } as unknown as Client);
  disk.labels = empty();
  forgetLabels();
  forgetHistory();
  const drawn = predictions.map((one, i) => ({ ...one, id: `run#${i}`, name: `class ${one.classId}` }));
  const run = { run: 'run', rate: 1, steps: length, hasScores: true, segments: predictions, lane: makeLane(drawn) };
  const clock = { times: Float64Array.from({ length }, (_, i) => i), end: length };
  const tracks = { video: 'a', clock, duration: length, truth: [], reviewed: [], annotators: [], runs: [run] };
  const classes = [0, 1, 2, 3].map((id) => ({ id, name: `class ${id}` }));
  useLanes.setState({ tracks, lanes: [{ key: 'run:run', name: 'run', segments: drawn }], chosen: null } as never);
  useProject.setState({ project: { project: { singleLabel: true }, taxonomy: { classes }, videos: [] } } as never);
  useHands.setState({ begun: null, edge: 'end' });
  useView.setState({ visible: null, playhead: 0 });
  await editLabels('a', () => null);
}

const at = (playhead: number) => useView.setState({ playhead });

/** Chooses the segment that the model counts so, in both. @returns its number in the model; null: there is none */
function chosenIn(model: FrameLabels, count: number): number | null {
  const order = model.segments;
  const index = count % Math.max(1, order.length);
  const segment = useLabels.getState().known['a']?.segments[index];
  if (!segment || order[index] === undefined) return null;
  choose({ lane: 'truth', segment: { ...segment, name: 'chosen' } });
  return order[index];
}

function choosePrediction(count: number): (typeof predictions)[number] {
  const index = count % predictions.length;
  const one = predictions[index] as (typeof predictions)[number];
  choose({ lane: 'run:run', segment: { ...one, id: `run#${index}`, name: 'predicted' } });
  return one;
}

/** A number each: what is meant by it depends on the hand. */
interface Hand {
  name: keyof typeof hands;
  a: number;
  b: number;
  count: number;
}

const classOf = (count: number) => 1 + (count % 3);
/** Where an end lies that is put where the playhead is: what ends on the last frame has it. */
const behind = (frame: number) => (frame === length - 1 ? length : frame);
const sideOf = (count: number) => (count % 2 === 0 ? 'start' : 'end');

/** Each hand: the keys in the program, and the same in the model. */
const hands = {
  async add(model: FrameLabels, { a, b, count }: Hand) {
    choose(null);
    at(a);
    await pressClass(classOf(count));
    at(b);
    await pressClass(classOf(count));
    model.add(Math.min(a, b), behind(Math.max(a, b)), classOf(count));
  },
  async paint(model: FrameLabels, { a, b, count }: Hand) {
    choose(null);
    at(a);
    beginPainting(classOf(count));
    at(b);
    await endPainting();
    model.paint(Math.min(a, b), behind(Math.max(a, b)), classOf(count));
  },
  async relabel(model: FrameLabels, { a, count }: Hand) {
    const segment = chosenIn(model, count);
    if (segment === null) return;
    await pressClass(classOf(a));
    model.relabel(segment, classOf(a));
  },
  async setEdge(model: FrameLabels, { a, b, count }: Hand) {
    const segment = chosenIn(model, count);
    if (segment === null) return;
    at(a);
    await segments.setEdgeHere(sideOf(b));
    model.moveEdge(segment, sideOf(b), sideOf(b) === 'end' ? behind(a) : a);
  },
  async nudge(model: FrameLabels, { a, b, count }: Hand) {
    const segment = chosenIn(model, count);
    if (segment === null) return;
    const side = sideOf(b);
    const by = [-10, -1, 1, 10][a % 4] as number;
    segments.setActiveEdge(side);
    const [start, end] = model.spanOf(segment);
    await segments.nudge(by);
    model.moveEdge(segment, side, (side === 'start' ? start : end) + by);
  },
  async extend(model: FrameLabels, { b, count }: Hand) {
    const segment = chosenIn(model, count);
    if (segment === null) return;
    await segments.extend(sideOf(b));
    model.moveEdge(segment, sideOf(b), sideOf(b) === 'end' ? length : 0);
  },
  async split(model: FrameLabels, { a, count }: Hand) {
    const segment = chosenIn(model, count);
    if (segment === null) return;
    at(a);
    await segments.splitHere();
    model.split(segment, a);
  },
  async merge(model: FrameLabels, { b, count }: Hand) {
    const segment = chosenIn(model, count);
    if (segment === null) return;
    await segments.merge(b % 2 === 0 ? 1 : -1);
    model.merge(segment, b % 2 === 0 ? 1 : -1);
  },
  async remove(model: FrameLabels, { count }: Hand) {
    const segment = chosenIn(model, count);
    if (segment === null) return;
    await segments.remove();
    model.remove(segment);
  },
  async fillGap(model: FrameLabels, { a }: Hand) {
    at(a);
    await segments.fillGapHere();
    model.fillGap(a);
  },
  async review(model: FrameLabels, { a, b, count }: Hand) {
    choose(null);
    const [start, end] = [Math.min(a, b), Math.max(a, b)];
    useView.setState({ visible: { start, end } });
    await setReviewed(count % 3 > 0);
    useView.setState({ visible: null });
    model.review(start, end, count % 3 > 0);
  },
  async acceptOne(model: FrameLabels, { b, count }: Hand) {
    const one = choosePrediction(count);
    const before = model.said().segments;
    await acceptChosen(b % 2 === 0);
    model.accept([one], b % 2 === 0);
    if (model.said().segments.join() !== before.join()) model.setRejected(rejectedName(one), false);
  },
  async acceptAll(model: FrameLabels, { b }: Hand) {
    choose(null);
    await acceptInView(b % 2 === 0);
    const sure = predictions.filter((one) => one.confidence >= 0.8 && !model.isRejected(rejectedName(one)));
    model.accept(sure, b % 2 === 0);
  },
  async copy(model: FrameLabels, { count }: Hand) {
    const one = choosePrediction(count);
    await copyChosen();
    model.paint(one.start, one.end, one.classId);
  },
  async reject(model: FrameLabels, { count }: Hand) {
    const one = choosePrediction(count);
    await rejectChosen();
    model.setRejected(rejectedName(one), !model.isRejected(rejectedName(one)));
  },
} as const;

const history = ['undo', 'redo'] as const;
const names = Object.keys(hands) as Hand['name'][];
const frame = fc.nat({ max: length - 1 });
const hand = fc.record({
  name: fc.oneof({ weight: 3, arbitrary: fc.constantFrom(...names) }, fc.constantFrom(...history)),
  a: frame,
  b: frame,
  count: fc.nat({ max: 40 }),
});

/** Does all of it in both, and compares them after each hand; at the end all is undone, and done again. */
const property = fc.asyncProperty(fc.array(hand, { maxLength: 40 }), async (sequence) => {
  await begin();
  let model = new FrameLabels(length);
  const done: FrameLabels[] = [];
  const undone: FrameLabels[] = [];
  const compare = () => {
    expect(said(disk.labels)).toEqual(model.said());
    expect(said(useLabels.getState().known['a'] as Annotation)).toEqual(model.said());
  };
  const go = async (back: boolean) => {
    const [from, to] = back ? [done, undone] : [undone, done];
    await (back ? undo() : redo());
    const earlier = from.pop();
    if (!earlier) return;
    to.push(model);
    model = earlier;
  };
  for (const { name, ...numbers } of sequence) {
    if (name === 'undo' || name === 'redo') await go(name === 'undo');
    else {
      const before = model.copy();
      await hands[name](model, { name, ...numbers });
      if (JSON.stringify(model.said()) !== JSON.stringify(before.said())) {
        done.push(before);
        undone.length = 0;
      }
    }
    compare();
  }
  const last = model.said();
  const steps = done.length;
  for (let i = 0; i < steps; i++) await go(true);
  compare();
  expect(model.said()).toEqual(new FrameLabels(length).said());
  for (let i = 0; i < steps; i++) await go(false);
  compare();
  expect(model.said()).toEqual(last);
});

const seedsFile = new URL('../../../fixtures/handSeeds.json', import.meta.url);
const kept = JSON.parse(readFileSync(seedsFile, 'utf8')) as number[];
const fresh = Number(process.env['HAND_SEED'] ?? Date.now() % 1_000_000);
process.stdout.write(`HAND_SEED=${fresh}\n`);

it.each([...kept, fresh])(
  'hands of seed %i do what frames one by one would, and are undone and redone',
  async (seed) => {
    const result = await fc.check(property, { seed, numRuns: 300, includeErrorInReport: true });
    if (!result.failed) return;
    if (!kept.includes(seed)) writeFileSync(seedsFile, `${JSON.stringify([...kept, seed])}\n`);
    throw new Error(await fc.asyncDefaultReportMessage(result));
  },
);
