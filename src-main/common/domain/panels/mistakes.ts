import { z } from 'zod';
import { meta } from '../../settings';
import { ConfusionGrouping, SimilarityMeasure } from '../confusions';
import type { Verdict } from '../diagnosis';
import { shown, split } from './shared';

const correct = z
  .number()
  .gt(0)
  .max(1)
  .default(0.5)
  .meta(
    meta({
      label: 'Correct from',
      section: 'Panel',
      help: 'IoU from which on a segment of the right class is correct. Above 0, to 1.',
    }),
  );

export const ErrorsSettings = z.object({
  ...shown,
  split,
  value: z
    .enum(['events', 'costs'])
    .default('events')
    .meta(
      meta({
        label: 'Value',
        section: 'Panel',
        help: 'events: rows of the Errors screen of each kind. costs: points of segment F1 at IoU 0.1 that are gained if this kind alone were right (Alwassel et al., DETAD, 2018), of all segments.',
      }),
    ),
  correct,
  shortest: z
    .number()
    .min(0)
    .default(0)
    .meta(
      meta({
        label: 'From',
        section: 'Panel',
        line: 'Length',
        unit: 's',
        help: 'Events whose segment, what was predicted or else the truth, is at least so long.',
        when: { value: ['events'] },
      }),
    ),
  longest: z
    .number()
    .min(0)
    .default(0)
    .meta(
      meta({
        label: 'To',
        section: 'Panel',
        line: 'Length',
        unit: 's',
        help: 'Events whose segment is shorter than this; 0: any length.',
        when: { value: ['events'] },
      }),
    ),
});

/** The last one is the participant where videos tell who is filmed. */
export const traits = ['length', 'position', 'training segments', 'instances', 'video'] as const;

export const SensitivitySettings = z.object({
  ...shown,
  split,
  trait: z
    .enum(traits)
    .default('length')
    .meta(
      meta({
        label: 'Trait',
        section: 'Panel',
        help: 'What true segments are grouped by (Alwassel et al., DETAD, 2018): length; position in the video; segments of the class in training; instances of the class in the video; the video, or who is filmed.',
      }),
    ),
  verdict: z
    .enum(['correct', 'confused', 'boundary', 'fragmented', 'merged', 'missed'] satisfies readonly Verdict[])
    .default('correct')
    .meta(
      meta({
        label: 'Share of',
        section: 'Panel',
        help: 'Of the true segments of a group, the share that was found (correct) or lost in this way.',
      }),
    ),
  correct,
});

export const PairsSettings = z.object({
  ...shown,
  split,
  show: z
    .enum(['bars', 'table'])
    .default('bars')
    .meta(
      meta({
        label: 'Show',
        section: 'Panel',
        help: 'bars: share of the steps of the true class that carry the other one, a bar a run. table: with the steps.',
      }),
    ),
  most: z
    .int()
    .min(1)
    .max(60)
    .default(10)
    .meta(meta({ label: 'Pairs', section: 'Panel', help: 'The most confused ones of the first run. 1 to 60.' })),
});

export const OverlapSettings = z.object({
  ...shown,
  split,
  measure: SimilarityMeasure.default('subwords').meta(
    meta({
      label: 'Likeness',
      section: 'Panel',
      help: 'Of two labels. subwords: what their tokens share. letters: edit distance. embedding: what the decoder embeds them as.',
    }),
  ),
});

export const ConfusionSettings = z.object({
  ...shown,
  split,
  grouping: ConfusionGrouping.default('class').meta(
    meta({ label: 'Rows', section: 'Panel', help: 'class, or classes of one verb, noun or task taken together.' }),
  ),
  cells: z
    .enum(['row share', 'steps'])
    .default('row share')
    .meta(
      meta({
        label: 'Numbers',
        section: 'Panel',
        help: 'row share: percent of the steps of the true class, from 5 %.',
      }),
    ),
});

export const EntropySettings = z.object({
  ...shown,
  split,
  show: z
    .enum(['distribution', 'classes'])
    .default('distribution')
    .meta(
      meta({
        label: 'Show',
        section: 'Panel',
        help: 'distribution: one dot a class and the mean. classes: a bar a class with its interval.',
      }),
    ),
  background: z
    .boolean()
    .default(false)
    .meta(
      meta({
        label: 'Background',
        section: 'Panel',
        help: 'Counts the background among the wrong labels. GAD paper: misclassification diversity is over actions.',
      }),
    ),
});
