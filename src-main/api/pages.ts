import type { Handlers } from '../common/contract';
import type { Channel } from '../common/contract/rpc';
import { serveChannel } from './serve';
import { agreementHandlers } from './agreement';
import { appHandlers } from './app';
import { conflictHandlers } from './conflicts';
import { errorHandlers } from './errors';
import { embeddingHandlers } from './embeddings';
import { figureHandlers } from './figures';
import { jobHandlers } from './jobs';
import { labelHandlers } from './labels';
import { modelHandlers } from './models';
import { projectHandlers } from './project';
import { retrievalHandlers } from './retrieval';
import { reviewHandlers } from './review';
import { runHandlers } from './runs';
import { statisticsHandlers } from './statistics';
import { studyHandlers } from './studies';
import { taxonomyHandlers } from './taxonomy';
import type { Session } from './session';

/** How a shell's page comes to the session: the whole contract is served over its channel until that closes. */
export function servePages(session: Session): (channel: Channel) => void {
  const handlers: Handlers = {
    ...appHandlers(session),
    ...projectHandlers(session),
    ...labelHandlers(session),
    ...conflictHandlers(session),
    ...taxonomyHandlers(session),
    ...modelHandlers(session),
    ...runHandlers(session),
    ...retrievalHandlers(session),
    ...errorHandlers(session),
    ...agreementHandlers(session),
    ...reviewHandlers(session),
    ...jobHandlers(session),
    ...studyHandlers(session),
    ...figureHandlers(session),
    ...statisticsHandlers(session),
    ...embeddingHandlers(session),
  };
  return (channel) => channel.onClose(session.listen(serveChannel(channel, handlers)));
}
