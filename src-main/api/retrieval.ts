import type { Handlers } from '../common/contract';
import { similarMoments } from '../jobs/retrieval/similar';
import { momentsOfText } from '../jobs/retrieval/textSearch';
import type { Session } from './session';

export function retrievalHandlers(session: Session): Pick<Handlers, 'runs.similar' | 'runs.search'> {
  const store = () => session.requireProject().store;
  return {
    'runs.similar': (request) => similarMoments(store(), request),
    'runs.search': (request) => momentsOfText(store(), request),
  };
}
