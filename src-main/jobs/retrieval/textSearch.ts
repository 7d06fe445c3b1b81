import type { TextSearch } from '../../common/contract/retrieval';
import type { Run } from '../../common/domain/run';
import { UserError } from '../../common/errors';
import type { ProjectStore } from '../../data/project/store';
import { classTexts } from '../../gad/classText';
import { textSimilarity } from '../../gad/textSimilarity';
import { readRunToday } from '../classesToday';
import { labelProbability, peaks, type PredictedVideo, predictedVideos, readPredicted } from './predicted';

/**
 * Moments for a text. The text is compared with the class texts of the run by their subwords, so "onions" finds "cut
 * onion"; a moment's score is the best of (likeness of a class's text) times (probability of the class
 * there), taken where it is highest and at least two seconds apart. For runs that have labels only, the
 * probability of the label counts as 1.
 */
export interface TextRequest {
  run: string;
  text: string;
  /** Moments at most. */
  count: number;
}

/** Seconds between two moments that are found. */
const apart = 2;
/** Classes at least so alike to the text, as a share of the most alike, are looked for. */
const leastShare = 0.5;

/** @throws UserError `no-such-text` where no class is like the text, `no-predictions`, and those of reading the run */
export async function momentsOfText(store: ProjectStore, { run: id, text, count }: TextRequest): Promise<TextSearch> {
  const run = await readRunToday(store, id);
  const likeness = classLikeness(run, text);
  const moments: TextSearch['moments'] = [];
  for (const [name, paths] of await predictedVideos(store, run)) {
    const video = await readPredicted(run, name, paths);
    const { values, best } = stepScores(run, video, likeness);
    for (const step of peaks(values, count, Math.ceil(apart * run.rate))) {
      const similarity = values[step] as number;
      if (similarity <= 0) continue;
      const classId = run.classes[best[step] as number]?.id as number;
      const probability = classId === video.labels[step] ? labelProbability(run, video, step) : null;
      moments.push({ video: name, seconds: (step + 0.5) / run.rate, similarity, classId, probability });
    }
  }
  const classes = run.classes.flatMap((entry, c) =>
    (likeness[c] as number) > 0 ? [{ classId: entry.id, similarity: likeness[c] as number }] : [],
  );
  return {
    classes: classes.sort((a, b) => b.similarity - a.similarity),
    moments: moments.sort((a, b) => b.similarity - a.similarity).slice(0, count),
  };
}

/** Likeness of each class to the text; 0 for those that are too unlike. @throws UserError `no-such-text` */
function classLikeness({ classes }: Run, text: string): number[] {
  const all = classTexts(classes, false).map((own) => textSimilarity(own, text));
  const most = Math.max(...all);
  if (most > 0) return all.map((value) => (value >= leastShare * most ? value : 0));
  const some = classes.filter((entry) => !entry.background).slice(0, 3);
  throw new UserError(
    'no-such-text',
    `No class is like ${JSON.stringify(text)}; there are ${some.map(({ name }) => name).join(', ')} and others.`,
    'Search for a word of a class.',
  );
}

/** Score of each step, and the class that gives it. */
function stepScores(
  { classes }: Run,
  { labels, scores }: PredictedVideo,
  likeness: readonly number[],
): { values: Float32Array; best: Int32Array } {
  const values = new Float32Array(labels.length);
  const best = new Int32Array(labels.length);
  labels.forEach((label, step) => {
    classes.forEach(({ id }, c) => {
      const probability = scores ? Math.exp(scores[step * classes.length + c] as number) : Number(id === label);
      const value = (likeness[c] as number) * probability;
      if (value <= (values[step] as number)) return;
      values[step] = value;
      best[step] = c;
    });
  });
  return { values, best };
}
