import { countClasses, planLaneRemoval, planMerge } from '../jobs/taxonomy';
import type { Handlers } from '../common/contract';
import { tellCounts } from './labels';
import type { Session } from './session';

type TaxonomyHandlers = Pick<
  Handlers,
  'taxonomy.counts' | 'taxonomy.planMerge' | 'taxonomy.planLaneRemoval' | 'taxonomy.edit'
>;

export function taxonomyHandlers(session: Session): TaxonomyHandlers {
  const store = () => session.requireProject().store;
  return {
    'taxonomy.counts': () => countClasses(store()),
    'taxonomy.planMerge': ({ from, into, join }) => planMerge(store(), from, into, join),
    'taxonomy.planLaneRemoval': ({ lane }) => planLaneRemoval(store(), lane),
    'taxonomy.edit': async (edit) => {
      const project = session.requireProject();
      await project.shown.change(edit.labels, () => project.store.editTaxonomy(edit));
      session.emit('taxonomy.changed', edit);
      for (const { video } of edit.labels) await tellCounts(session, project, video);
      return {};
    },
  };
}
