import { rowSize } from '../../common/domain/featureSet';
import type { JobContext } from '../../common/progress';
import type { ProjectStore } from '../../data/project/store';
import { readFeatures } from '../../features/store';
import { AnswerScorer } from '../../gad/answerScorer';
import { classText } from '../../gad/classText';
import { Executables } from '../../gad/executables';
import { Prompt } from '../../gad/prompt';
import type { SimilarMoments } from '../../gad/similarMoments';
import { streamingWindow } from '../../gad/windows';
import { chooseDevice } from '../classifier';
import { mergedNetwork, similarOf, type TrainedRun } from '../trainedRun';
import { pickSteps } from '../trainingVideos';

/** Windows a pass. */
const batch = 8;

/**
 * How likely a classifier that learnt to write finds the text of every class behind a step, also of classes that it has
 * never seen: the mean log-probability of the text's tokens, so that long texts do not lose by their length. The text
 * of GAD stands where training put it: behind [CLS], or behind the frames in the other orders.
 */
export class TextLikelihoods {
  private constructor(
    private readonly trained: TrainedRun,
    private readonly store: ProjectStore,
    private readonly executables: Executables,
    private readonly scorer: AnswerScorer,
    private readonly similar: SimilarMoments | null,
    private readonly lengths: readonly number[],
  ) {}

  /**
   * @param unseen names of the classes behind the run's own
   * @returns null for a classifier that writes nothing, or whose label tokens mean nothing
   */
  static async open(
    store: ProjectStore,
    trained: TrainedRun,
    unseen: readonly { name: string }[],
    context: JobContext,
  ): Promise<TextLikelihoods | null> {
    const { classifier, settings } = trained;
    const { description, checkpoint, set, texts, longest } = classifier;
    if (description.response === 'never' || description.tokenisation !== 'subword') return null;
    const similar = await similarOf(store, trained, context);
    const { model, weights } = await mergedNetwork(trained, true);
    // [CLS] stands before the text or, for the text, nowhere.
    const classToken = description.classToken && description.order === 'discriminative first';
    const writing = { ...description, response: 'always' as const, classToken };
    const all = [...texts, ...unseen.map((entry) => classText(entry, settings.official))];
    const prompt = new Prompt(checkpoint.tokenizer, writing, all, { tokens: set.tokens });
    const executables = new Executables(weights, await chooseDevice(settings.device));
    const answering = { model: { ...model, description: writing }, prompt, executables, batch, longest };
    const answers = prompt.answers.map((answer, label) => endedAnswer(prompt, answer, label));
    const lengths = answers.map((answer) => answer.length);
    const scorer = new AnswerScorer(answering, answers);
    return new TextLikelihoods(trained, store, executables, scorer, similar, lengths);
  }

  /** Mean log-probabilities `[steps, classes]` of a video, some steps at a time. */
  async *of(video: string): AsyncGenerator<{ start: number; rows: Float32Array[] }> {
    const { set, spec } = this.trained.classifier;
    const { rows, steps } = await readFeatures(this.store, set, this.store.video(video));
    const classes = this.lengths.length;
    for (let start = 0; start < steps; start += batch) {
      const count = Math.min(batch, steps - start);
      const windows = Array.from({ length: count }, (_, i) => streamingWindow(video, start + i, spec));
      const tracks = windows.map((window) => pickSteps(rows, rowSize(set), window.steps, 0));
      const asked = windows.map((window, i) => this.similar?.tell(window, tracks[i] as Float32Array) ?? window);
      const { scores } = await this.scorer.score(asked, tracks);
      const mean = scores.map((value, i) => value / (this.lengths[i % classes] as number));
      yield { start, rows: windows.map((_, i) => mean.subarray(i * classes, (i + 1) * classes)) };
    }
  }

  dispose(): Promise<void> {
    return this.executables.dispose();
  }
}

/** Background ends with the end token where no one token stands for all of it, as in training. */
function endedAnswer({ silence, eos }: Prompt, answer: readonly number[], label: number): readonly number[] {
  return label === 0 && silence === null && answer.at(-1) !== eos ? [...answer, eos] : answer;
}
