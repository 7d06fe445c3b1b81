import type { Handlers } from '../common/contract';
import type { retrievalProcedures } from '../common/contract/retrieval';
import { nearestTraining } from '../jobs/retrieval/nearestTraining';
import { similarMoments } from '../jobs/retrieval/similar';
import { momentsOfText } from '../jobs/retrieval/textSearch';
import type { Session } from './session';

/** The search for moments that are like one, or like a text. */
export function retrievalHandlers(session: Session): Pick<Handlers, keyof typeof retrievalProcedures> {
  const store = () => session.requireProject().store;
  return {
    'runs.similar': (request) => similarMoments(store(), request),
    'runs.nearestTraining': (request) => nearestTraining(store(), request),
    'runs.search': (request) => momentsOfText(store(), request),
  };
}
