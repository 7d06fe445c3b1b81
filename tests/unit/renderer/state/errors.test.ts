import { describe, expect, it } from 'vitest';
import type { Annotation } from '../../../../src-main/common/domain/annotation';
import { applyEdit } from '../../../../src-main/common/domain/edit';
import { type ErrorKind, type ErrorEvents, verdicts } from '../../../../src-main/common/domain/diagnosis';
import type { Mark } from '../../../../src-main/common/domain/mark';
import type { Taxonomy } from '../../../../src-main/common/domain/taxonomy';
import { errorList } from '../../../../src-renderer/state/errorExport';
import { type ErrorRow, errorRows, passing } from '../../../../src-renderer/state/errorRows';
import { fixEdit } from '../../../../src-renderer/state/labelFix';
import { noErrorFilter } from '../../../../src-renderer/state/errorFilter';
import { errorDetail, errorSentence } from '../../../../src-renderer/screens/errors/words';

type Segment = [start: number, end: number, classId: number] | null;

/** Events at 4 steps a second: kind, video, truth, prediction. */
function events(...list: [ErrorKind, string, Segment, Segment][]): ErrorEvents {
  const videos = [...new Set(list.map(([, video]) => video))];
  const column = (side: 2 | 3, part: 0 | 1 | 2) => list.map((event) => event[side]?.[part] ?? -1);
  return {
    rate: 4,
    videos,
    video: list.map(([, video]) => videos.indexOf(video)),
    kind: list.map(([kind]) => verdicts.indexOf(kind)),
    truthStart: column(2, 0),
    truthEnd: column(2, 1),
    truthClass: column(2, 2),
    predictedStart: column(3, 0),
    predictedEnd: column(3, 1),
    predictedClass: column(3, 2),
    probability: [],
    entropy: [],
    against: [],
  };
}

const [milk, water, onion] = [1, 2, 5];
const taxonomy: Taxonomy = {
  version: 1,
  nextId: 6,
  classes: [
    { id: 0, name: 'background', background: true },
    { id: milk, name: 'pour milk', verb: 'pour', noun: 'milk' },
    { id: water, name: 'pour water', verb: 'pour', noun: 'water' },
    { id: onion, name: 'cut onion', verb: 'cut', noun: 'onion' },
  ],
  retired: [],
  verbSlots: {},
};
const rows = errorRows(
  events(
    ['confused', 'soup-07', [20, 40, water], [22, 40, milk]],
    ['missed', 'soup-07', [60, 64, onion], null],
    ['invented', 'tea-1', null, [8, 10, onion]],
    ['boundary', 'tea-1', [100, 180, milk], [90, 120, milk]],
  ),
);
const everything = { truthClass: null, predictedClass: null, steps: null, filter: noErrorFilter };
const found = (
  own: Partial<typeof everything> | { steps: Record<string, number[]> } | object,
  marks = new Map<string, Mark>(),
) => passing(rows, { ...everything, ...own }, taxonomy, marks).map((row) => row.kind);
const by = (filter: Partial<typeof noErrorFilter>) => found({ filter: { ...noErrorFilter, ...filter } });

describe('rows of errors', () => {
  it('are about what was predicted, else about the truth, in seconds', () => {
    expect(rows.map(({ start, end }) => [start, end])).toEqual([
      [5.5, 10],
      [15, 16],
      [2, 2.5],
      [22.5, 30],
    ]);
    expect(rows.map(({ iou }) => iou)).toEqual([0.9, null, null, 20 / 90]);
    expect(new Set(rows.map(({ id }) => id)).size).toBe(4);
  });

  it('are found by class, verb, noun, length, video and words', () => {
    expect(found({ truthClass: water })).toEqual(['confused']);
    expect(found({ truthClass: 0 })).toEqual(['invented']);
    expect(found({ predictedClass: 0 })).toEqual(['missed']);
    expect(by({ verb: 'pour' })).toEqual(['confused', 'boundary']);
    expect(by({ noun: 'onion' })).toEqual(['missed', 'invented']);
    expect(by({ length: 'below 1 s' })).toEqual(['invented']);
    expect(by({ length: '1 to 2 s' })).toEqual(['missed']);
    expect(by({ video: 'tea-1' })).toEqual(['invented', 'boundary']);
    expect(by({ text: 'SOUP milk' })).toEqual(['confused']);
    expect(by({ text: 'nowhere' })).toEqual([]);
  });

  it('are found by steps that were chosen elsewhere, in the truth or in the prediction', () => {
    expect(found({ steps: { 'soup-07': [20], 'tea-1': [1, 95] } })).toEqual(['confused', 'boundary']);
    expect(found({ steps: { 'soup-07': [40, 64] } })).toEqual([]);
    expect(found({ steps: {} })).toEqual([]);
  });

  it('are found by marks of their moment', () => {
    const row = rows[0] as ErrorRow;
    const mark: Mark = {
      video: 'soup-07',
      start: 5,
      end: 10,
      classId: water,
      inTruth: true,
      labelError: true,
      tags: ['dark'],
      note: '',
    };
    const marks = new Map([[row.mark, mark]]);
    for (const wanted of ['label error', 'dark'])
      expect(found({ filter: { ...noErrorFilter, mark: wanted } }, marks)).toEqual(['confused']);
    expect(found({ filter: { ...noErrorFilter, mark: 'blurred' } }, marks)).toEqual([]);
  });

  it('say what happened in words', () => {
    expect(rows.map((row) => errorSentence(row, taxonomy.classes))).toEqual([
      'pour water called pour milk',
      'cut onion not found',
      'cut onion where there is none',
      'pour milk with other edges',
    ]);
    expect(errorDetail(rows[0] as ErrorRow, taxonomy.classes, 4)).toBe('verb right, noun wrong');
    expect(errorDetail(rows[3] as ErrorRow, taxonomy.classes, 4)).toBe('starts 2.50 s early, ends 15.00 s early');
  });

  it('are written as a table, whatever their notes hold', () => {
    const row = rows[0] as ErrorRow;
    const mark: Mark = {
      video: 'soup-07',
      start: 5,
      end: 10,
      classId: water,
      inTruth: true,
      labelError: true,
      tags: ['a', 'b'],
      note: 'two\tlines,\n"so"',
    };
    const list = (format: 'csv' | 'tsv') =>
      errorList([row], format, (id) => `class ${id}`, new Map([[row.mark, mark]]));
    expect(list('csv').split('\n')[0]).toBe(
      'kind,video,start,end,truth,predicted,iou,probability,entropy,second run,label error,tags,note',
    );
    expect(list('csv')).toContain(
      `\nconfused,soup-07,5.5,10,class ${water},class ${milk},0.9,,,,yes,a; b,"two\tlines,\n""so"""\n`,
    );
    expect(list('tsv').split('\n')[1]?.split('\t').at(-1)).toBe('two lines, "so"');
  });
});

describe('mending a label', () => {
  const annotation: Annotation = {
    version: 1,
    video: 'soup-07',
    timebase: 'frames',
    segments: [
      { id: 's1', start: 125, end: 250, classId: water, origin: 'import:x' },
      { id: 's2', start: 300, end: 310, classId: water, origin: 'human' },
    ],
    reviewed: [],
  };
  // The clock begins at half a second, as some containers do.
  const clock = { times: Float64Array.from({ length: 1000 }, (_, k) => 0.5 + k / 25), end: 40.5 };
  const labelled = { start: 5, end: 10, classId: water };
  const mended = (fix: Parameters<typeof fixEdit>[3], of: typeof labelled | null = labelled) =>
    applyEdit(annotation, fixEdit(annotation, clock, of, fix, 'Mend')).segments.map(
      ({ id, start, end, classId, origin }) => [id, start, end, classId, origin],
    );

  it('gives it another class, other times, or takes it away', () => {
    const second = ['s2', 300, 310, water, 'human'];
    expect(mended({ kind: 'class', classId: milk })).toEqual([['s1', 125, 250, milk, 'human'], second]);
    expect(mended({ kind: 'times', start: 5.51, end: 9 })).toEqual([['s1', 138, 225, water, 'human'], second]);
    expect(mended({ kind: 'remove' })).toEqual([second]);
  });

  it('adds one under a free id', () => {
    const added = mended({ kind: 'add', start: 0, end: 1, classId: onion, lane: 0 }, null);
    expect(added[0]).toEqual(['s3', 0, 25, onion, 'human']);
  });

  it('adds one to a lane, and mends a true one in every lane that it is made of', () => {
    const segments: Annotation['segments'] = [
      { id: 's1', start: 125, end: 250, classId: water, origin: 'human' },
      { id: 's2', start: 150, end: 275, classId: water, origin: 'human', lane: 2 },
    ];
    const inLanes = { ...annotation, segments };
    const edited = (fix: Parameters<typeof fixEdit>[3]) =>
      applyEdit(inLanes, fixEdit(inLanes, clock, { start: 5, end: 11, classId: water }, fix, 'Mend')).segments.map(
        ({ start, end, lane }) => [start, end, lane],
      );
    expect(edited({ kind: 'times', start: 6, end: 10 })).toEqual([
      [150, 250, undefined],
      [150, 250, 2],
    ]);
    expect(edited({ kind: 'add', start: 0, end: 1, classId: onion, lane: 2 })[0]).toEqual([0, 25, 2]);
  });

  it('mends all annotated segments that make up the true one', () => {
    const touching = { start: 5, end: 12.4, classId: water };
    const all = [...annotation.segments].map((one) => ({ ...one, end: one.id === 's1' ? 300 : one.end }));
    const edited = (fix: Parameters<typeof fixEdit>[3]) =>
      applyEdit(
        { ...annotation, segments: all },
        fixEdit({ ...annotation, segments: all }, clock, touching, fix, 'Mend'),
      ).segments.map(({ start, end, classId }) => [start, end, classId]);
    expect(edited({ kind: 'class', classId: milk })).toEqual([
      [125, 300, milk],
      [300, 310, milk],
    ]);
    expect(edited({ kind: 'times', start: 6, end: 13 })).toEqual([
      [150, 300, water],
      [300, 325, water],
    ]);
  });

  it('says when the label is there no more', () => {
    expect(() => mended({ kind: 'remove' }, { ...labelled, classId: milk })).toThrow('no such segment any more');
  });
});
