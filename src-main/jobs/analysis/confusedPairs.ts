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
import { type ConfusedPair, type ConfusedPairs, SimilarityMeasure } from '../../common/domain/confusions';
import type { Task } from '../../common/settings';
import type { ProjectStore } from '../../data/project/store';
import { type Comparable, type ComparedRun, type ComparedVideo, readComparable, tasksOf } from './comparable';
import { verbAndNoun } from './grouping';
import { labelForms } from './labelForms';

/** Pairs that are told, and moments of each. */
const [mostPairs, mostExamples] = [500, 3];

/**
 * The most confused pairs of actions with moments to look at, and the correlation of confusion with label overlap.
 * @throws UserError as `readComparable`
 */
export async function confusedPairsReport(
  store: ProjectStore,
  request: { run: string; split: string },
): Promise<ConfusedPairs> {
  const comparable = await readComparable(store, [request.run], request.split);
  const { classes, actions, videos, notes, split, task } = comparable;
  const run = comparable.runs[0]!;
  const cells = run.videos.map(confusionCells);
  const { labels, decoder } = await labelForms(store, run.run, classes);
  const measures = measuresOf(labels, decoder !== null);
  const all = confusedPairs(sumCells(cells), actions);
  const shown = all.slice(0, mostPairs);
  const examples = exampleMoments(run, task, shown);
  return {
    split,
    videos,
    notes,
    run: request.run,
    ...tasksOf(comparable),
    decoder,
    pairs: shown.map((pair, i) => pairRow(pair, examples[i]!, { comparable, labels, measures })),
    confused: all.length,
    ...correlations(new ConfusedShares(cells, actions), measures, videos.length),
  };
}

type Measures = ReadonlyMap<SimilarityMeasure, Similarity>;

/** @param embedded whether the meanings of labels are known */
function measuresOf(labels: readonly LabelForms[], embedded: boolean): Measures {
  const options = SimilarityMeasure.options.filter((measure) => embedded || measure !== 'embedding');
  return new Map(options.map((measure) => [measure, labelSimilarities[measure](labels)]));
}

function correlations(
  shares: ConfusedShares,
  measures: Measures,
  videos: number,
): Pick<ConfusedPairs, 'possible' | 'correlations'> {
  const similarities = [...measures.values()].map((similarity) => shares.similarities(similarity));
  const intervals = shares.correlations(similarities, videoDraws(videos));
  return {
    possible: shares.pairs,
    correlations: [...measures.keys()].map((measure, i) => ({ measure, interval: intervals[i]! })),
  };
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
