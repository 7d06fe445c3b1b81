/** The one dialog that is open over the screens, and the choosing of files, which may stand over another dialog. */
import { create } from 'zustand';
import { call } from '../client';
import { useProject } from './project';

export type DialogName =
  | { name: 'palette' }
  | { name: 'shortcuts' /** Whether keys are changed there. */; editing: boolean }
  | { name: 'settings' }
  | { name: 'newProject' }
  | { name: 'import'; files: readonly string[] }
  | {
      name: 'export';
      videos: readonly string[] /** Whose labels are ticked instead of the project's. */;
      annotator: string | null;
    }
  | { name: 'importPredictions'; files: readonly string[] }
  | { name: 'addModel' }
  | { name: 'infer'; run: string }
  | { name: 'deleteRun'; run: string };

export interface PickRequest {
  /** `files`: several, or a folder as a whole. */
  kind: 'folder' | 'file' | 'files';
  title: string;
  /** Without a dot; empty: any. */
  extensions: readonly string[];
}

interface Dialogs {
  open: DialogName | null;
  picking: (PickRequest & { done: (paths: string[] | null) => void }) | null;
  /** Takes files that are dropped on the window while a dialog is open; null: it takes none. */
  takeDropped: ((paths: readonly string[]) => void) | null;
}

export const useDialogs = create<Dialogs>(() => ({ open: null, picking: null, takeDropped: null }));

export const openDialog = (open: DialogName): void => useDialogs.setState({ open });
export const closeDialog = (): void => useDialogs.setState({ open: null });

/** Closes the dialog whose work is done. By then it may have been closed, and another one opened: that stays. */
export const closeDoneDialog = (name: DialogName['name']): void =>
  useDialogs.setState(({ open }) => (open?.name === name ? { open: null } : {}));

/** Asks for paths: the system's own dialog in Electron, a list of folders in the page elsewhere. Null: dismissed. */
export async function pickPaths(request: PickRequest): Promise<string[] | null> {
  if (useProject.getState().info?.shell === 'electron') {
    return call('app.pick', { ...request, extensions: [...request.extensions] });
  }
  return new Promise((resolve) => {
    const done = (paths: string[] | null) => {
      useDialogs.setState({ picking: null });
      resolve(paths);
    };
    useDialogs.setState({ picking: { ...request, done } });
  });
}

/** One path, or null. */
export async function pickPath(request: PickRequest): Promise<string | null> {
  return (await pickPaths(request))?.[0] ?? null;
}
