import { type ErrorKind, errorKinds, kindLetters } from '../../../../src-main/common/domain/diagnosis';
import { drawTimeline } from '../../../../src-main/common/figures/panels/timeline';
import { describe, expect, it } from 'vitest';
import { classLooks, unknownLook } from '../../../../src-main/common/classColours';
import { Recipe } from '../../../../src-main/common/domain/figure';
import { atVenue, movePanel, newRecipe, panelOf, tidied, withPanel } from '../../../../src-main/common/figures/arrange';
import { figureProblems } from '../../../../src-main/common/figures/checks';
import type { Mark } from '../../../../src-main/common/figures/drawing';
import { numbersOf } from '../../../../src-main/common/figures/numbers';
import type {
  IntervalData,
  PanelData,
  ScatterData,
  TimelineData,
  TimelineSegment,
} from '../../../../src-main/common/figures/panelData';
import type { Pen } from '../../../../src-main/common/figures/pen';
import { drawSheet } from '../../../../src-main/common/figures/sheet';
import { sequential } from '../../../../src-main/common/figures/panels/matrix';

const names = ['background', 'cut carrot', 'cut onion', 'pour milk', 'stir pot', 'wash cup'];
const looks = classLooks(
  {
    version: 1,
    nextId: 9,
    retired: [],
    verbSlots: {},
    classes: names.map((name, id) => ({ id, name, ...(id === 0 && { background: true as const }) })),
  },
  'light',
);
const pen: Pen = {
  size: 8,
  palette: 'classes',
  measure: (text, size) => text.length * size * 0.5,
  lookOf: (classId) => looks.get(classId) ?? unknownLook('light'),
  nameOf: (classId) => names[classId] ?? `class ${classId}`,
};

const flat = (marks: readonly Mark[]): Mark[] =>
  marks.flatMap((mark) => (mark.kind === 'group' ? flat(mark.marks) : [mark]));
const textsOf = (marks: readonly Mark[]) => flat(marks).flatMap((mark) => (mark.kind === 'text' ? [mark.text] : []));

const timeline: TimelineData = {
  kind: 'timeline',
  video: 'soup-07',
  start: 0,
  end: 20,
  pictures: [],
  pictureShape: 16 / 9,
  lanes: [
    { name: 'Truth', segments: [{ start: 0, end: 10, classId: 1, wrong: false }] },
    { name: 'gen', segments: [{ start: 2, end: 9, classId: 3, wrong: true }] },
    { name: 'disc', segments: null },
  ],
};
const scatter = (marks: ScatterData['marks'], ids: readonly number[]): ScatterData => ({
  kind: 'scatter',
  marks,
  legend: 'below',
  tasks: null,
  maps: [{ name: 'gen', points: ids.map((classId, i) => ({ x: i, y: -i, classId })) }],
});
const all: PanelData[] = [
  timeline,
  {
    kind: 'intervals',
    title: '%',
    series: ['S-F1', 'P-F1'],
    groups: [{ name: 'gen', values: [{ value: 40, low: 35, high: 44 }, null] }],
    digits: 1,
    style: 'bars',
    thin: true,
    note: 'Too few to judge: 4 videos.',
  },
  {
    kind: 'curves',
    xTitle: 'updates',
    yTitle: 'loss',
    lines: [
      {
        name: 'gen',
        points: [
          [1, 2],
          [2, 1],
        ],
        markers: true,
      },
    ],
    diagonal: false,
    xRange: null,
    yRange: null,
  },
  { kind: 'distribution', title: 'nats', groups: [{ name: 'gen', values: [], mean: null }] },
  {
    kind: 'matrix',
    rows: ['cut carrot', 'cut onion'],
    columns: ['cut carrot', 'cut onion'],
    counts: [
      [3, 1],
      [0, 0],
    ],
    cells: 'row share',
    rules: { rows: [1], columns: [1] },
  },
  scatter('colour and shape', [1, 2, 3]),
  { kind: 'table', head: ['', 'S-F1'], rows: [['gen', '40.0']], notes: ['One seed.'] },
  { kind: 'empty', sentence: 'None of the runs is evaluated on test.' },
];

describe('verdicts of a timeline', () => {
  const lane = (verdict: ErrorKind, end = 9) => ({
    ...timeline,
    lanes: [{ name: 'gen', segments: [{ start: 2, end, classId: 3, wrong: true, verdict }] }],
  });
  const drawn = (verdict: ErrorKind, end?: number) => flat(drawTimeline(lane(verdict, end), 400, 60, pen));

  it('have a letter each, where it fits, and no two one pattern', () => {
    for (const kind of errorKinds) {
      expect(textsOf(drawn(kind))).toContain(kindLetters[kind]);
      expect(textsOf(drawn(kind, 2.3))).not.toContain(kindLetters[kind]);
    }
    const pattern = (kind: ErrorKind) => JSON.stringify(drawn(kind).filter((mark) => mark.kind !== 'text'));
    expect(new Set(errorKinds.map(pattern)).size).toBe(errorKinds.length);
  });

  it('leave a missed truth hollow', () => {
    const boxes = drawn('missed').filter((mark) => mark.kind === 'rect' && mark.dash !== undefined);
    expect(boxes).toMatchObject([{ dash: [2, 1.5] }]);
    expect(boxes[0]).not.toHaveProperty('fill');
  });
});

describe('classes of a timeline', () => {
  const drawn = (segments: TimelineSegment[]) =>
    textsOf(drawTimeline({ ...timeline, lanes: [{ name: 'Truth', segments }] }, 240, 80, pen));
  const wide = { start: 0, end: 15, classId: 1, wrong: false };
  const narrow = { start: 16, end: 16.2, classId: 2, wrong: false };

  it('that no segment has room to name stand in a key', () => {
    expect(drawn([wide])).not.toContain(names[2]);
    expect(drawn([wide, narrow])).toContain(names[2]);
    expect(drawn([wide, narrow]).filter((text) => text === names[1])).toHaveLength(1);
  });

  it('that lie outside of what is shown do not', () => {
    expect(drawn([wide, { ...narrow, start: 40, end: 40.2 }])).not.toContain(names[2]);
  });
});

describe('panels with much to show', () => {
  const many = Array.from({ length: 97 }, (_, i) => `take the ${'very '.repeat(i % 9)}long name ${i}`);
  const bars: IntervalData = {
    kind: 'intervals',
    title: '%',
    series: ['gen'],
    groups: many.map((name, i) => ({ name, values: [{ value: i, low: null, high: null }] })),
    digits: 1,
    style: 'bars',
    thin: false,
    note: 'A note that is longer than the panel is wide, so that it takes more than one line.',
  };
  const drawn = (data: PanelData, place: { width: number; height: number }, own = pen) => {
    const recipe = { ...newRecipe('Much'), panels: [panelOf({ kind: 'table' }, { x: 0, y: 0, ...place })] };
    return flat(drawSheet(recipe, [{ panel: recipe.panels[0]!, data }], new Map(), own).marks);
  };
  const labels = (marks: readonly Mark[]) => marks.flatMap((mark) => (mark.kind === 'text' ? [mark] : []));

  it('shorten and shrink the names of rows, so that none lies on another or is cut', () => {
    const texts = labels(drawn(bars, { width: 84, height: 60 }));
    const names = texts.filter(({ anchor }) => anchor === 'end');
    expect(names.length).toBeGreaterThan(20);
    names.forEach(({ y, size }, i) => i > 0 && expect(y - names[i - 1]!.y).toBeGreaterThanOrEqual(size - 1e-9));
    for (const { x, text, size } of names) expect(x - pen.measure(text, size, 400)).toBeGreaterThanOrEqual(-1e-9);
    for (const { x, text, size } of texts.filter(({ anchor }) => anchor === 'start'))
      expect(x + pen.measure(text, size, 400)).toBeLessThan((84 * 72) / 25.4);
  });

  it('leave the map its room beside the key of 97 classes, and count those left out', () => {
    const ids = many.map((_, i) => i);
    const named = { ...pen, nameOf: (id: number) => many[id] as string };
    const marks = drawn(scatter('colour and shape', ids), { width: 84, height: 60 }, named);
    const frame = marks.find((mark) => mark.kind === 'rect');
    expect(frame?.kind === 'rect' && frame.height).toBeGreaterThan(0.5 * 60 * (72 / 25.4));
    expect(textsOf(marks)).toContainEqual(expect.stringMatching(/^and \d+ more$/));
  });

  it('hold pictures and lanes where the panel is low', () => {
    const low = { ...timeline, pictures: [null, null] };
    const boxes = drawn(low, { width: 84, height: 12 }).flatMap((mark) => (mark.kind === 'rect' ? [mark] : []));
    expect(boxes.length).toBeGreaterThan(2);
    for (const { height } of boxes) expect(height).toBeGreaterThan(0);
  });

  it('are drawn where there is nothing to show', () => {
    const none: PanelData[] = [
      { ...bars, groups: [], note: '' },
      { kind: 'distribution', title: 'nats', groups: [] },
      { kind: 'curves', xTitle: 'x', yTitle: 'y', lines: [], diagonal: false, xRange: null, yRange: null },
      { kind: 'table', head: ['', 'S-F1'], rows: [], notes: [] },
      { ...timeline, lanes: [{ name: 'Truth', segments: [] }] },
    ];
    for (const data of none)
      expect(JSON.stringify(drawn(data, { width: 40, height: 20 }))).not.toMatch(/null|NaN|Infinity/);
  });
});

describe('every kind of panel', () => {
  const recipe = all.reduce((made) => withPanel(made, { kind: 'table' }), newRecipe('All'));
  const drawing = drawSheet(
    recipe,
    all.map((data, i) => ({ panel: recipe.panels[i]!, data })),
    new Map(),
    pen,
  );

  it('is drawn without a number that is none', () => {
    expect(JSON.stringify(drawing.marks)).not.toMatch(/null|NaN|Infinity/);
    const numbers = flat(drawing.marks).flatMap((mark) =>
      Object.values(mark).filter((value) => typeof value === 'number'),
    );
    expect(numbers.every(Number.isFinite)).toBe(true);
  });

  it('has its letter, and says what is missing', () => {
    const texts = textsOf(drawing.marks);
    expect(texts).toEqual(
      expect.arrayContaining(['a', 'h', 'no predictions', 'no value', 'Too few to judge: 4 videos.']),
    );
    expect(texts).toContain('None of the runs is evaluated on test.');
  });

  it('gives its numbers as a table of equal rows', () => {
    for (const data of all) {
      const { columns, rows } = numbersOf(data);
      for (const row of rows) expect(row).toHaveLength(columns.length);
    }
    expect(numbersOf(timeline).rows).toEqual([
      ['Truth', 0, 10, 1, 0, ''],
      ['gen', 2, 9, 3, 1, ''],
    ]);
  });
});

it('a wrong segment is told apart without colour: a heavy outline and hatching', () => {
  const recipe = withPanel(newRecipe('One'), { kind: 'timeline' });
  const marks = flat(drawSheet(recipe, [{ panel: recipe.panels[0]!, data: timeline }], new Map(), pen).marks);
  const outlines = marks.filter((mark) => mark.kind === 'rect' && mark.stroke === '#000000');
  expect(outlines).toHaveLength(1);
  expect(outlines[0]).toMatchObject({ lineWidth: 1.2 });
  expect(marks.filter((mark) => mark.kind === 'path' && mark.lineWidth === 0.8)).toHaveLength(1);
  expect(textsOf(marks)).not.toContain('a');
});

it('the map of shares grows darker without a turn', () => {
  const lightness = Array.from({ length: 11 }, (_, i) => Number.parseInt(sequential(i / 10).slice(3, 5), 16));
  expect([...lightness].sort((a, b) => b - a)).toEqual(lightness);
  expect([sequential(0), sequential(1)]).toEqual(['#ffffff', '#182a62']);
});

describe('what a reader may not be able to tell', () => {
  const recipe = newRecipe('One');
  it('is nothing where shapes differ, and classes of one colour without them', () => {
    expect(figureProblems(recipe, [scatter('colour and shape', [1, 2, 3])], { ...pen, size: 7.5 })).toEqual([]);
    const same = { ...pen, size: 7.5, lookOf: () => unknownLook('light') };
    expect(figureProblems(recipe, [scatter('colour', [1, 2])], same)).toEqual([
      'cut carrot and cut onion look alike to any eye.',
    ]);
  });

  it('is text below the venue’s smallest', () => {
    expect(figureProblems(recipe, [], { ...pen, size: 6 })).toEqual([
      'Ticks are 5 pt; below 6.5 pt they are hard to read at Springer, two columns.',
    ]);
  });
});

describe('panels on the sheet', () => {
  const two = withPanel(withPanel(newRecipe('Two'), { kind: 'timeline' }), { kind: 'scores' });
  it('are put below each other, and are a record that can be read back', () => {
    expect(two.panels.map(({ place }) => place.y)).toEqual([0, 50]);
    expect(Recipe.parse(JSON.parse(JSON.stringify(two)))).toEqual(two);
  });

  it('stay on the sheet, at half millimetres', () => {
    expect(movePanel(two, 1, { x: 500, y: -3 }).panels[1]?.place).toMatchObject({ x: 0, y: 0, width: 174 });
    const narrow = movePanel(two, 1, { width: 60.3, x: 999 });
    expect(narrow.panels[1]?.place).toMatchObject({ width: 60.5, x: 113.5 });
    expect(movePanel(two, 1, { width: 1, height: 1 }).panels[1]?.place).toMatchObject({ width: 10, height: 5 });
  });

  it('are tidied into rows of two', () => {
    const half = movePanel(withPanel(movePanel(two, 1, { width: 80 }), { kind: 'curves' }), 2, { width: 80 });
    expect(tidied(half).panels.map(({ place: { x, y, width } }) => [x, y, width])).toEqual([
      [0, 0, 174],
      [0, 50, 85],
      [89, 50, 85],
    ]);
  });

  it('follow the width of a venue', () => {
    const small = atVenue(two, { id: 'springer-single', width: 84, fontSize: 8 });
    expect(small.sheet).toMatchObject({ venue: 'springer-single', width: 84, fontSize: 8 });
    expect(small.panels.map(({ place }) => place.width)).toEqual([84, 84]);
  });
});
