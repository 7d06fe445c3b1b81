import { UserError } from '../../common/errors';
import type { JobContext } from '../../common/progress';
import type { ProjectStore } from '../../data/project/store';
import { NeighbourPredictor } from '../../gad/neighbourPredictor';
import { Neighbours } from '../../gad/neighbours';
import type { Predictor } from '../../gad/predictor';
import { ambiguousIndices } from '../runClasses';
import { makePredictor, type TrainedRun } from '../trainedRun';
import { trainingStates } from './trainingStates';

/**
 * The run's predictor, with its neighbours where its settings ask for them.
 * @param batch windows a pass
 * @throws UserError `neighbours-need-scores`, those of reading the training videos; Cancelled
 */
export async function openPredictor(
  store: ProjectStore,
  trained: TrainedRun,
  batch: number,
  context: JobContext,
): Promise<Pick<Predictor, 'predict' | 'dispose'>> {
  const { neighbours: count, neighboursIn, neighbourWeight: weight } = trained.settings;
  const mixed = count > 0 && neighboursIn === 'scores';
  if (mixed) requireScores(trained);
  const predictor = await makePredictor(store, trained, batch, context);
  if (!mixed) return predictor;
  try {
    const states = await trainingStates(store, trained, predictor, context);
    const leftOut = ambiguousIndices(trained.run.classes);
    return new NeighbourPredictor(predictor, new Neighbours(states, count), { weight, leftOut });
  } catch (error) {
    await predictor.dispose();
    throw error;
  }
}

function requireScores({ run, classifier, settings }: TrainedRun): void {
  if (classifier.description.classHead || settings.decoding === 'constrained') return;
  throw new UserError(
    'neighbours-need-scores',
    `Predicting with run ${JSON.stringify(run.id)}: neighbours mix into scores, which greedy decoding does not have.`,
    'Train with constrained decoding, or with 0 neighbours.',
  );
}
