import { videoDraws } from '../../analysis/bootstrap';
import {
  type ConfusedPair as CountedPair,
  type ConfusedMoment,
  confusedMoments,
  confusedPairs,
  confusionCells,
  sumCells,
} from '../../analysis/confusions';
import { type LabelForms, labelSimilarities, type Similarity } from '../../analysis/labelSimilarity';
import { ConfusedShares } from '../../analysis/overlapCorrelation';
import type { ChosenSteps } from '../../common/domain/chosenSteps';
import {
  type ConfusedPair,
  type ConfusedPairs,
  type OverlapCorrelations,
  SimilarityMeasure,
} from '../../common/domain/confusions';
import type { Task } from '../../common/settings';
import type { ProjectStore } from '../../data/project/store';
import {
  type Comparable,
  comparedOn,
  type ComparedRun,
  type ComparedVideo,
  readComparable,
  tasksOf,
} from './comparable';
import { verbAndNoun } from './grouping';
import { labelForms } from './labelForms';

/** Pairs that are told, and moments of each. */
const [mostPairs, mostExamples] = [500, 3];

export interface PairsRequest {
  run: string;
  split: string;
  steps?: ChosenSteps | null;
}

/** The most confused pairs of actions with moments to look at. @throws UserError as `readComparable` */
export async function confusedPairsReport(store: ProjectStore, request: PairsRequest): Promise<ConfusedPairs> {
  const { comparable, run, cells, labels, decoder, measures } = await readPairs(store, request);
  const { actions, task } = comparable;
  const all = confusedPairs(sumCells(cells), actions);
  const shown = all.slice(0, mostPairs);
  const examples = exampleMoments(run, task, shown);
  return {
    ...comparedOn(comparable),
    run: request.run,
    ...tasksOf(comparable),
    decoder,
    pairs: shown.map((pair, i) => pairRow(pair, examples[i]!, { comparable, labels, measures })),
    confused: all.length,
    possible: new ConfusedShares(cells, actions).pairs,
  };
}

/**
 * Whether labels that are alike are confused more; apart from the pairs, since of thousands
 * of classes it takes seconds.
 * @throws UserError as `readComparable`
 */
export async function overlapCorrelations(store: ProjectStore, request: PairsRequest): Promise<OverlapCorrelations> {
  const { comparable, cells, measures } = await readPairs(store, request);
  const shares = new ConfusedShares(cells, comparable.actions);
  const similarities = [...measures.values()].map((similarity) => shares.similarities(similarity));
  const intervals = shares.correlations(similarities, videoDraws(comparable.videos.length));
  return {
    ...comparedOn(comparable),
    run: request.run,
    possible: shares.pairs,
    correlations: [...measures.keys()].map((measure, i) => ({ measure, interval: intervals[i]! })),
  };
}

async function readPairs(store: ProjectStore, { run: id, split, steps }: PairsRequest) {
  const comparable = await readComparable(store, [id], split, steps);
  const run = comparable.runs[0]!;
  const { labels, decoder } = await labelForms(store, run.run, comparable.classes);
  const measures = measuresOf(labels, decoder !== null);
  return { comparable, run, cells: run.videos.map(confusionCells), labels, decoder, measures };
}

type Measures = ReadonlyMap<SimilarityMeasure, Similarity>;

/** @param embedded whether the meanings of labels are known */
function measuresOf(labels: readonly LabelForms[], embedded: boolean): Measures {
  const options = SimilarityMeasure.options.filter((measure) => embedded || measure !== 'embedding');
  return new Map(options.map((measure) => [measure, labelSimilarities[measure](labels)]));
}

/** In seconds. */
interface PlacedMoment {
  video: string;
  start: number;
  end: number;
}

/** The longest moments of each pair. */
function exampleMoments({ run, videos }: ComparedRun, task: Task, pairs: readonly CountedPair[]): PlacedMoment[][] {
  const key = ({ truth, predicted }: { truth: number; predicted: number }) => `${truth}:${predicted}`;
  const found = new Map<string, PlacedMoment[]>(pairs.map((pair) => [key(pair), []]));
  for (const video of videos) {
    for (const moment of confusedMoments(video)) {
      const { start, end } = task === 'online detection' ? moment : clipsSpan(video, moment);
      found.get(key(moment))?.push({ video: video.id, start: start / run.rate, end: end / run.rate });
    }
  }
  const length = ({ start, end }: PlacedMoment) => end - start;
  return pairs.map((pair) =>
    found
      .get(key(pair))!
      .sort((a, b) => length(b) - length(a))
      .slice(0, mostExamples),
  );
}

/** From the first of its clips to the last, in steps. */
const clipsSpan = ({ spans }: ComparedVideo, { start, end }: ConfusedMoment) => ({
  start: spans[start]!.start,
  end: spans[end - 1]!.end,
});

interface Ground {
  comparable: Comparable;
  labels: readonly LabelForms[];
  measures: Measures;
}

function pairRow(pair: CountedPair, moments: readonly PlacedMoment[], ground: Ground): ConfusedPair {
  const { comparable, measures } = ground;
  const similarity = (measure: SimilarityMeasure) => measures.get(measure)?.(pair.truth, pair.predicted) ?? NaN;
  const meaning = similarity('embedding');
  return {
    truth: comparable.classes[pair.truth]!.id,
    predicted: comparable.classes[pair.predicted]!.id,
    steps: pair.steps,
    share: pair.share,
    similarity: {
      subwords: similarity('subwords'),
      letters: similarity('letters'),
      embedding: Number.isNaN(meaning) ? null : meaning,
    },
    shared: sharedPart(pair, ground),
    examples: [...moments],
  };
}

function sharedPart(pair: CountedPair, { comparable: { classes, known }, labels }: Ground): ConfusedPair['shared'] {
  const parts = (index: number) => verbAndNoun(classes[index]!, known.get(classes[index]!.id));
  const [[verb, noun], [otherVerb, otherNoun]] = [parts(pair.truth), parts(pair.predicted)];
  if (verb === otherVerb) return 'verb';
  if (noun === otherNoun) return 'noun';
  const words = new Set(labels[pair.truth]!.text.split(' '));
  return labels[pair.predicted]!.text.split(' ').some((word) => words.has(word)) ? 'word' : null;
}
