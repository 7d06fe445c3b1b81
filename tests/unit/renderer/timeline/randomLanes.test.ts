/**
 * Random sequences of what hands do in lanes that they also add, rename, order and remove, with undo and redo, against
 * a plain list of segments by the name of their lane.
 */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Client, EventOf } from '../../../../src-main/common/contract';
import type { Annotation } from '../../../../src-main/common/domain/annotation';
import { type AnnotationEdit, applyEdit } from '../../../../src-main/common/domain/edit';
import { laneOf, lanesOf } from '../../../../src-main/common/domain/lane';
import { emptyTaxonomy, type Taxonomy } from '../../../../src-main/common/domain/taxonomy';
import { applyTaxonomyEdit, type TaxonomyEdit } from '../../../../src-main/common/domain/taxonomyEdit';
import {
  addLane,
  laneTaking,
  leaveLane,
  moveLane,
  removeLane,
  renameLane,
} from '../../../../src-main/common/laneEditing';
import { setClient } from '../../../../src-renderer/client';
import { editClasses, editLabels, forgetHistory, redo, undo, useHistory } from '../../../../src-renderer/state/history';
import { classesChanged, forgetLabels, labelsChanged, useLabels } from '../../../../src-renderer/state/labels';
import { toggleLocked, useLaneView } from '../../../../src-renderer/state/laneView';
import { useProject } from '../../../../src-renderer/state/project';
import { useView } from '../../../../src-renderer/state/view';
import { pressClass } from '../../../../src-renderer/timeline/hands/classes';
import { useHands } from '../../../../src-renderer/timeline/hands/hands';
import * as segments from '../../../../src-renderer/timeline/hands/segments';
import { choose, inTruth, labelLane, showLanes, useLanes } from '../../../../src-renderer/timeline/lanes';
import { layoutRows } from '../../../../src-renderer/timeline/rows';
import { truthKey } from '../../../../src-renderer/state/laneView';

const length = 40;

/** The program's end: labels and classes on disk. */
const disk = { labels: {} as Annotation, taxonomy: {} as Taxonomy };

const call = async (name: string, input: unknown): Promise<unknown> => {
  if (name === 'video.annotation') return structuredClone(disk.labels);
  if (name === 'labels.edit') {
    disk.labels = applyEdit(disk.labels, input as AnnotationEdit);
    labelsChanged(structuredClone(input) as EventOf<'labels.changed'>);
  } else if (name === 'taxonomy.edit') {
    const edit = structuredClone(input) as TaxonomyEdit;
    disk.taxonomy = applyTaxonomyEdit(disk.taxonomy, edit);
    disk.labels = edit.labels.reduce(applyEdit, disk.labels);
    classesChanged(edit);
  } else throw new Error(`unexpected ${name}`);
  return {};
};

/** What the timeline does once labels or lanes have changed. */
function show(): void {
  const taxonomy = useProject.getState().project?.taxonomy as Taxonomy;
  const labels = useLabels.getState().known['a'] as Annotation;
  const lanes = lanesOf(taxonomy).map((lane) => ({ ...lane, levels: [] }));
  const clock = { times: Float64Array.from({ length }, (_, i) => i), end: length };
  const tracks = {
    video: 'a',
    clock,
    duration: length,
    lanes,
    truth: [],
    reviewed: [],
    annotators: [],
    runs: [],
    runLanes: [],
  };
  const truth = lanes.map(({ id }) => ({ id, depth: 1 }));
  const nothing = {
    annotators: [],
    lanes: [],
    classes: 3,
    scoresOf: null,
    order: [],
    collapsed: [],
    hidden: [],
    pinned: null,
  };
  const rows = layoutRows({ hasVideo: false, withSound: false, room: 'wide', truth, ...nothing });
  const shown = lanes.map(({ id, name }) => {
    const own = labels.segments.filter((segment) => laneOf(segment) === id);
    return { key: truthKey(id), name, segments: own.map((segment) => ({ ...segment, name: 'drawn' })) };
  });
  showLanes(tracks, rows, shown);
}

async function begin(): Promise<void> {
  setClient({ call, on: () => () => undefined } as unknown as Client);
  const classes = [0, 1, 2, 3].map((id) => ({ id, name: `class ${id}` }));
  disk.taxonomy = { ...emptyTaxonomy(), nextId: 4, classes };
  disk.labels = { version: 1, video: 'a', timebase: 'frames', segments: [], reviewed: [] };
  forgetLabels();
  forgetHistory();
  useLaneView.setState({ order: [], collapsed: [], locked: [] });
  const project = { project: { singleLabel: false }, taxonomy: disk.taxonomy, videos: [] };
  useProject.setState({ project } as never);
  useHands.setState({ begun: null, edge: 'end' });
  useView.setState({ visible: null, playhead: 0 });
  useLanes.setState({ chosen: null, labelled: 0 });
  await editLabels('a', () => null);
  show();
}

/** Names of lanes top to bottom, and what is in them: `class start end`. */
interface Model {
  lanes: string[];
  held: { text: string; lane: string }[];
}

function said(labels: Annotation, taxonomy: Taxonomy): Model {
  const lanes = lanesOf(taxonomy);
  const nameOf = new Map(lanes.map(({ id, name }) => [id, name]));
  const held = labels.segments.map((one) => {
    return { text: [one.classId, one.start, one.end].join(' '), lane: nameOf.get(laneOf(one)) ?? 'none' };
  });
  return inOrder({ lanes: lanes.map(({ name }) => name), held });
}

const inOrder = ({ lanes, held }: Model): Model => {
  const key = ({ text, lane }: Model['held'][number]) => `${lane} ${text}`;
  return { lanes, held: held.slice().sort((a, b) => (key(a) < key(b) ? -1 : 1)) };
};

interface Hand {
  name: keyof typeof hands | 'undo' | 'redo';
  a: number;
  b: number;
  count: number;
}

const at = (playhead: number) => useView.setState({ playhead });
const laneAt = (count: number) => {
  const lanes = lanesOf(disk.taxonomy);
  return lanes[count % lanes.length] as (typeof lanes)[number];
};
const changeLanes = (make: (taxonomy: Taxonomy) => TaxonomyEdit | null) => editClasses(make);

/** Chooses the segment that counts so, as it is on disk; null: there is none. */
function chosen(count: number): Model['held'][number] | null {
  const segment = disk.labels.segments[count % Math.max(1, disk.labels.segments.length)];
  choose(inTruth(segment?.id));
  if (!segment) return null;
  const { classId, start, end } = segment;
  const lane = lanesOf(disk.taxonomy).find(({ id }) => id === laneOf(segment))?.name ?? 'none';
  return { text: [classId, start, end].join(' '), lane };
}

function without({ held }: Model, one: Model['held'][number]): Model['held'] {
  const index = held.findIndex(({ text, lane }) => text === one.text && lane === one.lane);
  return held.filter((_, i) => i !== index);
}

/** Each does the same in the program and to the model, and says what the model then is. */
const hands = {
  async add(model: Model, { a, b, count }: Hand) {
    const lane = laneAt(a + count);
    choose(null);
    labelLane(truthKey(lane.id));
    at(a);
    await pressClass(1 + (count % 3));
    at(b);
    await pressClass(1 + (count % 3));
    const [start, last] = [Math.min(a, b), Math.max(a, b)];
    // What ends on the last frame has it.
    const end = last === length - 1 ? length : last;
    if (start === end) return model;
    const text = [1 + (count % 3), start, end].join(' ');
    return { ...model, held: [...model.held, { text, lane: lane.name }] };
  },
  async remove(model: Model, { count }: Hand) {
    const one = chosen(count);
    await segments.remove();
    return one ? { ...model, held: without(model, one) } : model;
  },
  async copy(model: Model, { count }: Hand) {
    const one = chosen(count);
    const lane = model.lanes[(model.lanes.indexOf(one?.lane ?? '') + 1) % model.lanes.length] as string;
    await segments.copyToNextLane();
    const isThere = model.held.some((other) => other.text === one?.text && other.lane === lane);
    return one && lane !== one.lane && !isThere ? { ...model, held: [...model.held, { text: one.text, lane }] } : model;
  },
  async move(model: Model, { b, count }: Hand) {
    const one = chosen(count);
    const lane = laneAt(b);
    await segments.moveToLane(lane);
    return one ? { ...model, held: [...without(model, one), { text: one.text, lane: lane.name }] } : model;
  },
  async locked(model: Model, { count }: Hand) {
    const one = chosen(count);
    const { labelled } = useLanes.getState();
    toggleLocked(labelled);
    await segments.remove();
    if (one) await segments.copyToNextLane();
    toggleLocked(labelled);
    const lane = model.lanes[(model.lanes.indexOf(one?.lane ?? '') + 1) % model.lanes.length] as string;
    const isThere = model.held.some((other) => other.text === one?.text && other.lane === lane);
    return one && lane !== one.lane && !isThere ? { ...model, held: [...model.held, { text: one.text, lane }] } : model;
  },
  async addLane(model: Model, { a, b }: Hand) {
    const name = `lane ${a} ${b}`;
    if (model.lanes.includes(name)) return model;
    await changeLanes((taxonomy) => addLane(taxonomy, name));
    return { ...model, lanes: [...model.lanes, name] };
  },
  async rename(model: Model, { a, count }: Hand) {
    const [lane, name] = [laneAt(count), `name ${a}`];
    if (model.lanes.includes(name)) return model;
    await changeLanes((taxonomy) => renameLane(taxonomy, lane.id, name));
    const now = (one: string) => (one === lane.name ? name : one);
    return { lanes: model.lanes.map(now), held: model.held.map((one) => ({ ...one, lane: now(one.lane) })) };
  },
  async order(model: Model, { a, count }: Hand) {
    const lane = laneAt(count);
    const to = a % model.lanes.length;
    await changeLanes((taxonomy) => moveLane(taxonomy, lane.id, to));
    const others = model.lanes.filter((one) => one !== lane.name);
    return { ...model, lanes: [...others.slice(0, to), lane.name, ...others.slice(to)] };
  },
  async removeLane(model: Model, { count }: Hand) {
    const lane = laneAt(count);
    const index = model.lanes.indexOf(lane.name);
    const into = model.lanes[index === 0 ? 1 : index - 1];
    if (into === undefined) return model;
    await changeLanes((taxonomy) => {
      const to = laneTaking(taxonomy, lane.id).id;
      const edit = leaveLane(disk.labels, { from: lane.id, into: to, name: 'removed' });
      return removeLane(taxonomy, lane.id, edit ? [edit] : []);
    });
    const held = model.held.map((one) => (one.lane === lane.name ? { ...one, lane: into } : one));
    return { lanes: model.lanes.filter((one) => one !== lane.name), held };
  },
} as const;

const names = Object.keys(hands) as (keyof typeof hands)[];
const frame = fc.nat({ max: length - 1 });
const hand = fc.record({
  name: fc.oneof(
    { weight: 3, arbitrary: fc.constantFrom(...names) },
    fc.constantFrom('undo' as const, 'redo' as const),
  ),
  a: frame,
  b: frame,
  count: fc.nat({ max: 30 }),
});

const property = fc.asyncProperty(fc.array(hand, { maxLength: 40 }), async (sequence) => {
  await begin();
  let model = said(disk.labels, disk.taxonomy);
  const [done, undone]: [Model[], Model[]] = [[], []];
  const go = async (back: boolean) => {
    const [from, to] = back ? [done, undone] : [undone, done];
    await (back ? undo() : redo());
    const earlier = from.pop();
    if (!earlier) return;
    to.push(model);
    model = earlier;
  };
  for (const one of sequence) {
    if (one.name === 'undo' || one.name === 'redo') await go(one.name === 'undo');
    else {
      const after = inOrder(await hands[one.name](model, one));
      // A first lane gives the one that was there a name, which is all that changes on disk at times.
      if (useHistory.getState().done.length > done.length) {
        done.push(model);
        undone.length = 0;
      }
      model = after;
    }
    show();
    expect(said(disk.labels, disk.taxonomy)).toEqual(model);
    const shown = useProject.getState().project?.taxonomy as Taxonomy;
    expect(said(useLabels.getState().known['a'] as Annotation, shown)).toEqual(model);
  }
  const last = model;
  const steps = done.length;
  for (let i = 0; i < steps; i++) await go(true);
  expect(said(disk.labels, disk.taxonomy)).toEqual({ lanes: ['labels'], held: [] });
  for (let i = 0; i < steps; i++) await go(false);
  expect(said(disk.labels, disk.taxonomy)).toEqual(last);
});

const seed = Number(process.env['LANE_SEED'] ?? Date.now() % 1_000_000);
process.stdout.write(`LANE_SEED=${seed}\n`);

it('hands in lanes do what a plain list would, and are undone and redone', async () => {
  await fc.assert(property, { seed, numRuns: 200 });
});
