import type { Handlers } from '../common/contract';
import { countAllLabels, countLabels } from '../data/project/labelCounts';
import type { OpenProject, Session } from './session';

/** Lists of videos follow an edit. */
export async function tellCounts(
  session: Session,
  { store, segments }: Pick<OpenProject, 'store' | 'segments'>,
  video: string,
): Promise<void> {
  segments.changed(video);
  const counts = await countLabels(store, store.video(video), await store.annotation(video));
  session.emit('labels.counted', { video, ...counts });
}

/** Edits of labels, and what is counted and found in those of all videos. */
export function labelHandlers(session: Session): Pick<Handlers, Extract<keyof Handlers, `labels.${string}`>> {
  return {
    'labels.edit': async (edit) => {
      const project = session.requireProject();
      await project.shown.edit(edit);
      project.labels.writeSoon(edit.video);
      session.emit('labels.changed', edit);
      await tellCounts(session, project, edit.video);
      return {};
    },
    'labels.counts': async () => {
      const { store, segments } = session.requireProject();
      const counts = Object.fromEntries(await countAllLabels(store));
      // Read now, the first search answers while one types; what cannot be read is told when it is looked at.
      segments.prepare().catch(() => undefined);
      return counts;
    },
    'labels.check': async () => {
      const { segments, shown } = session.requireProject();
      if (!shown.isTold) segments.allChanged();
      return { changed: await segments.check() };
    },
    'labels.find': (wanted) => session.requireProject().segments.find(wanted),
  };
}
