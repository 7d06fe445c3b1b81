import type { RunClass } from '../common/domain/run';
import type { JobContext } from '../common/progress';
import type { TrainSettings } from '../common/settings';
import type { ProjectStore } from '../data/project/store';
import { classEmbeddings } from '../gad/classEmbeddings';
import { classWeights } from '../gad/classWeights';
import type { ClassifierModel } from '../gad/network';
import { adaptedTargets, initialParameters, spreadOf } from '../gad/parameters';
import { TrainingPlan } from '../gad/plan';
import type { SimilarMoments } from '../gad/similarMoments';
import { ClassifierTrainer } from '../gad/trainer';
import { checkpointHash, loadWeights } from '../models/decoder/checkpoint';
import { chooseDevice, openClassifier, type RunClassifier } from './classifier';
import { clipSource } from './clips';
import { learntTextIds } from './forgetting/texts';
import { similarMoments } from './retrieval/trainingMoments';
import { trainingClips } from './trainingClips';
import { trainingVideos } from './trainingVideos';

/** What a training needs, read and checked before its first update. */
export interface PreparedTraining {
  settings: TrainSettings;
  classes: readonly RunClass[];
  classifier: RunClassifier;
  plan: TrainingPlan;
  /** What the question names; null where it names nothing. */
  similar: SimilarMoments | null;
  /** Of what is learnt from: decoder, features, labels. */
  hashes: Record<string, string>;
}

/**
 * @param settings with the context settled
 * @throws UserError where the decoder, the features or the labels do not allow it; Cancelled
 */
export async function prepareTraining(
  store: ProjectStore,
  settings: TrainSettings,
  classes: readonly RunClass[],
  context: JobContext,
): Promise<PreparedTraining> {
  const classifier = await openClassifier(store, settings, classes);
  const source = await clipSource(store, settings, classes);
  const { videos, labelsHash } = source
    ? await trainingClips(store, classifier.description, source, context)
    : await trainingVideos(store, classifier, classes, settings.official, context);
  const plan = new TrainingPlan(videos, { ...settings, spec: classifier.spec });
  const hashes = {
    decoder: await checkpointHash(classifier.checkpoint.path),
    features: classifier.set.encoderHash,
    labels: labelsHash,
  };
  return {
    settings,
    classes,
    classifier: source ? { ...classifier, longest: longestOf(plan) } : classifier,
    plan,
    similar: await similarMoments(store, { settings, classes, classifier }, store.project.splits.train, context),
    hashes,
  };
}

/** The same training with other settings; what was read and checked before is not reported again. */
export function prepareAgain(
  store: ProjectStore,
  { settings, classes }: PreparedTraining,
  own: Partial<TrainSettings>,
  { signal, log }: JobContext,
): Promise<PreparedTraining> {
  return prepareTraining(store, { ...settings, ...own }, classes, { signal, log, report: () => undefined });
}

/** Steps of the longest clip: batches need no room for those that are not there. */
function longestOf(plan: TrainingPlan): number {
  let longest = 1;
  for (const { steps } of plan.allWindows()) longest = Math.max(longest, steps.length);
  return longest;
}

/** Compiles the graphs and loads the weights of a training that is prepared. */
export async function makeTrainer(prepared: PreparedTraining): Promise<ClassifierTrainer> {
  const { settings, plan, classifier, similar } = prepared;
  const { checkpoint, description, prompt, texts, set, longest } = classifier;
  const { rank, alpha, dropout, frozen, seed } = settings;
  const model: ClassifierModel = {
    description,
    decoder: checkpoint.config,
    visualDim: set.dim,
    classes: prepared.classes.length,
    lora: { rank, alpha, dropout, targets: adaptedTargets(description) },
    base: frozen,
  };
  const table = await checkpoint.weights.read('embedding.weight');
  const parameters = Object.fromEntries(initialParameters(model, spreadOf(table), seed));
  const weights = Object.fromEntries(await loadWeights(checkpoint, frozen));
  const device = await chooseDevice(settings.device);
  const compares = description.structure > 0 || description.contrastive > 0;
  const { tokenizer, config } = checkpoint;
  const classes = compares ? classEmbeddings(texts, tokenizer, table, config.hiddenSize) : [];
  return ClassifierTrainer.create({
    model,
    prompt,
    settings,
    device,
    parameters,
    weights,
    classes,
    textIds: description.textKl > 0 ? await learntTextIds(settings.decoder, tokenizer) : [],
    similar,
    longest,
    classWeights: classWeights(plan.allWindows(), model.classes, settings),
    windows: plan.allWindows(),
    updates: plan.updates,
  });
}
