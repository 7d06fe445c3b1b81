import { describe, expect, it } from 'vitest';
import { TrainSettings } from '../../../src-main/common/settings';
import { inferenceShape, makeBatch, trainingShape } from '../../../src-main/gad/batch';
import { describeClassifier } from '../../../src-main/gad/classifier';
import { Prompt } from '../../../src-main/gad/prompt';
import { byteTokenizer } from './byteTokenizer';

const texts = ['background', 'cut', 'pour'];
const described = (own: Partial<TrainSettings>) => describeClassifier(TrainSettings.parse(own));
const gad = described({ kind: 'gad' });
const generative = described({ kind: 'generative' });
const text = (prompt: Prompt, label: number, previous = -1) =>
  prompt
    .pieces(2, { label, previous })
    .map((piece) => piece.text)
    .join('');

describe('prompt', () => {
  const tokenizer = byteTokenizer([' background', ' cut'], '<s>', '</s>');

  it('teaches plain background without an end token, everything else with one', () => {
    const prompt = new Prompt(tokenizer, gad, texts);
    const opening = '<s>What is the action in the last frame?\n<v><v><cls>\nAssistant:';
    expect(text(prompt, 0)).toBe(`${opening} background`);
    expect(text(prompt, 0, 2)).toBe(`${opening} background, pour</s>`);
    expect(text(prompt, 1, 2)).toBe(`${opening} cut, pour</s>`);
  });

  it('ends background like any answer where one token cannot mean it', () => {
    const prompt = new Prompt(byteTokenizer([], '<s>', '</s>'), generative, texts);
    expect(prompt.silence).toBeNull();
    expect(text(prompt, 0).endsWith(' background</s>')).toBe(true);
  });

  it('begins without a token where the tokenizer has none', () => {
    expect(text(new Prompt(byteTokenizer([], null, '</s>'), gad, texts), 1).startsWith('What')).toBe(true);
  });

  it('needs a token that ends an answer', () => {
    expect(() => new Prompt(byteTokenizer([], '<s>', null), gad, texts)).toThrow(
      'Missing: the tokenizer has no token that ends an answer.',
    );
  });

  it('at inference decides at [CLS], or behind the words that open an answer', () => {
    const classes = new Prompt(tokenizer, gad, texts).layout(2, null);
    expect(classes.ids[classes.decision]).toBe(tokenizer.size + 1);
    expect(classes.decision).toBe(classes.ids.length - 1);
    const answers = new Prompt(tokenizer, generative, texts).layout(2, null);
    expect(tokenizer.decode(answers.ids.slice(-1))).toBe(':');
    expect(answers.decision).toBe(answers.ids.length - 1);
  });
});

describe('the text of a GAD window', () => {
  const tokenizer = byteTokenizer([' background', ' cut', ' pour'], '<s>', '</s>');
  const opening = '<s>What is the action in the last frame?\n<v><v>';
  const taught = { label: 1, previous: 2, earlier: [1, 2], future: 0, task: 'make soup' };
  const told = (own: Partial<TrainSettings>, answer = taught) =>
    new Prompt(tokenizer, described({ kind: 'gad', ...own }), texts)
      .pieces(2, answer)
      .map((piece) => piece.text)
      .join('')
      .replace(opening, '');

  it.each([
    ['none', ''],
    ['label', '<cls>\nAssistant: cut</s>'],
    ['previous action', '<cls>\nAssistant: cut, pour</s>'],
    ['previous actions', '<cls>\nAssistant: cut, cut, pour</s>'],
    ['future action', '<cls>\nAssistant: cut, background</s>'],
    ['task goal', '<cls>\nAssistant: cut, make soup</s>'],
  ] as const)('tells as context %s', (context, expected) => {
    expect(told({ context })).toBe(expected);
  });

  it('tells the class alone where there is no such context', () => {
    const nothing = { label: 0, previous: -1, earlier: [], future: -1, task: 'make soup' };
    for (const context of ['previous action', 'previous actions', 'future action'] as const)
      expect(told({ context }, nothing)).toBe('<cls>\nAssistant: background');
  });

  it('stands behind, before or beside [CLS]; before it every answer says where it ends', () => {
    const silent = { ...taught, label: 0, previous: -1 };
    expect(told({ order: 'discriminative first' }, silent)).toBe('<cls>\nAssistant: background');
    expect(told({ order: 'generation first' }, silent)).toBe('\nAssistant: background</s><cls>');
    expect(told({ order: 'parallel' }, silent)).toBe('\nAssistant: background<cls>');
  });

  it('is not there where a head names the context, whose own [CLS] stands behind the first', () => {
    const prompt = new Prompt(tokenizer, described({ kind: 'gad', contextAs: 'head, own [CLS]' }), texts);
    const layout = prompt.layout(2, taught);
    expect([layout.cls, layout.contextCls]).toEqual([layout.ids.length - 2, layout.ids.length - 1]);
    expect(layout.learnt).toEqual([]);
    expect(prompt.layout(2, null)).toMatchObject({ cls: layout.cls, contextCls: -1 });
  });

  it('without [CLS] is decided at the last frame', () => {
    const prompt = new Prompt(tokenizer, described({ kind: 'discriminative', classToken: false }), texts);
    const layout = prompt.layout(2, taught);
    expect([layout.cls, layout.decision]).toEqual([-1, layout.ids.length - 1]);
    expect(layout.decision).toBe(layout.visuals.at(-1));
  });

  it('that was written before the class is put before [CLS] as it was taught', () => {
    const prompt = new Prompt(tokenizer, described({ kind: 'gad', order: 'generation first' }), texts);
    const whole = prompt.layout(2, taught);
    const begun = prompt.layout(2, null);
    const written = whole.ids.slice(begun.ids.length, whole.cls);
    expect(tokenizer.decode(written)).toBe(' cut, pour</s>');
    expect(written.length).toBeLessThanOrEqual(prompt.longestWritten);
    expect(prompt.layout(2, written)).toMatchObject({
      ids: whole.ids,
      cls: whole.cls,
      decision: whole.cls,
      learnt: [],
    });
  });

  it('fits the training shape, whatever the videos tell', () => {
    const long = { ...taught, earlier: [1, 2, 1, 2, 1, 2], task: 'a task of many words' };
    for (const context of ['previous actions', 'task goal'] as const) {
      const prompt = new Prompt(tokenizer, described({ kind: 'gad', context }), texts);
      const shape = trainingShape(prompt, 2, 3, [taught, long]);
      const { ids, learnt } = prompt.layout(3, long);
      expect([shape.length, shape.answers]).toEqual([ids.length, 2 * learnt.length]);
    }
  });

  it('beside [CLS] leaves it where the text begins, and neither sees the other', () => {
    const prompt = new Prompt(tokenizer, described({ kind: 'gad', order: 'parallel' }), texts);
    const windows = [{ video: 'v', steps: Int32Array.of(0, 1), target: 1, ...taught }];
    const layouts = [prompt.layout(2, taught)];
    const shape = trainingShape(prompt, 1, 2);
    const batch = makeBatch(prompt, windows, layouts, [Float32Array.of(1, 2)], shape, []);
    const { learnt, cls, ids } = layouts[0]!;
    const pad = shape.length - ids.length;
    expect([...batch.sides.subarray(pad)]).toEqual(ids.map((_, i) => (i === cls ? 2 : learnt.includes(i) ? 1 : 0)));
    expect(batch.positions[pad + cls]).toBe(pad + learnt[0]!);
    expect(batch.positions[pad + learnt[0]!]).toBe(pad + learnt[0]!);
  });
});

describe('a question that names similar moments', () => {
  const tokenizer = byteTokenizer([' background', ' cut', ' pour'], '<s>', '</s>');
  const kinds = [{ kind: 'discriminative' }, { kind: 'gad' }, { kind: 'generative' }] as const;
  const prompt = (own: Partial<TrainSettings>) =>
    new Prompt(tokenizer, described({ ...own, neighbours: 2, neighboursIn: 'prompt' }), texts);
  const taught = { label: 1, previous: -1 };

  it.each(kinds)('tells them behind what is asked: %j', (own) => {
    const pieces = prompt(own).pieces(1, taught, [2, 0]);
    const whole = pieces.map((piece) => piece.text).join('');
    const question = 'What is the action in the last frame? Similar moments: pour, background.\n';
    expect(whole.startsWith(`<s>${question}<v>`)).toBe(true);
    expect(prompt(own).pieces(1, taught, [])).toEqual(prompt(own).pieces(1, taught));
  });

  it('has the tokens of the answers for them, and teaches none of them', () => {
    const { ids, learnt } = prompt({ kind: 'generative' }).layout(1, taught, [1]);
    const cut = tokenizer.encode(' cut').ids;
    const named = ids.indexOf(cut[0]!);
    expect(ids.slice(named, named + cut.length)).toEqual([...cut]);
    expect(named).toBeLessThan(learnt[0]!);
    expect(learnt.length).toBe(prompt({ kind: 'generative' }).layout(1, taught).learnt.length);
  });

  it.each(kinds)('fits the shapes, whichever they are: %j', (own) => {
    for (const training of [true, false]) {
      const { length } = prompt(own).longest(3, training);
      const lengths = [[], [0], [1, 2], [2, 0], [0, 1]].map(
        (similar) => prompt(own).layout(3, training ? { label: 2, previous: 2 } : null, similar).ids.length,
      );
      for (const found of lengths) expect(found).toBeLessThanOrEqual(length);
      expect(prompt(own).longest(3, training).length).toBeGreaterThan(
        new Prompt(tokenizer, described(own), texts).longest(3, training).length,
      );
    }
  });

  it('of which the description tells how many, and only where they belong into the prompt', () => {
    expect(described({ neighbours: 5 }).similar).toBe(0);
    expect(described({ neighbours: 5, neighboursIn: 'prompt' }).similar).toBe(5);
  });
});

describe('shapes', () => {
  const prompt = new Prompt(byteTokenizer([' background', ' cut'], '<s>', '</s>'), gad, texts);

  it('of training hold the longest answer', () => {
    const shape = trainingShape(prompt, 3, 5);
    for (const label of [0, 1, 2]) {
      for (const previous of [-1, 1, 2]) {
        const layout = prompt.layout(5, { label, previous });
        expect(layout.ids.length).toBeLessThanOrEqual(shape.length);
        expect(3 * layout.learnt.length).toBeLessThanOrEqual(shape.answers);
      }
    }
  });

  it('of inference are few', () => {
    const shapes = Array.from({ length: 64 }, (_, i) => inferenceShape(prompt, 4, i + 1, 64));
    expect(new Set(shapes.map((shape) => shape.frames))).toEqual(new Set([16, 32, 48, 64]));
    shapes.forEach((shape, i) => expect(shape.frames).toBeGreaterThan(i));
  });
});

describe('batch', () => {
  const prompt = new Prompt(byteTokenizer([' background', ' cut'], '<s>', '</s>'), gad, texts);
  const windows = [
    { video: 'v', steps: Int32Array.of(0), target: 0, label: 0, previous: -1 },
    { video: 'v', steps: Int32Array.of(0, 1), target: 1, label: 1, previous: 2 },
  ];
  const layouts = windows.map((window) => prompt.layout(window.steps.length, window));
  const tracks = [Float32Array.of(1, 2), Float32Array.of(3, 4, 5, 6)];

  it('gives windows that are missing no weight', () => {
    const batch = makeBatch(prompt, windows, layouts, tracks, trainingShape(prompt, 3, 2), [0.5, 2]);
    expect([...batch.classWeights]).toEqual([0.25, 1, 0]);
    expect(batch.count).toBe(2);
    const total = batch.answerWeights.reduce((sum, weight) => sum + weight, 0);
    expect(total).toBeCloseTo(1, 6);
  });

  it('takes each embedding from the text, a frame or the class embedding', () => {
    const shape = trainingShape(prompt, 2, 2);
    const batch = makeBatch(prompt, windows, layouts, tracks, shape, []);
    const text = 2 * shape.length;
    const second = [...batch.source.subarray(shape.length)].filter((row) => row >= text);
    expect(second).toEqual([text + 2, text + 3, text + 4]);
    expect([...batch.frames]).toEqual([1, 2, 0, 0, 3, 4, 5, 6]);
    expect([...batch.decisionRows].map((row) => batch.source[row])).toEqual([text + 4, text + 4]);
  });

  it('learns each token at the position before it', () => {
    const batch = makeBatch(prompt, windows, layouts, tracks, trainingShape(prompt, 2, 2), []);
    const learnt = [...batch.answerTokens].filter((_, i) => batch.answerWeights[i]! > 0);
    expect(learnt.length).toBe(layouts.reduce((sum, layout) => sum + layout.learnt.length, 0));
    learnt.forEach((token, i) => expect(batch.inputIds[batch.answerRows[i]! + 1]).toBe(token));
  });
});
