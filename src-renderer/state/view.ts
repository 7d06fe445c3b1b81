/**
 * What is looked at: screen, video, playhead, hovered time, visible span, shown runs. Shared by player, timeline, lists
 * and charts; kept apart from the project's records, which do not move while a video plays.
 */
import { create } from 'zustand';
import type { ChosenSteps } from '../../src-main/common/domain/chosenSteps';
import { DiagnosisThresholds, type ErrorKind } from '../../src-main/common/domain/diagnosis';
import type { LayoutSettings } from '../../src-main/common/domain/embedding';
import type { Span } from '../../src-main/common/domain/span';
import type { Colouring } from '../maps/colours';
import { type ErrorFilter, noErrorFilter } from './errorFilter';

export const screens = [
  'project',
  'annotate',
  'features',
  'train',
  'runs',
  'errors',
  'embeddings',
  'entropy',
  'figures',
  'studies',
] as const;
export type Screen = (typeof screens)[number];
export const screenNames: Record<Screen, string> = {
  project: 'Project',
  annotate: 'Annotate',
  features: 'Features',
  train: 'Train',
  runs: 'Runs',
  errors: 'Errors',
  embeddings: 'Embeddings',
  entropy: 'Entropy',
  figures: 'Figures',
  studies: 'Studies',
};

/** What the screens that compare runs have selected together: a choice in one of them filters all. */
export interface Linked {
  /** The run that is compared with the selected one. */
  against: string | null;
  /** The split, or `chosen`, whose predictions are looked at. */
  split: string;
  /** Null: all kinds. */
  kinds: readonly ErrorKind[] | null;
  /** Class ids; null: any class. The background's id stands for "no segment". */
  truthClass: number | null;
  predictedClass: number | null;
  /** Chosen with the lasso; null: all. */
  steps: ChosenSteps | null;
}

/** What the maps of states show, and how they are made. */
export interface MapView {
  colour: Colouring;
  /** Only classes of this verb are shown; null: all. */
  verb: string | null;
  method: LayoutSettings['method'];
  perplexity: number;
  seed: number;
  perClass: number;
  /** Of the decoder; null: the state that decides. */
  layer: number | null;
}

export interface View extends Linked {
  screen: Screen;
  /** Id of the video that is open in Annotate. */
  video: string | null;
  /** Seconds on the video's frame clock. */
  playhead: number;
  /** Seconds under the pointer, in whichever view it is. */
  hover: number | null;
  /** Seconds shown by the timeline; null: all of the video. */
  visible: Span | null;
  /** Runs whose lanes are shown, in order; null: all that have seen the video. */
  shownRuns: readonly string[] | null;
  /** The run that is selected in Train, Runs and the screens that look into runs. */
  run: string | null;
  /** The study that is open in Studies. */
  study: string | null;
  errorFilter: ErrorFilter;
  /** From which IoU on a pair of segments counts in Errors. */
  errorThresholds: DiagnosisThresholds;
  /** Id of the row that is open in Errors. */
  errorRow: string | null;
  /** Name of the figure that is open in Figures. */
  figure: string | null;
  map: MapView;
}

export const nothingLinked: Linked = {
  against: null,
  split: 'test',
  kinds: null,
  truthClass: null,
  predictedClass: null,
  steps: null,
};

export const plainMap: MapView = {
  colour: 'class',
  verb: null,
  method: 't-SNE',
  perplexity: 30,
  seed: 0,
  perClass: 200,
  layer: null,
};
export const usualThresholds = DiagnosisThresholds.parse({});

/** What a screen shows of a project that was just opened. */
export const plainView: Omit<View, 'screen'> = {
  ...nothingLinked,
  errorFilter: noErrorFilter,
  errorThresholds: usualThresholds,
  errorRow: null,
  map: plainMap,
  video: null,
  playhead: 0,
  hover: null,
  visible: null,
  shownRuns: null,
  run: null,
  study: null,
  figure: null,
};

export const useView = create<View>(() => ({ ...plainView, screen: 'project' }));

const set = useView.setState;

export const goTo = (screen: Screen): void => set({ screen });
export const selectRun = (run: string | null): void => set({ run });
export const selectStudy = (study: string): void => set({ study });

/** Changes the selection that the screens share. */
export const setLinked = (change: Partial<Linked>): void => set(change);

export const setErrorFilter = (change: Partial<ErrorFilter>): void =>
  set(({ errorFilter }) => ({ errorFilter: { ...errorFilter, ...change } }));

export const setMap = (change: Partial<MapView>): void => set(({ map }) => ({ map: { ...map, ...change } }));
export const setErrorThresholds = (errorThresholds: DiagnosisThresholds): void => set({ errorThresholds });

/** Opens a row of Errors at a moment of its video. */
export const openErrorRow = (errorRow: string, video: string, playhead: number): void =>
  set({ errorRow, video, playhead });

/** Opens a video at a time; the timeline shows all of it. */
export function openVideo(video: string, playhead = 0): void {
  set({ screen: 'annotate', video, playhead, hover: null, visible: null });
}

export const seek = (playhead: number): void => set({ playhead });
export const setHover = (hover: number | null): void => set({ hover });
export const setVisible = (visible: Span | null): void => set({ visible });
export const setShownRuns = (shownRuns: readonly string[] | null): void => set({ shownRuns });
