import { expect, it } from 'vitest';
import { defaultTrainSettings, TrainSettings } from '../../../../../src-main/common/settings';
import { describeFields, differing, fieldErrors, isShown, layOut } from '../../../../../src-renderer/ui/form/describe';

const fields = describeFields(TrainSettings);
const base = defaultTrainSettings();
const field = (key: string) => fields.find((one) => one.key === key)!;

it('every setting of the schema becomes a field with label, section, help and default', () => {
  expect(fields.map((one) => one.key)).toEqual(Object.keys(TrainSettings.shape));
  for (const one of fields) {
    expect(one.label).not.toBe('');
    expect(one.help).not.toBe('');
    expect(one.initial).toEqual(base[one.key as keyof typeof base]);
  }
});

it('the kind of control follows from the schema', () => {
  expect(field('kind')).toMatchObject({ type: 'choice', choices: ['discriminative', 'gad', 'generative'] });
  expect(field('rank')).toMatchObject({ type: 'number', minimum: 1, maximum: 512 });
  expect(field('official').type).toBe('switch');
  expect(field('decoder').type).toBe('text');
});

it('a field that depends on another is shown only when it counts', () => {
  expect(isShown(field('lambda'), { ...base, kind: 'gad' })).toBe(true);
  expect(isShown(field('lambda'), { ...base, kind: 'discriminative' })).toBe(false);
});

it('the variants of a classifier are shown where they count, each with the paper it comes from', () => {
  const variants = ['classToken', 'context', 'contextAs', 'order', 'stages', 'lambda'];
  const shown = (own: Partial<typeof base>) => variants.filter((key) => isShown(field(key), { ...base, ...own }));
  expect(shown({ kind: 'discriminative' })).toEqual(['classToken']);
  expect(shown({ kind: 'generative' })).toEqual([]);
  expect(shown({ kind: 'gad', context: 'none' })).toEqual(['context']);
  expect(shown({ kind: 'gad', context: 'label' })).toEqual(['context', 'order', 'stages', 'lambda']);
  expect(shown({ kind: 'gad', context: 'future action' })).toEqual(variants.slice(1));
  for (const key of variants) expect(field(key).help).toContain('GAD paper');
});

it('the orders, contexts and forms of a context are choices', () => {
  expect(field('order').choices).toEqual(['discriminative first', 'generation first', 'parallel']);
  expect(field('context').choices).toEqual([
    'none',
    'label',
    'previous action',
    'previous actions',
    'future action',
    'task goal',
    'auto',
  ]);
  expect(field('contextAs').choices).toEqual(['text', 'head', 'head, own [CLS]']);
  expect(field('stages').choices).toEqual(['one', 'two']);
});

it('fields of one line stand together, at the place of the first', () => {
  const sections = layOut(fields, base);
  expect(sections.map((section) => section.name)).toEqual(['Classifier', 'Model', 'Data', 'Optimiser']);
  const lines = sections.flatMap((section) => section.lines);
  expect(lines.find((line) => line.label === 'LoRA rank, α, dropout')?.fields.map((one) => one.key)).toEqual([
    'rank',
    'alpha',
    'dropout',
  ]);
  expect(lines.find((line) => line.label === 'Epochs, seed')?.fields.map((one) => one.key)).toEqual(['epochs', 'seed']);
  const shown = fields.filter((one) => isShown(one, base)).map((one) => one.key);
  expect(lines.flatMap((line) => line.fields.map((one) => one.key)).sort()).toEqual(shown.sort());
});

it('what differs from the base is named, hidden fields left out', () => {
  expect(differing(fields, { ...base, rank: 64, silenceThreshold: 0.5 }, base)).toEqual(['rank']);
});

it('a wrong value is told with what is allowed and what was found', () => {
  expect(fieldErrors(TrainSettings, fields, { ...base, rank: 0, epochs: 1.5, learningRate: 0 })).toEqual({
    rank: '1 to 512; found 0',
    epochs: 'A whole number; found 1.5',
    learningRate: 'More than 0; found 0',
  });
  expect(fieldErrors(TrainSettings, fields, base)).toEqual({});
});
