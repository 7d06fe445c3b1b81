import { FolderInput } from 'lucide-react';
import { useEffect, useState } from 'react';
import { UserError } from '../../src-main/common/errors';
import { performById } from '../actions';
import { call } from '../client';
import { pathOf } from '../client/connect';
import { openDialog, useDialogs } from '../state/dialogs';
import { raise } from '../state/notices';
import { useProject } from '../state/project';

/**
 * Files and folders dropped anywhere: a project opens, everything else goes to the import, also to the one that is
 * open. Other dialogs take none.
 */
export function DropTarget() {
  const [over, setOver] = useState(false);
  useEffect(() => {
    const isFiles = (event: DragEvent) => event.dataTransfer?.types.includes('Files') ?? false;
    const onOver = (event: DragEvent) => {
      if (!isFiles(event)) return;
      event.preventDefault();
      if (event.dataTransfer && !takesFiles()) event.dataTransfer.dropEffect = 'none';
      setOver(takesFiles());
    };
    const onLeave = (event: DragEvent) => {
      if (event.relatedTarget === null) setOver(false);
    };
    const onDrop = (event: DragEvent) => {
      if (!isFiles(event)) return;
      event.preventDefault();
      setOver(false);
      if (!takesFiles()) return;
      receive([...(event.dataTransfer?.files ?? [])]).catch((error: unknown) => raise('drop', error));
    };
    window.addEventListener('dragover', onOver);
    window.addEventListener('dragleave', onLeave);
    window.addEventListener('drop', onDrop);
    return () => {
      window.removeEventListener('dragover', onOver);
      window.removeEventListener('dragleave', onLeave);
      window.removeEventListener('drop', onDrop);
    };
  }, []);
  if (!over) return null;
  return (
    <div className="drop-target">
      <p>
        <FolderInput size={20} aria-hidden /> Drop to open a project or to import
      </p>
    </div>
  );
}

/** Whatever is asked for in a dialog must not go because something falls on it. */
function takesFiles(): boolean {
  const { open, takeDropped } = useDialogs.getState();
  return open === null || takeDropped !== null;
}

async function receive(dropped: File[]): Promise<void> {
  const paths = dropped.map(pathOf).filter((path) => path !== null);
  if (paths.length === 0) {
    throw new UserError(
      'no-path',
      'A browser does not tell where a dropped file lies.',
      'Choose it with Import instead: the list there shows the disk of the machine the program runs on.',
    );
  }
  const { takeDropped } = useDialogs.getState();
  if (takeDropped) return takeDropped(paths);
  const [first] = paths;
  if (first !== undefined && paths.length === 1 && (await isProject(first))) performById('project.open', first);
  else if (!useProject.getState().project) {
    const tip = 'Open a project or make one, then drop them again.';
    throw new UserError('no-project', 'Files are imported into a project, and none is open.', tip);
  } else openDialog({ name: 'import', files: paths });
}

async function isProject(path: string): Promise<boolean> {
  if (path.endsWith('.gadw') || path.endsWith('project.json')) return true;
  try {
    const { entries } = await call('app.folder', { path });
    return entries.some((entry) => entry.name === 'project.json');
  } catch {
    return false; // Not a folder.
  }
}
