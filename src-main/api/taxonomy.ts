import { countClasses, planLaneRemoval, planMerge } from '../jobs/taxonomy';
import type { Handlers } from '../common/contract';
import { tellCounts } from './labels';
import type { Session } from './session';

type TaxonomyHandlers = Pick<
  Handlers,
  'taxonomy.counts' | 'taxonomy.planMerge' | 'taxonomy.planLaneRemoval' | 'taxonomy.edit'
>;

/** Edits of classes and lanes. What merging and removing come to is worked out before anything is written. */
export function taxonomyHandlers(session: Session): TaxonomyHandlers {
  const store = () => session.requireProject().store;
  return {
    'taxonomy.counts': () => countClasses(store()),
    'taxonomy.planMerge': ({ from, into, join }) => planMerge(store(), from, into, join),
    'taxonomy.planLaneRemoval': ({ lane }) => planLaneRemoval(store(), lane),
    'taxonomy.edit': async (wanted) => {
      const project = session.requireProject();
      const made = await project.shown.change(
        () => project.store.editTaxonomy(wanted),
        ({ edit }) => edit.labels,
      );
      session.emit('taxonomy.changed', made.edit);
      for (const { video } of made.edit.labels) await tellCounts(session, project, video);
      return made;
    },
  };
}
