import {
  type ClassifierKind,
  type Context,
  contextNamedByHead,
  type Task,
  type Tokenisation,
  type TrainSettings,
} from '../common/settings';

/**
 * One description of a classifier, from which token layout, loss, graph and inference all follow. Those of GAD (ICLR
 * 2026, section 3 and its ablations) differ in these facts and in nothing else.
 */
export interface ClassifierDescription {
  kind: ClassifierKind;
  /** What is classified: a step from what came before it, or a whole clip. */
  task: Task;
  /** A linear head names the class. */
  classHead: boolean;
  /** The head reads a learnt [CLS] position; without one the last frame's. */
  classToken: boolean;
  /** Whether the response is written after the frames: in training, also at inference, or never. */
  response: 'never' | 'training' | 'always';
  /** How labels are put into tokens; all but `subword` are controls of the generative kind. */
  tokenisation: Tokenisation;
  /** Where the response stands: behind [CLS], before it, or beside it so that neither sees the other. */
  order: TrainSettings['order'];
  /** What is told beside the class. */
  context: Context;
  /** What a second head reads that names the context in place of the response; only in training. */
  contextHead: 'none' | '[CLS]' | 'own [CLS]';
  /** Weight of the loss of response or context head beside the class loss. */
  textWeight: number;
  /** Whether the background weight applies to the text loss. */
  backgroundWeighsText: boolean;
  /** Whether context and class are learnt together or one after the other, see `stages.ts`. */
  stages: TrainSettings['stages'];
  /** Weights of the losses between the windows of a batch, see `pairLosses.ts`; 0: the loss is no part of the graph. */
  structure: number;
  contrastive: number;
  /** Weight of what holds the decoder to its language, see `textKl.ts`; 0 likewise. */
  textKl: number;
  /** Classes of similar training windows that the question names at most, see `similarMoments.ts`; 0: it names none. */
  similar: number;
}

/** A classifier that only classifies; the others are told by how they differ. */
const discriminative: ClassifierDescription = {
  kind: 'discriminative',
  task: 'online detection',
  classHead: true,
  classToken: true,
  response: 'never',
  tokenisation: 'subword',
  order: 'discriminative first',
  context: 'none',
  contextHead: 'none',
  textWeight: 0,
  backgroundWeighsText: false,
  stages: 'one',
  structure: 0,
  contrastive: 0,
  textKl: 0,
  similar: 0,
};

/** The classifier that the settings ask for; of settings that do not concern it, the plain values. */
export function describeClassifier(settings: TrainSettings): ClassifierDescription {
  const { task, structure, contrastive, textKl, neighbours, neighboursIn } = settings;
  const similar = neighboursIn === 'prompt' ? neighbours : 0;
  return { ...describeKind(settings), task, structure, contrastive, textKl, similar };
}

function describeKind(settings: TrainSettings): ClassifierDescription {
  switch (settings.kind) {
    case 'discriminative':
      return { ...discriminative, classToken: settings.classToken };
    case 'gad':
      return describeGad(settings);
    case 'generative':
      return {
        ...discriminative,
        kind: 'generative',
        classHead: false,
        classToken: false,
        response: 'always',
        tokenisation: settings.tokenisation,
        context: 'label',
        textWeight: 1,
        backgroundWeighsText: true,
      };
  }
}

function describeGad(settings: TrainSettings): ClassifierDescription {
  const { context, contextAs, order, stages, lambda } = settings;
  if (context === 'auto') throw new Error('internal: the context is still to be chosen');
  if (context === 'none') return { ...discriminative, kind: 'gad' };
  const learnt = { ...discriminative, kind: settings.kind, context, stages, textWeight: lambda };
  if (contextNamedByHead(settings)) return { ...learnt, contextHead: contextAs === 'head' ? '[CLS]' : 'own [CLS]' };
  return { ...learnt, order, response: order === 'generation first' ? 'always' : 'training' };
}

/** What of a classifier is left at inference: nothing that only training has. */
export function atInference(description: ClassifierDescription): ClassifierDescription {
  const response = description.response === 'training' ? 'never' : description.response;
  return { ...description, response, contextHead: 'none' };
}
