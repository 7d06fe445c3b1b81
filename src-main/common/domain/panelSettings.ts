import type { z } from 'zod';
import { EmbeddingSettings } from './panels/embedding';
import type { PanelFilter } from './panels/filters';
import {
  ConfusionSettings,
  EntropySettings,
  ErrorsSettings,
  OverlapSettings,
  PairsSettings,
  SensitivitySettings,
} from './panels/mistakes';
import { CurvesSettings, ScoresSettings, StatisticsSettings, StudySettings, TableSettings } from './panels/scores';
import { TimelineSettings } from './panels/timeline';

/**
 * What each kind of panel of a figure can be told, described as settings of training are: the form of the Figures
 * screen, the check of recipes, the options of `gadw panel` and their help follow from it. In `panels/` there is a
 * file for what is shown alike.
 */
export { type PanelFilter, panelFilterNames, type PanelFilters, panelFilters } from './panels/filters';
export { traits } from './panels/mistakes';

interface KindOfPanel {
  name: string;
  settings: z.ZodObject;
  /** Whether it looks at runs. */
  runs: boolean;
  /** What it can be narrowed to. */
  filters: readonly PanelFilter[];
}

const classes = ['verbs', 'nouns', 'classes'] as const;

export const panelKinds = {
  timeline: { name: 'Timeline', settings: TimelineSettings, runs: true, filters: [...classes, 'kinds'] },
  scores: { name: 'Scores', settings: ScoresSettings, runs: true, filters: [] },
  curves: { name: 'Learning curves', settings: CurvesSettings, runs: true, filters: [] },
  statistics: { name: 'Score curves', settings: StatisticsSettings, runs: true, filters: [] },
  errors: {
    name: 'Errors by kind',
    settings: ErrorsSettings,
    runs: true,
    filters: [...classes, 'predicted', 'kinds', 'videos'],
  },
  sensitivity: { name: 'Sensitivity', settings: SensitivitySettings, runs: true, filters: classes },
  confusion: { name: 'Confusion matrix', settings: ConfusionSettings, runs: true, filters: [...classes, 'predicted'] },
  pairs: { name: 'Most confused pairs', settings: PairsSettings, runs: true, filters: [...classes, 'predicted'] },
  overlap: {
    name: 'Confusion against label overlap',
    settings: OverlapSettings,
    runs: true,
    filters: [...classes, 'predicted'],
  },
  entropy: { name: 'Misclassification diversity', settings: EntropySettings, runs: true, filters: classes },
  embedding: {
    name: 'Map of decision features',
    settings: EmbeddingSettings,
    runs: true,
    filters: [...classes, 'predicted', 'videos'],
  },
  table: { name: 'Table of scores', settings: TableSettings, runs: true, filters: [] },
  study: { name: 'Table of a study', settings: StudySettings, runs: false, filters: [] },
} as const satisfies Record<string, KindOfPanel>;
export type PanelKind = keyof typeof panelKinds;
export const panelKindNames = Object.keys(panelKinds) as PanelKind[];

export type PanelSettings<K extends PanelKind> = z.infer<(typeof panelKinds)[K]['settings']>;
