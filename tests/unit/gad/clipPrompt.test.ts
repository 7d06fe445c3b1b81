import { describe, expect, it } from 'vitest';
import { TrainSettings } from '../../../src-main/common/settings';
import { inferenceShape, makeBatch, trainingShape, trainingShapes } from '../../../src-main/gad/batch';
import { describeClassifier } from '../../../src-main/gad/classifier';
import { ClipPrompt } from '../../../src-main/gad/clipPrompt';
import { byteTokenizer } from './byteTokenizer';

const texts = ['pour milk', 'stir', 'cut the bread'];
const prompt = (own: Partial<TrainSettings>, tokens = 2) => {
  const settings = TrainSettings.parse({ kind: 'gad', task: 'step recognition', context: 'task goal', ...own });
  return new ClipPrompt(byteTokenizer([], '<s>', '</s>'), describeClassifier(settings), texts, { tokens });
};
const taught = { label: 1, previous: 0, task: 'make tea' };
/** What stands behind the question. */
const text = (own: Partial<TrainSettings>, answer: typeof taught | null = taught) =>
  prompt(own)
    .pieces(2, answer)
    .map((piece) => piece.text)
    .join('')
    .replace(/^.*No extra text output\.\n/s, '');

describe('the layout of clips', () => {
  it('follows the order, the context and the kind', () => {
    const frames = '[<v><v>,<v><v>]\n';
    expect(text({})).toBe(`${frames}<cls>\nAssistant: Stir. Make tea.</s>`);
    expect(text({ context: 'previous action' })).toBe(`${frames}<cls>\nAssistant: Stir. Pour milk.</s>`);
    expect(text({ context: 'label' })).toBe(`${frames}<cls>\nAssistant: Stir.</s>`);
    expect(text({ context: 'none' })).toBe(`${frames}<cls>`);
    expect(text({ order: 'generation first' })).toBe(`${frames}Assistant: Stir. Make tea.</s><cls>`);
    expect(text({ order: 'parallel' })).toBe(`${frames}Assistant: Stir. Make tea.</s><cls>`);
    expect(text({ kind: 'generative' })).toBe(`${frames}Assistant: Stir.</s>`);
    expect(text({ kind: 'discriminative' })).toBe(`${frames}<cls>`);
    expect(text({ kind: 'discriminative', classToken: false })).toBe(frames);
    expect(text({}, null)).toBe(`${frames}<cls>`);
    expect(text({ kind: 'generative' }, null)).toBe(`${frames}Assistant:`);
  });

  it('names similar moments behind the question', () => {
    const asked = prompt({ neighbours: 2, neighboursIn: 'prompt' });
    const whole = asked.pieces(1, taught, [2, 0]).map((piece) => piece.text);
    expect(whole.join('')).toContain('action in the video? Similar moments: Cut the bread. Pour milk. Format your');
    expect(asked.pieces(1, taught)).toEqual(prompt({}).pieces(1, taught));
    expect(asked.layout(1, taught, [2, 0]).ids.length).toBeLessThanOrEqual(asked.longest(1, true, [taught]).length);
  });

  it('decides at the same position in training and at inference', () => {
    for (const own of [{}, { kind: 'generative' }, { kind: 'discriminative', classToken: false }] as const) {
      const [training, inference] = [prompt(own).layout(2, taught), prompt(own).layout(2, null)];
      expect(training.decision).toBe(inference.decision);
      expect(inference.decision).toBe('classToken' in own ? inference.visuals.at(-1) : inference.ids.length - 1);
    }
  });

  it('learns commas, bracket and response, and nothing where no response is learnt', () => {
    const { ids, learnt, visuals } = prompt({}).layout(2, taught);
    const tokenizer = byteTokenizer([], '<s>', '</s>');
    const said = tokenizer.decode(learnt.map((position) => ids[position] as number));
    expect(said).toBe(',]\n\nAssistant: Stir. Make tea.</s>');
    expect(learnt[0]).toBe((visuals[1] as number) + 1);
    expect(prompt({ kind: 'discriminative' }).layout(2, taught).learnt).toEqual([]);
    expect(prompt({}).layout(2, null).learnt).toEqual([]);
  });

  it('keeps only the response from a [CLS] beside it', () => {
    const parallel = prompt({ order: 'parallel' });
    const window = { video: 'v', steps: Int32Array.of(0, 1), target: 1, ...taught };
    const layout = parallel.layout(2, window);
    const shape = trainingShape(parallel, 1, 2, [window]);
    const batch = makeBatch(parallel, [window], [layout], [new Float32Array(4)], shape, []);
    const start = shape.length - layout.ids.length;
    const beside = [...batch.sides].flatMap((side, i) => (side === 1 ? [i - start] : []));
    expect(beside).toEqual(layout.learnt.filter((position) => position >= layout.response));
    expect(beside).toHaveLength(layout.learnt.length - 3);
    expect(batch.sides[start + layout.cls]).toBe(2);
  });

  it('has room for every clip', () => {
    for (const own of [{}, { kind: 'generative' }, { context: 'previous action' }] as const) {
      const clips = prompt(own);
      const all = [0, 1, 2].map((label) => ({ ...taught, label }));
      const shape = trainingShape(clips, 1, 3, all);
      for (const label of [0, 1, 2]) {
        for (const previous of [-1, 0, 2]) {
          const layout = clips.layout(3, { ...taught, label, previous });
          expect(layout.ids.length).toBeLessThanOrEqual(shape.length);
          expect(layout.learnt.length).toBeLessThanOrEqual(shape.answers);
        }
      }
    }
    expect(inferenceShape(prompt({}), 2, 3, 8).frames).toBe(8);
  });

  it('has few shapes in training, the smallest first', () => {
    const shapes = trainingShapes(prompt({}), 4, 10, [taught]);
    expect(shapes.map((shape) => shape.frames)).toEqual([6, 10, 20]);
    expect(trainingShapes(prompt({}), 4, 1, [taught])).toHaveLength(1);
  });
});
