/** One drawing of every kind of panel, of invented numbers, with the fonts and colours of print. */
import { classLooks, unknownLook } from '../../src-main/common/classColours';
import { type ErrorKind, errorKinds } from '../../src-main/common/domain/diagnosis';
import type { Recipe } from '../../src-main/common/domain/figure';
import type { Taxonomy } from '../../src-main/common/domain/taxonomy';
import { newRecipe, panelOf } from '../../src-main/common/figures/arrange';
import type { Drawing, FontName } from '../../src-main/common/figures/drawing';
import { type PaletteName, palettes } from '../../src-main/common/figures/palettes';
import type {
  IntervalData,
  MatrixData,
  OverlapData,
  PanelData,
  ScatterData,
  TimelineData,
} from '../../src-main/common/figures/panelData';
import { drawSheet } from '../../src-main/common/figures/sheet';
import { Rng } from '../../src-main/common/rng';
import { measureIn } from '../../src-main/figures/fonts';
import { createCanvas } from '../../src-main/video/canvas';

const verbs = ['cut', 'add', 'stir', 'pour', 'wash', 'take out of the refrigerator'];
const nouns = ['carrot', 'onion', 'tomato', 'boiled potato'];
const taxonomy: Taxonomy = {
  version: 1,
  nextId: 30,
  retired: [],
  verbSlots: {},
  classes: [
    { id: 0, name: 'background', background: true },
    ...verbs.flatMap((verb, v) =>
      nouns.map((noun, n) => ({ id: 1 + v * nouns.length + n, name: `${verb} ${noun}`, verb, noun })),
    ),
  ],
};
const names = new Map(taxonomy.classes.map(({ id, name }) => [id, name]));

const spans = errorKinds.map((_, i) => ({ start: 4 * i + 0.4, end: 4 * i + 3.8, classId: 1 + i }));
const verdictLane = errorKinds.map((verdict: ErrorKind, i) => ({ ...spans[i]!, wrong: true, verdict }));
const timeline: TimelineData = {
  kind: 'timeline',
  video: 'soup-07',
  start: 0,
  end: 30,
  pictures: ['warm', null, 'cold', 'warm'],
  pictureShape: 16 / 9,
  lanes: [
    { name: 'Truth', segments: spans.map((one) => ({ ...one, wrong: false })) },
    { name: 'verdicts', segments: [...verdictLane, { start: 29, end: 34, classId: 9, wrong: false }] },
    {
      name: 'wrong class',
      segments: spans.map((one, i) => ({ ...one, classId: i + 2, wrong: i % 2 === 0 })),
    },
    { name: 'unseen', segments: null },
  ],
};

const scores = (style: 'dots' | 'bars'): IntervalData => ({
  kind: 'intervals',
  title: '%',
  series: ['S-F1', 'P-F1', 'mAP'],
  groups: [
    { name: 'generative', values: [interval(52.1, 4), interval(48.3, 5), null] },
    { name: 'discriminative', values: [interval(61, 3), interval(44.9, 3), interval(38, 6)] },
    { name: 'GAD', values: [interval(67.4, 3), interval(58.2, 4), { value: 41, low: null, high: null }] },
  ],
  digits: 1,
  style,
  thin: style === 'dots',
  note: 'Intervals: 95 % over 6 videos. Too few to judge.',
});
function interval(value: number, half: number) {
  return { value, low: value - half, high: value + half };
}

const matrix = (rows: readonly string[], cells: MatrixData['cells']): MatrixData => {
  const rng = new Rng(3);
  const counts = rows.map((_, row) => [
    ...rows.map((__, column) => (row === column ? 60 : rng.next() < 0.3 ? Math.round(40 * rng.next()) : 0)),
    row % 3,
  ]);
  const rules = rows.flatMap((_, i) => (i > 0 && i % nouns.length === 0 ? [i] : []));
  return {
    kind: 'matrix',
    rows,
    columns: [...rows, 'others'],
    counts,
    cells,
    rules: { rows: rules, columns: [...rules, rows.length] },
  };
};

function scatter(legend: ScatterData['legend'], classes: number, marks: ScatterData['marks']): ScatterData {
  const rng = new Rng(5);
  const points = Array.from({ length: 220 }, (_, i) => {
    const classId = 1 + (i % classes);
    const [x, y] = [Math.cos(classId * 2.4) * 8, Math.sin(classId * 2.4) * 8];
    return { x: x + rng.normal(), y: y + rng.normal(), classId };
  });
  return {
    kind: 'scatter',
    marks,
    legend,
    tasks: null,
    maps: [
      { name: 'generative', points },
      { name: 'discriminative', points: points.map(({ x, y, classId }) => ({ x: -y, y: 2 * x, classId })) },
    ],
  };
}

const line = (name: string, of: (x: number) => number, markers: boolean) => ({
  name,
  points: Array.from({ length: markers ? 11 : 80 }, (_, i) => {
    const x = i / (markers ? 10 : 79);
    return [x, of(x)] as const;
  }),
  markers,
});

/** @param steep percent that pairs with the same subwords are confused more than those with none */
function overlapping(name: string, steep: number, value: number): OverlapData['runs'][number] {
  const rng = new Rng(steep);
  const pairs = Array.from({ length: 60 }, (_, i) => {
    const likeness = [0, 0, 1 / 5, 1 / 3, 1 / 2][i % 5] as number;
    return { truth: `${i}`, predicted: `${i + 1}`, likeness, share: steep * likeness + 12 * rng.next() };
  });
  return { name, pairs, correlation: { value, low: value - 0.12, high: value + 0.1 } };
}

interface Pictured {
  data: readonly PanelData[];
  /** Of a panel, in millimetres; panels stand below each other. */
  size: readonly [number, number];
  title?: string;
  fontSize?: number;
  font?: FontName;
  palette?: PaletteName;
}

/** By the name of the stored picture. */
export const pictured: Readonly<Record<string, Pictured>> = {
  timeline: { size: [140, 44], data: [timeline] },
  'scores-dots': { size: [84, 36], data: [scores('dots')] },
  'scores-bars': { size: [84, 50], data: [scores('bars')], title: 'Scores on test', fontSize: 9 },
  'many-bars': {
    size: [84, 90],
    data: [
      {
        ...scores('bars'),
        series: ['GAD'],
        groups: [...names.values(), ...names.values()].map((name, i) => ({ name, values: [interval(i + 8, 4)] })),
      },
    ],
  },
  curves: {
    size: [84, 50],
    data: [
      {
        kind: 'curves',
        xTitle: 'updates',
        yTitle: 'loss',
        lines: ['generative', 'discriminative', 'GAD', 'without [CLS]'].map((name, i) =>
          line(name, (x) => (4 - i) * Math.exp(-4 * x) + 0.3 * Math.sin(20 * x + i) * x + i / 3, false),
        ),
        diagonal: false,
        xRange: null,
        yRange: null,
      },
    ],
  },
  reliability: {
    size: [60, 50],
    data: [
      {
        kind: 'curves',
        xTitle: 'confidence',
        yTitle: 'accuracy',
        lines: [line('generative', (x) => x * x, true), line('discriminative', (x) => Math.sqrt(x), true)],
        diagonal: true,
        xRange: [0, 1],
        yRange: [0, 1],
      },
    ],
  },
  distribution: {
    size: [84, 34],
    data: [
      {
        kind: 'distribution',
        title: 'entropy of wrong labels, nats; line: mean',
        groups: [
          { name: 'gen', values: [...names].map(([id, name]) => ({ name, value: (id % 7) / 4 })), mean: 0.7 },
          { name: 'disc', values: [{ name: 'cut onion', value: 1.4 }], mean: 1.4 },
          { name: 'right', values: [], mean: null },
        ],
      },
    ],
  },
  matrix: { size: [84, 70], data: [matrix([...names.values()].slice(1, 9), 'row share')] },
  'matrix-of-steps': { size: [120, 110], data: [matrix([...names.values()].slice(1), 'steps')] },
  map: { size: [120, 76], data: [scatter('below', 24, 'colour and shape')] },
  'map-named': { size: [120, 50], data: [scatter('direct', 6, 'colour')], palette: 'Okabe-Ito' },
  overlap: {
    size: [84, 60],
    data: [
      {
        kind: 'overlap',
        xTitle: 'shared subwords, share of all of both labels',
        yTitle: '% of the true class’s steps',
        runs: [overlapping('generative', 30, 0.41), overlapping('discriminative', 4, 0.08)],
        note: 'Spearman’s rank correlation over all 552 pairs of classes, those never confused among them; 95 % over 6 videos, too few to judge.',
      },
    ],
  },
  table: {
    size: [100, 30],
    data: [
      {
        kind: 'table',
        head: ['', 'S-F1', 'P-F1', 'Steps/s'],
        rows: [
          ['generative', '52.1', '48.3', '31'],
          ['discriminative', '61.0', '44.9', '1,204'],
          ['GAD', '67.4', '—', '88'],
        ],
        notes: ['Mean of 3 seeds; − 1.2 to + 0.4 against the first.'],
      },
    ],
    font: 'STIX',
  },
  sheet: {
    size: [84, 24],
    data: [
      { kind: 'empty', sentence: 'None of the runs is evaluated on test.' },
      { ...scores('bars'), series: ['S-F1'], groups: [{ name: 'GAD', values: [interval(67.4, 3)] }], note: '' },
    ],
    palette: 'grey',
  },
};

export async function drawPictured({
  data,
  size,
  title = '',
  fontSize = 0,
  font,
  palette,
}: Pictured): Promise<Drawing> {
  const [width, height] = size;
  const empty = newRecipe('Pictured');
  const recipe: Recipe = {
    ...empty,
    sheet: { ...empty.sheet, width, font: font ?? 'Inter', palette: palette ?? 'classes' },
    panels: data.map((_, i) =>
      panelOf({ kind: 'table', settings: { title, fontSize } }, { x: 0, y: i * (height + 3), width, height }),
    ),
  };
  const looks = classLooks(taxonomy, 'light', palettes[recipe.sheet.palette].classes);
  return drawSheet(
    recipe,
    data.map((one, i) => ({ panel: recipe.panels[i]!, data: one })),
    new Map([
      ['warm', await picture('#c99c6a', '#583d01')],
      ['cold', await picture('#bacbfe', '#184593')],
    ]),
    {
      size: recipe.sheet.fontSize,
      palette: recipe.sheet.palette,
      measure: measureIn(recipe.sheet.font),
      lookOf: (id) => looks.get(id) ?? unknownLook('light'),
      nameOf: (id) => names.get(id) ?? `class ${id}`,
    },
  );
}

async function picture(sky: string, ground: string): Promise<Uint8Array> {
  const canvas = createCanvas(64, 36);
  const context = canvas.getContext('2d');
  for (const [colour, y] of [
    [sky, 0],
    [ground, 20],
  ] as const) {
    context.fillStyle = colour;
    context.fillRect(0, y, 64, 36 - y);
  }
  return canvas.encode('jpeg', 90);
}
