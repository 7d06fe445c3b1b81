import { z } from 'zod';

/**
 * Described settings: one schema is the type, the check at every boundary, the form and its help. Each field carries a
 * label, the section it stands in, help in one or two sentences, and where it comes from.
 */
export interface FieldMeta {
  label: string;
  section: 'Classifier' | 'Model' | 'Data' | 'Optimiser' | 'Panel' | 'Sheet';
  help: string;
  unit?: string;
  /** Label of the line of the form it shares with others of the same `line`. */
  line?: string;
  /** Shown, and of consequence, only where each of these fields has one of these values, or not the one named. */
  when?: Readonly<Record<string, readonly string[] | { readonly not: string }>>;
}

export const meta = (m: FieldMeta) => m as unknown as Record<string, unknown>;

export const classifierKinds = ['discriminative', 'gad', 'generative'] as const;
export type ClassifierKind = (typeof classifierKinds)[number];
export const tokenisations = ['subword', 'rand', 'desync', 'extend'] as const;
export type Tokenisation = (typeof tokenisations)[number];
export const decodings = ['greedy', 'constrained'] as const;
export type Decoding = (typeof decodings)[number];
/** What the text of a GAD classifier tells after the class. */
export const contexts = ['none', 'label', 'previous action', 'previous actions', 'future action', 'task goal'] as const;
export type Context = (typeof contexts)[number];
const contextChoices = [...contexts, 'auto'] as const;
/** Contexts that are one class, which a head can name as well as text. */
const ofOneClass: readonly (typeof contextChoices)[number][] = ['previous action', 'future action'];
/** What is classified: each step from what came before it, or whole clips of segments or videos. */
export const tasks = ['online detection', 'step recognition', 'step prediction', 'task recognition'] as const;
export type Task = (typeof tasks)[number];
export const devices = ['auto', 'cpu', 'cuda', 'dml', 'coreml', 'webgpu'] as const;
export type DeviceChoice = (typeof devices)[number];

export const TrainSettings = z.object({
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
  structure: z
    .number()
    .min(0)
    .max(10)
    .default(0)
    .meta(
      meta({
        label: 'Weight of structure loss',
        section: 'Classifier',
        help: 'Teaches hidden states to be as alike as the windows they are of: aligned by their visual features and the texts of their classes (Sugar, arXiv 2411.00304). 0 turns it off. Range 0 to 10.',
      }),
    ),
  structureText: z
    .number()
    .min(0)
    .max(1)
    .default(0.5)
    .meta(
      meta({
        label: 'Label text in structure',
        section: 'Classifier',
        help: 'Share of the class text in the similarity of two windows; the rest is what they show. Range 0 to 1.',
        when: { structure: { not: '0' } },
      }),
    ),
  structureKernel: z
    .enum(['product', 'sum'])
    .default('product')
    .meta(
      meta({
        label: 'Kernels combined by',
        section: 'Classifier',
        help: 'product: two steps are alike where picture and text both are. sum: where either is.',
        when: { structure: { not: '0' } },
      }),
    ),
  structureSmoothing: z
    .number()
    .min(0)
    .max(1)
    .default(1)
    .meta(
      meta({
        label: 'Alignment smoothing',
        section: 'Classifier',
        help: 'How windows are aligned: 1 sums over all alignments (global alignment kernel), 0 takes the best one (DTW), between them soft-DTW.',
        when: { structure: { not: '0' } },
      }),
    ),
  contrastive: z
    .number()
    .min(0)
    .max(10)
    .default(0)
    .meta(
      meta({
        label: 'Weight of contrastive loss',
        section: 'Classifier',
        help: 'Draws the state that decides to the text of its class and away from those of the other windows of the batch, as CoCa does (arXiv 2205.01917). 0 turns it off. Range 0 to 10.',
      }),
    ),
  textKl: z
    .number()
    .min(0)
    .max(10)
    .default(0)
    .meta(
      meta({
        label: 'Weight of text KL',
        section: 'Classifier',
        help: 'Holds the decoder to the language it knew: on text alone, two windows a batch, its predictions should stay those of the frozen decoder (learning without forgetting, arXiv 1606.09282). Costs training time; “gadw forgetting” tells what it buys. 0 turns it off. Range 0 to 10.',
      }),
    ),
  neighbours: z
    .int()
    .min(0)
    .max(1000)
    .default(0)
    .meta(
      meta({
        label: 'Neighbours',
        section: 'Classifier',
        help: 'How many of the training windows nearest to a window have a say in its class. 0 turns it off. Range 0 to 1,000.',
      }),
    ),
  neighboursIn: z
    .enum(['scores', 'prompt'])
    .default('scores')
    .meta(
      meta({
        label: 'Neighbours in',
        section: 'Classifier',
        help: 'scores: at inference alone, their labels are mixed into the class scores, nearest by the states that decide (kNN-LM, arXiv 1911.00172); a generative classifier needs constrained decoding for it. prompt: in training and at inference the question names their classes, nearest by what the last half second shows; for every kind.',
        when: { neighbours: { not: '0' } },
      }),
    ),
  neighbourWeight: z
    .number()
    .min(0)
    .max(1)
    .default(0.3)
    .meta(
      meta({
        label: 'Weight of neighbours',
        section: 'Classifier',
        help: 'Their share w in (1 - w) · p of the model + w · p of the neighbours. Range 0 to 1.',
        when: { neighbours: { not: '0' }, neighboursIn: ['scores'] },
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
  decoder: z
    .string()
    .default('kitchen-lm')
    .meta(
      meta({
        label: 'Decoder',
        section: 'Model',
        help: 'The language model that is fine-tuned, by its id in the project.',
      }),
    ),
  rank: z
    .int()
    .min(1)
    .max(512)
    .default(16)
    .meta(
      meta({
        label: 'LoRA rank',
        line: 'LoRA rank, α, dropout',
        section: 'Model',
        help: 'Rank of the adapters. The paper uses 128 on Llama 3.2 1B; 16 suits small data. Range 1 to 512.',
      }),
    ),
  alpha: z
    .number()
    .positive()
    .max(1024)
    .default(32)
    .meta(
      meta({
        label: 'LoRA α',
        line: 'LoRA rank, α, dropout',
        section: 'Model',
        help: 'Adapters are scaled by α / rank. Twice the rank is customary.',
      }),
    ),
  dropout: z
    .number()
    .min(0)
    .max(0.9)
    .default(0.05)
    .meta(
      meta({
        label: 'LoRA dropout',
        line: 'LoRA rank, α, dropout',
        section: 'Model',
        help: 'Chance that an input of an adapter is dropped in training. Range 0 to 0.9.',
      }),
    ),
  frozen: z
    .enum(['fp32', 'fp16'])
    .default('fp32')
    .meta(
      meta({
        label: 'Frozen weights',
        section: 'Model',
        help: 'How weights that are not trained are held. fp16 halves their memory; on the CPU it is no faster.',
      }),
    ),
  recompute: z
    .enum(['none', 'half', 'layer'])
    .default('none')
    .meta(
      meta({
        label: 'Recompute',
        section: 'Model',
        help: 'Compute activations again in the backward pass instead of keeping them: layer takes the least memory and about a third more time.',
      }),
    ),
  features: z
    .string()
    .default('efficientnet-lite0')
    .meta(
      meta({
        label: 'Features',
        section: 'Data',
        help: 'The feature set whose rows the connector reads. Sets of one rate can be joined: rgb+flow.',
      }),
    ),
  short: z
    .int()
    .min(1)
    .max(4096)
    .default(20)
    .meta(
      meta({
        label: 'Short window',
        line: 'Short, long window',
        section: 'Data',
        unit: 'steps',
        help: 'Steps up to the one that is classified.',
        when: { task: ['online detection'] },
      }),
    ),
  long: z
    .int()
    .min(0)
    .max(8192)
    .default(44)
    .meta(
      meta({
        label: 'Long window',
        line: 'Short, long window',
        section: 'Data',
        unit: 'steps',
        help: 'Steps before the short window. 0 leaves it out.',
        when: { task: ['online detection'] },
      }),
    ),
  clipSteps: z
    .int()
    .min(1)
    .max(8192)
    .default(64)
    .meta(
      meta({
        label: 'Longest clip',
        section: 'Data',
        unit: 'steps',
        help: 'Of a longer clip as many steps are taken, evenly spaced. The published runs on COIN take 1200.',
        when: { task: { not: 'online detection' } },
      }),
    ),
  shortEvery: z
    .int()
    .min(1)
    .max(64)
    .default(1)
    .meta(
      meta({
        label: 'Short sampling',
        line: 'Short, long sampling',
        section: 'Data',
        unit: 'steps',
        help: 'Take every n-th step of the short window.',
        when: { task: ['online detection'] },
      }),
    ),
  longEvery: z
    .int()
    .min(1)
    .max(64)
    .default(1)
    .meta(
      meta({
        label: 'Long sampling',
        line: 'Short, long sampling',
        section: 'Data',
        unit: 'steps',
        help: 'Take every n-th step of the long window.',
        when: { task: ['online detection'] },
      }),
    ),
  stride: z
    .int()
    .min(1)
    .max(4096)
    .default(4)
    .meta(
      meta({
        label: 'Stride in training',
        section: 'Data',
        unit: 'steps',
        help: 'Distance between the classified steps of two training windows. Each epoch starts at a new random offset. Inference always classifies every step.',
        when: { task: ['online detection'] },
      }),
    ),
  backgroundWeight: z
    .number()
    .min(0)
    .max(10)
    .default(0.5)
    .meta(
      meta({
        label: 'Background weight',
        section: 'Data',
        help: 'Weight of windows whose class is background in the class loss.',
        when: { task: ['online detection'] },
      }),
    ),
  balance: z
    .number()
    .min(0)
    .max(1)
    .default(0)
    .meta(
      meta({
        label: 'Balance of actions',
        section: 'Data',
        help: 'Actions weigh (1 / their training windows) to this power in the class loss, 1 in the mean: 0 leaves all alike, as the GAD paper does, 1 lets rare actions count as much as frequent ones. Range 0 to 1.',
      }),
    ),
  heldOut: z
    .string()
    .default('')
    .meta(
      meta({
        label: 'Held-out classes',
        section: 'Data',
        help: 'Names of classes, separated by commas, that the run does not know: no window is trained on their steps, so that they measure how it meets unknown actions ("gadw open-set").',
        when: { task: ['online detection'] },
      }),
    ),
  learningRate: z
    .number()
    .positive()
    .max(1)
    .default(1e-3)
    .meta(
      meta({
        label: 'Learning rate',
        section: 'Optimiser',
        help: 'Peak of the warm-up and cosine schedule. The paper uses 1e-4 with rank 128.',
      }),
    ),
  batch: z
    .int()
    .min(1)
    .max(1024)
    .default(8)
    .meta(
      meta({
        label: 'Batch',
        line: 'Batch × accumulate',
        section: 'Optimiser',
        help: 'Windows in one forward and backward pass.',
      }),
    ),
  accumulate: z
    .int()
    .min(1)
    .max(256)
    .default(1)
    .meta(
      meta({
        label: 'Accumulate',
        line: 'Batch × accumulate',
        section: 'Optimiser',
        help: 'Passes whose gradients are averaged before one update.',
      }),
    ),
  epochs: z
    .int()
    .min(1)
    .max(1000)
    .default(4)
    .meta(
      meta({
        label: 'Epochs',
        line: 'Epochs, seed',
        section: 'Optimiser',
        help: 'How often the training windows are gone through.',
      }),
    ),
  maxSteps: z
    .int()
    .min(0)
    .default(0)
    .meta(
      meta({
        label: 'At most',
        section: 'Optimiser',
        unit: 'updates',
        help: 'Stop after this many updates; 0 means: as many as the epochs give.',
      }),
    ),
  warmup: z
    .number()
    .min(0)
    .max(1)
    .default(0.1)
    .meta(
      meta({
        label: 'Warm-up',
        line: 'Warm-up, decay',
        section: 'Optimiser',
        help: 'Share of the updates in which the learning rate rises from 0.',
      }),
    ),
  weightDecay: z
    .number()
    .min(0)
    .max(1)
    .default(0)
    .meta(
      meta({
        label: 'Weight decay',
        line: 'Warm-up, decay',
        section: 'Optimiser',
        help: 'Decoupled, as in AdamW. The official code uses 0.',
      }),
    ),
  clip: z
    .number()
    .min(0)
    .max(1000)
    .default(1)
    .meta(
      meta({
        label: 'Clip gradient norm',
        section: 'Optimiser',
        help: 'Gradients are scaled down to this norm; 0 turns it off.',
      }),
    ),
  checkpointEvery: z
    .int()
    .min(1)
    .default(100)
    .meta(
      meta({
        label: 'Checkpoint every',
        section: 'Optimiser',
        unit: 'updates',
        help: 'How often the adapter and the optimiser are written to disk.',
      }),
    ),
  seed: z
    .int()
    .nonnegative()
    .default(0)
    .meta(
      meta({
        label: 'Seed',
        line: 'Epochs, seed',
        section: 'Optimiser',
        help: 'Fixes initial weights, window offsets, order and dropout.',
      }),
    ),
  device: z
    .enum(devices)
    .default('auto')
    .meta(
      meta({
        label: 'Device',
        section: 'Model',
        help: 'Where the training graph runs. auto takes the best that is tested on this system.',
      }),
    ),
  official: z
    .boolean()
    .default(false)
    .meta(
      meta({
        label: 'Official quirks',
        section: 'Classifier',
        help: 'Repeat what the published code does (gradients summed over accumulation, last step of a video never trained, 1e-8 in metric denominators, …), to compare with published numbers.',
      }),
    ),
});
export type TrainSettings = z.infer<typeof TrainSettings>;

/** Whether the context is still to be chosen by trying. */
export function isContextOpen({ kind, context }: TrainSettings): boolean {
  return kind === 'gad' && context === 'auto';
}

/** Some of the settings, none of them filled in: what differs from a preset or from the defaults. */
export const TrainSettingsPatch = z.strictObject(
  Object.fromEntries(Object.entries(TrainSettings.shape).map(([key, field]) => [key, field.unwrap().optional()])),
) as unknown as z.ZodType<Partial<TrainSettings>>;

/** Whether a second head names the context in place of text. */
export function contextNamedByHead({ kind, context, contextAs }: TrainSettings): boolean {
  return kind === 'gad' && contextAs !== 'text' && ofOneClass.includes(context);
}

/** The settings with every default filled in. */
export function defaultTrainSettings(): TrainSettings {
  return TrainSettings.parse({});
}
