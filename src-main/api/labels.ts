import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { EventOf, Handlers } from '../common/contract';
import { toErrorRecord } from '../common/errors';
import { countLabels } from '../data/project/labelCounts';
import type { ProjectStore } from '../data/project/store';
import type { OpenProject, Session } from './session';

/** After an edit the labels' file is written within this, however many more edits come. */
const writeAfterMs = 500;

/**
 * Brings edits from their journals into the labels' files, soon after they were made. A write that fails is told and
 * tried again at the next edit or when the project is opened; the journal keeps what it holds until then.
 */
export class LabelWriter {
  private readonly waiting = new Map<string, NodeJS.Timeout>();

  constructor(
    private readonly store: ProjectStore,
    private readonly trouble: (event: EventOf<'labels.trouble'>) => void,
  ) {}

  /** Writes what an earlier process left in journals. */
  async writeLeft(): Promise<void> {
    const names = await readdir(join(this.store.dir, 'annotations')).catch(() => []);
    const journals = new Set(names.filter((name) => name.endsWith('.journal')));
    for (const { id } of this.store.videos) if (journals.has(`.${id}.journal`)) await this.write(id);
  }

  writeSoon(video: string): void {
    if (this.waiting.has(video)) return;
    this.waiting.set(
      video,
      setTimeout(() => void this.write(video), writeAfterMs),
    );
  }

  /** Writes at once what still waits. */
  async close(): Promise<void> {
    await Promise.all([...this.waiting.keys()].map((video) => this.write(video)));
  }

  private async write(video: string): Promise<void> {
    clearTimeout(this.waiting.get(video));
    this.waiting.delete(video);
    try {
      const refused = await this.store.writeEdits(video);
      if (refused.length > 0) this.trouble({ video, refused: refused.map(({ name }) => name) });
    } catch (error) {
      const { message, tip } = toErrorRecord(error);
      this.trouble({ video, refused: [], error: { message, tip } });
    }
  }
}

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

export function labelHandlers(session: Session): Pick<Handlers, 'labels.edit' | 'labels.findable' | 'labels.find'> {
  return {
    'labels.edit': async (edit) => {
      const project = session.requireProject();
      await project.store.edit(edit);
      project.labels.writeSoon(edit.video);
      session.emit('labels.changed', edit);
      await tellCounts(session, project, edit.video);
      return {};
    },
    'labels.findable': async () => ({ segments: await session.requireProject().segments.check() }),
    'labels.find': (wanted) => session.requireProject().segments.find(wanted),
  };
}
