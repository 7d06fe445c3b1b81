import type { Handlers } from '../common/contract';
import { recordReview } from '../data/project/review';
import { reviewGain } from '../jobs/review/gain';
import { reviewQueue } from '../jobs/review/queue';
import type { Session } from './session';

type ReviewHandlers = Pick<Handlers, Extract<keyof Handlers, `review.${string}`>>;

export function reviewHandlers(session: Session): ReviewHandlers {
  const store = () => session.requireProject().store;
  return {
    'review.queue': (request, context) => reviewQueue(store(), request, context),
    'review.record': async (suggestion) => {
      await recordReview(store().dir, suggestion);
      return {};
    },
    'review.gain': (request) => reviewGain(store(), request),
  };
}
