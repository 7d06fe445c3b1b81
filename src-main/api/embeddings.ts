import type { Handlers } from '../common/contract';
import type { Session } from './session';

/** Maps of states, made in a child and kept. */
export function embeddingHandlers(session: Session): Pick<Handlers, 'embeddings.layout' | 'embeddings.stop'> {
  return {
    'embeddings.layout': (settings) => session.requireProject().layouts.make(settings),
    'embeddings.stop': async () => {
      session.requireProject().layouts.stop();
      return {};
    },
  };
}
