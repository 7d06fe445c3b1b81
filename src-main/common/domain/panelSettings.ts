import { z } from 'zod';
import { meta } from '../settings';
import { ConfusionGrouping } from './confusions';
import { layoutMethods } from './embedding';
import { splitNames } from './project';

/** What each kind of panel of a figure can be told, described as settings of training are: forms follow from it. */

const split = z
  .enum([...splitNames, 'chosen'])
  .default('test')
  .meta(
    meta({
      label: 'Split',
      section: 'Panel',
      help: 'The split whose predictions and reports are shown; chosen: videos that a run was asked for one by one.',
    }),
  );
const title = z
  .string()
  .default('')
  .meta(meta({ label: 'Title', section: 'Panel', help: 'Above the panel. In a paper the caption usually says it.' }));

const TimelineSettings = z.object({
  title,
  video: z
    .string()
    .default('')
    .meta(meta({ label: 'Video', section: 'Panel', help: 'The video whose labels are shown.' })),
  start: z
    .number()
    .min(0)
    .default(0)
    .meta(
      meta({ label: 'From', section: 'Panel', line: 'Time', unit: 's', help: 'Seconds from the first frame. From 0.' }),
    ),
  end: z
    .number()
    .min(0)
    .default(60)
    .meta(
      meta({
        label: 'To',
        section: 'Panel',
        line: 'Time',
        unit: 's',
        help: 'Seconds from the first frame; what lies after the end of the video is left out.',
      }),
    ),
  pictures: z
    .int()
    .min(0)
    .max(24)
    .default(8)
    .meta(meta({ label: 'Pictures', section: 'Panel', help: 'Frames of the video above the lanes. 0 to 24.' })),
  errors: z
    .enum(['wrong class', 'verdicts'])
    .default('wrong class')
    .meta(
      meta({
        label: 'Errors',
        section: 'Panel',
        help: 'wrong class: segments that lie on another class or on none are outlined and hatched. verdicts: kinds of the Errors screen, each with its letter and pattern; a missed one is a dashed box.',
      }),
    ),
});

const ScoresSettings = z.object({
  title,
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

const CurvesSettings = z.object({
  title,
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

const StatisticsSettings = z.object({
  title,
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

const TableSettings = z.object({ title, split });

const StudySettings = z.object({
  title,
  study: z
    .string()
    .default('')
    .meta(meta({ label: 'Study', section: 'Panel', help: 'The study whose table is shown.' })),
});

const ConfusionSettings = z.object({
  title,
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

const EntropySettings = z.object({
  title,
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

const EmbeddingSettings = z.object({
  title,
  split,
  method: z
    .enum(layoutMethods)
    .default('t-SNE')
    .meta(
      meta({ label: 'Method', section: 'Panel', help: 'How the states that decide are laid out in two dimensions.' }),
    ),
  perplexity: z
    .number()
    .min(2)
    .max(200)
    .default(30)
    .meta(
      meta({
        label: 'Perplexity',
        section: 'Panel',
        help: 'How many neighbours a point is drawn to, about. 2 to 200.',
        when: { method: { not: 'PCA' } },
      }),
    ),
  seed: z
    .int()
    .min(0)
    .default(0)
    .meta(meta({ label: 'Seed', section: 'Panel', help: 'Draws the steps, at most 200 a class, and the layout.' })),
  marks: z
    .enum(['colour', 'colour and shape'])
    .default('colour and shape')
    .meta(
      meta({ label: 'Marks', section: 'Panel', help: 'Shapes tell nouns apart where colours are seen differently.' }),
    ),
  legend: z
    .enum(['direct', 'below', 'none'])
    .default('below')
    .meta(
      meta({ label: 'Legend', section: 'Panel', help: 'direct: names at the classes. below: a key for each class.' }),
    ),
});

const ErrorsSettings = z.object({
  title,
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
  correct: z
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
    ),
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
        help: 'Events whose segment, the true one where there is one, is at least so long.',
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

/** What a panel can show: its name, its settings, whether it looks at runs and at chosen verbs. */
export const panelKinds = {
  timeline: { name: 'Timeline', settings: TimelineSettings, runs: true, verbs: false },
  scores: { name: 'Scores', settings: ScoresSettings, runs: true, verbs: false },
  curves: { name: 'Learning curves', settings: CurvesSettings, runs: true, verbs: false },
  statistics: { name: 'Score curves', settings: StatisticsSettings, runs: true, verbs: false },
  errors: { name: 'Errors by kind', settings: ErrorsSettings, runs: true, verbs: true },
  confusion: { name: 'Confusion matrix', settings: ConfusionSettings, runs: true, verbs: true },
  entropy: { name: 'Misclassification diversity', settings: EntropySettings, runs: true, verbs: true },
  embedding: { name: 'Map of decision features', settings: EmbeddingSettings, runs: true, verbs: true },
  table: { name: 'Table of scores', settings: TableSettings, runs: true, verbs: false },
  study: { name: 'Table of a study', settings: StudySettings, runs: false, verbs: false },
} as const;
export type PanelKind = keyof typeof panelKinds;

export type PanelSettings<K extends PanelKind> = z.infer<(typeof panelKinds)[K]['settings']>;
