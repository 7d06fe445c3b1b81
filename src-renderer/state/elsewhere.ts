/** Saving edits that the project's folder does not take somewhere else, as the files that it would hold. */
import { UserError } from '../../src-main/common/errors';
import { loadLabels, useLabels } from './labels';
import { raise } from './notices';
import { useProject } from './project';
import { saveFiles } from './save';
import { isOfClasses, labelsIn, useUnsaved } from './unsaved';

const known = (video: string) => useLabels.getState().known[video];

/** Saves what unsaved edits have changed as files of the user's choice. */
export async function saveElsewhere(): Promise<void> {
  const { edits } = useUnsaved.getState();
  const videos = new Set(edits.flatMap(labelsIn).map(({ video }) => video));
  const taxonomy = edits.some(isOfClasses) ? useProject.getState().project?.taxonomy : undefined;
  const files = taxonomy ? [{ name: 'taxonomy.json', content: asFile(taxonomy) }] : [];
  const unread: string[] = [];
  for (const video of videos) {
    if (!known(video)) await loadLabels(video).catch(() => unread.push(video));
    const labels = known(video);
    if (labels) files.push({ name: `${video}.json`, content: asFile(labels) });
  }
  await saveFiles(files);
  if (unread.length > 0) raise('save', unreadable(unread));
}

const asFile = (record: object) => new Blob([`${JSON.stringify(record, null, 2)}\n`], { type: 'application/json' });

function unreadable(videos: readonly string[]): UserError {
  const message = `Could not save the labels of ${videos.join(', ')} elsewhere: they cannot be read now.`;
  return new UserError(
    'labels-unreadable',
    message,
    'Keep this window open until the project’s folder is there again.',
  );
}
