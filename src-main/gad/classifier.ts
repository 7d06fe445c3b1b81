import type { ClassifierKind, Tokenisation, TrainSettings } from '../common/settings';

/**
 * One description of a classifier, from which token layout, loss, graph and inference all follow. The three of GAD
 * (ICLR 2026, section 3) differ in these facts and in nothing else.
 */
export interface ClassifierDescription {
  kind: ClassifierKind;
  /** A learnt [CLS] position behind the frames whose final state goes through a linear head. */
  classHead: boolean;
  /** Whether the response is written after the frames: in training, also at inference, or never. */
  response: 'never' | 'training' | 'always';
  /** How labels are put into tokens; all but `subword` are controls of the generative kind. */
  tokenisation: Tokenisation;
  /** What the response tells after the class. */
  context: 'none' | 'previous action';
  /** Weight of the text loss beside the class loss. */
  textWeight: number;
  /** Whether the background weight applies to the text loss. */
  backgroundWeighsText: boolean;
  /** Weights of the losses between the windows of a batch, see `pairLosses.ts`; 0: the loss is no part of the graph. */
  structure: number;
  contrastive: number;
}

export function describeClassifier(
  settings: Pick<TrainSettings, 'kind' | 'context' | 'lambda' | 'tokenisation' | 'structure' | 'contrastive'>,
): ClassifierDescription {
  const { structure, contrastive } = settings;
  switch (settings.kind) {
    case 'discriminative':
      return {
        kind: 'discriminative',
        classHead: true,
        response: 'never',
        tokenisation: 'subword',
        context: 'none',
        textWeight: 0,
        backgroundWeighsText: false,
        structure,
        contrastive,
      };
    case 'gad':
      return {
        kind: 'gad',
        classHead: true,
        response: 'training',
        tokenisation: 'subword',
        context: settings.context,
        textWeight: settings.lambda,
        backgroundWeighsText: false,
        structure,
        contrastive,
      };
    case 'generative':
      return {
        kind: 'generative',
        classHead: false,
        response: 'always',
        tokenisation: settings.tokenisation,
        context: 'none',
        textWeight: 1,
        backgroundWeighsText: true,
        structure,
        contrastive,
      };
  }
}
