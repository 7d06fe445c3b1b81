import { FolderInput } from 'lucide-react';
import { useEffect, useState } from 'react';
import { UserError } from '../../src-main/common/errors';
import { performById } from '../actions';
import { call } from '../client';
import { pathOf } from '../client/connect';
import { openDialog } from '../state/dialogs';
import { raise } from '../state/notices';

/** Files and folders dropped anywhere: a project opens, everything else goes to the import. */
export function DropTarget() {
  const [over, setOver] = useState(false);
  useEffect(() => {
    const isFiles = (event: DragEvent) => event.dataTransfer?.types.includes('Files') ?? false;
    const onOver = (event: DragEvent) => {
      if (!isFiles(event)) return;
      event.preventDefault();
      setOver(true);
    };
    const onLeave = (event: DragEvent) => {
      if (event.relatedTarget === null) setOver(false);
    };
    const onDrop = (event: DragEvent) => {
      if (!isFiles(event)) return;
      event.preventDefault();
      setOver(false);
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

async function receive(dropped: File[]): Promise<void> {
  const paths = dropped.map(pathOf).filter((path) => path !== null);
  if (paths.length === 0) {
    throw new UserError(
      'no-path',
      'A browser does not tell where a dropped file lies.',
      'Choose it with Import instead: the list there shows the disk of the machine the program runs on.',
    );
  }
  const [first] = paths;
  if (first !== undefined && paths.length === 1 && (await isProject(first))) performById('project.open', first);
  else openDialog({ name: 'import', files: paths });
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
