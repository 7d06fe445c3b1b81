import { z } from 'zod';
import { meta } from '../../settings';
import { shown, split } from './shared';

export const ScoresSettings = z.object({
  ...shown,
  split,
  scores: z
    .enum(['both', 'S-F1', 'P-F1', 'mAP'])
    .default('both')
    .meta(
      meta({
        label: 'Scores',
        section: 'Panel',
        help: 'S-F1: segment F1 at IoU 0.1, micro. P-F1: F1 of segment starts within 1 s. mAP: average precision of steps, mean over actions. In percent. Runs that classify clips have top-1 accuracy instead.',
      }),
    ),
  style: z
    .enum(['dots', 'bars'])
    .default('dots')
    .meta(
      meta({ label: 'Style', section: 'Panel', help: 'dots: the scale shows the differences. bars: it begins at 0.' }),
    ),
  intervals: z
    .boolean()
    .default(true)
    .meta(
      meta({
        label: 'Intervals',
        section: 'Panel',
        help: '95 % percentile bootstrap over videos (Efron and Tibshirani 1993, chapter 13).',
      }),
    ),
});

export const CurvesSettings = z.object({
  ...shown,
  curve: z
    .enum(['training loss', 'validation'])
    .default('training loss')
    .meta(
      meta({
        label: 'Curve',
        section: 'Panel',
        help: 'training loss: that of each update, smoothed. validation: scores on the validation split while training.',
      }),
    ),
  smoothing: z
    .number()
    .min(0)
    .max(0.999)
    .default(0.93)
    .meta(
      meta({
        label: 'Smoothing',
        section: 'Panel',
        help: 'Weight of the past in the moving average. 0 to 0.999; 0 shows every update.',
        when: { curve: ['training loss'] },
      }),
    ),
});

export const StatisticsSettings = z.object({
  ...shown,
  split,
  curve: z
    .enum(['IoU threshold', 'start tolerance', 'early detection', 'reliability', 'precision and recall'])
    .default('IoU threshold')
    .meta(
      meta({
        label: 'Curve',
        section: 'Panel',
        help: 'Segment F1 by IoU, point F1 by tolerance, steps named right by the share of the action seen; accuracy by confidence and precision by recall need scores.',
      }),
    ),
});

export const TableSettings = z.object({ ...shown, split });

export const StudySettings = z.object({
  ...shown,
  study: z
    .string()
    .default('')
    .meta(meta({ label: 'Study', section: 'Panel', help: 'The study whose table is shown.' })),
});
