import { z } from 'zod';
import { meta } from './fieldMeta';

export const classifierKinds = ['discriminative', 'gad', 'generative'] as const;
export type ClassifierKind = (typeof classifierKinds)[number];
export const tokenisations = ['subword', 'rand', 'desync', 'extend'] as const;
export type Tokenisation = (typeof tokenisations)[number];
const decodings = ['greedy', 'constrained'] as const;
export type Decoding = (typeof decodings)[number];
/** What the text of a GAD classifier tells after the class. */
export const contexts = ['none', 'label', 'previous action', 'previous actions', 'future action', 'task goal'] as const;
export type Context = (typeof contexts)[number];
const contextChoices = [...contexts, 'auto'] as const;
/** Contexts that are one class, which a head can name as well as text. */
export const ofOneClass: readonly (typeof contextChoices)[number][] = ['previous action', 'future action'];
/** What is classified: each step from what came before it, or whole clips of segments or videos. */
export const tasks = ['online detection', 'step recognition', 'step prediction', 'task recognition'] as const;
export type Task = (typeof tasks)[number];

/** What a classifier is: its description in `gad/classifier.ts` follows from these. */
export const classifierSettings = {
  task: z
    .enum(tasks)
    .default('online detection')
    .meta(
      meta({
        label: 'Task',
        section: 'Classifier',
        help: 'online detection: the class of each step, from the steps before it. Offline, on whole clips (GAD paper, COIN): step recognition: the class of a segment; step prediction: that of the segment after it; task recognition: the task of the video.',
      }),
    ),
  kind: z
    .enum(classifierKinds)
    .default('gad')
    .meta(
      meta({
        label: 'Kind',
        section: 'Classifier',
        help: 'discriminative: a [CLS] token and a linear head. gad: the same, helped in training by generating context. generative: writes the label as text. GAD paper, section 3.',
      }),
    ),
  classToken: z
    .boolean()
    .default(true)
    .meta(
      meta({
        label: '[CLS] token',
        section: 'Classifier',
        help: 'On: the class head reads a learnt [CLS] position behind the frames. Off: it reads the last frame. GAD paper, section 3, and the row “w/o [CLS]” of its ablation: S-F1 on EPIC-Kitchens-100 falls from 23.2 to 20.7.',
        when: { kind: ['discriminative'] },
      }),
    ),
  context: z
    .enum(contextChoices)
    .default('previous action')
    .meta(
      meta({
        label: 'Generated context',
        section: 'Classifier',
        help: 'What the text tells after the class in training. none: no text, as discriminative. label: the class alone. task goal: the task of the video. GAD paper, section 3 (generation assistance) and its comparison of contexts: the previous action is best for online detection, the task goal on COIN. auto: short trainings try them all on the training split, and the one that does best on the validation split is taken.',
        when: { kind: ['gad'] },
      }),
    ),
  contextAs: z
    .enum(['text', 'head', 'head, own [CLS]'])
    .default('text')
    .meta(
      meta({
        label: 'Context as',
        section: 'Classifier',
        help: 'text: generated after the class. head: no text, a second linear head on [CLS] names the action. head, own [CLS]: it reads a learnt position of its own. GAD paper, rows “prev disc” and “prev disc+” of its ablation: both fall behind text.',
        when: { kind: ['gad'], context: ofOneClass },
      }),
    ),
  order: z
    .enum(['discriminative first', 'generation first', 'parallel'])
    .default('discriminative first')
    .meta(
      meta({
        label: 'Order',
        section: 'Classifier',
        help: 'discriminative first: the text stands behind [CLS] and sees it. generation first: [CLS] stands behind the text, which inference must write, too. parallel: neither sees the other. GAD paper, section 3 (unification): discriminative first is best. Where a head names the context there is no text to order.',
        when: { kind: ['gad'], context: { not: 'none' } },
      }),
    ),
  stages: z
    .enum(['one', 'two'])
    .default('one')
    .meta(
      meta({
        label: 'Stages',
        section: 'Classifier',
        help: 'two: the first half of the updates trains the context alone, the second half the class head and [CLS] on the frozen model, each with its own warm-up and decay. GAD paper, row “label 2stage” of its ablation (context label): S-F1 on EPIC-Kitchens-100 falls to 9.3, which is its finding.',
        when: { kind: ['gad'], context: { not: 'none' } },
      }),
    ),
  lambda: z
    .number()
    .min(0)
    .max(10)
    .default(1)
    .meta(
      meta({
        label: 'Weight of text loss',
        section: 'Classifier',
        help: 'λ in L_cls + λ · L_gen, or of the head that names the context. 0 trains the class head alone; the GAD paper uses 1. Range 0 to 10.',
        when: { kind: ['gad'], context: { not: 'none' } },
      }),
    ),
  tokenisation: z
    .enum(tokenisations)
    .default('subword')
    .meta(
      meta({
        label: 'Label tokens',
        section: 'Classifier',
        help: "subword: the tokenizer's own. The controls of the GAD paper: rand replaces each subword by a random token, the same by the same, so that labels still overlap; desync by different ones in different labels, so that none do; extend makes each label one new token.",
        when: { kind: ['generative'] },
      }),
    ),
  decoding: z
    .enum(decodings)
    .default('greedy')
    .meta(
      meta({
        label: 'Decoding',
        section: 'Classifier',
        help: 'At inference. greedy: writes the most likely tokens and takes the class text nearest to them, as the paper does; there are no scores. constrained: scores the text of every class by its likelihood and takes the best.',
        when: { kind: ['generative'] },
      }),
    ),
  silenceThreshold: z
    .number()
    .min(0)
    .max(1)
    .default(0)
    .meta(
      meta({
        label: 'Silence threshold',
        section: 'Classifier',
        help: 'At inference a probability of " background" below this is set to 0 before the most likely token is taken. 0 turns it off.',
        when: { kind: ['generative'], task: ['online detection'] },
      }),
    ),
};
