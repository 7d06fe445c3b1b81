import type { Handlers } from '../common/contract';
import { changeSettled, listAnnotators } from '../data/project/annotators';
import { agreementReport, annotatorLabels, disagreementList } from '../jobs/agreement';
import type { Session } from './session';

type AgreementHandlers = Pick<Handlers, Extract<keyof Handlers, `agreement.${string}`>>;

export function agreementHandlers(session: Session): AgreementHandlers {
  const store = () => session.requireProject().store;
  return {
    'agreement.annotators': () => listAnnotators(store()),
    'agreement.labels': ({ video }) => annotatorLabels(store(), video),
    'agreement.report': ({ annotator }) => agreementReport(store(), annotator),
    'agreement.list': (request) => disagreementList(store(), request),
    'agreement.settle': async (settled) => {
      await changeSettled(store().dir, settled);
      return {};
    },
  };
}
