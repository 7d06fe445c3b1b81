import type { Handlers } from '../common/contract';
import { changeSettled, listAnnotators, removeAnnotator, restoreAnnotator } from '../data/project/annotators';
import { agreementReport, annotatorLabels, disagreementList } from '../jobs/agreement';
import type { Session } from './session';

type AgreementHandlers = Pick<Handlers, Extract<keyof Handlers, `agreement.${string}`>>;

export function agreementHandlers(session: Session): AgreementHandlers {
  const store = () => session.requireProject().store;
  return {
    'agreement.annotators': () => listAnnotators(store()),
    'agreement.labels': ({ video }) => annotatorLabels(store(), video),
    'agreement.report': ({ annotator }, context) => agreementReport(store(), annotator, context),
    'agreement.list': (request, context) => disagreementList(store(), request, context),
    'agreement.remove': async ({ annotator }) => {
      await removeAnnotator(store(), annotator);
      session.emit('project.changed', { what: ['annotations'] });
      return {};
    },
    'agreement.restore': async ({ annotator }) => {
      await restoreAnnotator(store(), annotator);
      session.emit('project.changed', { what: ['annotations'] });
      return {};
    },
    'agreement.settle': async (settled) => {
      await changeSettled(store().dir, settled);
      return {};
    },
  };
}
