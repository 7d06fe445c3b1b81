/** The scores that a study's table can show. */
import type { ForgettingReport } from './forgetting';
import type { OpenSetReport } from './openSet';
import type { Report } from './report';
import type { Run } from './run';

/** Reports of a run beside that of its evaluation. */
export interface SideReports {
  openSet: OpenSetReport | null;
  forgetting: ForgettingReport | null;
}

/** A score that a study's table can show, of one evaluated run. */
export interface StudyScore {
  title: string;
  help: string;
  /** Decimals in tables. */
  digits: number;
  of(run: Run, report: Report, beside: SideReports): number | null;
  /** Needs the report of "gadw open-set" or "gadw forgetting", which is then one of the study's jobs. */
  needs?: keyof SideReports;
}

/** A score for "none of these" of held-out classes against known actions. */
function auroc(name: string): StudyScore {
  return {
    title: `AUROC ${name}`,
    help: `How well ${name} tells steps of held-out classes from those of known actions, in percent; 50 is chance.`,
    digits: 1,
    needs: 'openSet',
    of: (_run, _report, { openSet }) => openSet?.scores.find(({ score }) => score === name)?.actions.auroc ?? null,
  };
}

/** Of a text that "gadw forgetting" measures. */
function perplexity(text: 'kitchen' | 'prose', when: 'before' | 'after' | 'ratio'): StudyScore {
  const name = text === 'kitchen' ? 'sentences about kitchens' : 'plain prose';
  return {
    title: when === 'ratio' ? `PPL ratio ${text}` : `PPL ${text} ${when}`,
    help:
      when === 'ratio'
        ? `Perplexity of ${name} after training over that before: 1 where nothing was forgotten.`
        : `Perplexity of ${name} ${when} training; less is better.`,
    digits: when === 'ratio' ? 3 : 2,
    needs: 'forgetting',
    of: (_run, _report, { forgetting }) => {
      const found = forgetting?.texts.find((one) => one.name === text);
      if (!found) return null;
      return when === 'ratio' ? found.after.perplexity / found.before.perplexity : found[when].perplexity;
    },
  };
}

export const studyScores = {
  segmentF1: {
    title: 'S-F1',
    help: 'Segment F1 at IoU 0.1, micro, in percent.',
    digits: 1,
    of: (_, report) => report.segmentF1[0]?.micro ?? null,
  },
  segmentF1Macro: {
    title: 'S-F1 macro',
    help: 'Segment F1 at IoU 0.1, mean over the classes, in percent.',
    digits: 1,
    of: (_, report) => report.segmentF1[0]?.macro ?? null,
  },
  pointF1: {
    title: 'P-F1',
    help: 'F1 of segment starts within 1 s, in percent.',
    digits: 1,
    of: (_, report) => report.pointF1[0]?.start ?? null,
  },
  frameAccuracy: {
    title: 'Accuracy',
    help: 'Steps whose label is right, in percent.',
    digits: 1,
    of: (_, report) => report.frameAccuracy,
  },
  meanAveragePrecision: {
    title: 'mAP',
    help: 'Mean average precision over the actions, in percent; runs without scores have none.',
    digits: 1,
    of: (_, report) => report.meanAveragePrecision,
  },
  topOne: {
    title: 'Top-1',
    help: 'Clips whose class is right, in percent; only of offline tasks.',
    digits: 1,
    of: (_, report) => report.topOne,
  },
  stepsPerSecond: {
    title: 'Steps/s',
    help: 'Steps (clips, of offline tasks) classified a second at inference, features being there.',
    digits: 0,
    of: (_, report) => report.stepsPerSecond,
  },
  labelTokens: {
    title: 'Tokens/label',
    help: 'Tokens of an action’s text, on average; classifiers that write none at inference have none.',
    digits: 1,
    of: (run) => run.labelTokens ?? null,
  },
  trainSeconds: {
    title: 'Train s',
    help: 'Seconds of training.',
    digits: 0,
    of: (run) => run.seconds,
  },
  aurocSoftmax: auroc('max softmax'),
  aurocEnergy: auroc('energy'),
  aurocMahalanobis: auroc('Mahalanobis'),
  aurocCosine: auroc('cosine'),
  aurocText: auroc('text likelihood'),
  fewShot5: {
    title: 'Few-shot 5',
    help: 'Steps of held-out classes that are named right among them after five examples a class, in percent.',
    digits: 1,
    needs: 'openSet',
    of: (_run, _report, { openSet }) => openSet?.fewShot.find(({ examples }) => examples === 5)?.amongNew?.mean ?? null,
  },
  zeroShot: {
    title: 'Zero-shot',
    help: 'Steps of held-out classes whose own text is the likeliest among them, in percent; of classifiers that write.',
    digits: 1,
    needs: 'openSet',
    of: (_run, _report, { openSet }) => openSet?.zeroShot?.amongNew ?? null,
  },
  kitchenBefore: perplexity('kitchen', 'before'),
  kitchenAfter: perplexity('kitchen', 'after'),
  kitchenRatio: perplexity('kitchen', 'ratio'),
  proseBefore: perplexity('prose', 'before'),
  proseAfter: perplexity('prose', 'after'),
  proseRatio: perplexity('prose', 'ratio'),
} as const satisfies Record<string, StudyScore>;
export type StudyScoreId = keyof typeof studyScores;
