/** Files that leave the program from the page: charts, tables. */
import { call } from '../client';
import { formatCount } from '../ui/format';
import { raise, say } from './notices';
import { useProject } from './project';

interface SavedFile {
  /** Proposed, with its ending. */
  name: string;
  content: Blob;
}

/** Saves one file; see `saveFiles`. */
export const saveFile = (name: string, content: Blob): Promise<void> => saveFiles([{ name, content }]);

/**
 * Saves files where the user says: by the system's own dialog in Electron, that of a folder for
 * several; as the browser's downloads elsewhere. A failure is shown above the screen; a dismissed
 * dialog saves nothing and says nothing.
 */
export async function saveFiles(files: readonly SavedFile[]): Promise<void> {
  if (files.length === 0) return;
  const what = files.length === 1 ? files[0]?.name : formatCount(files.length, 'file');
  try {
    if (useProject.getState().info?.shell !== 'electron') {
      for (const { name, content } of files) download(name, content);
      say(`${what} saved`);
      return;
    }
    const contents = files.map(async ({ name, content }) => ({ name, data: await base64(content) }));
    const { path } = await call('app.save', { files: await Promise.all(contents) });
    if (path !== null) say(files.length === 1 ? `${path} saved` : `${what} saved in ${path}`);
  } catch (error) {
    raise('save', error);
  }
}

function download(name: string, content: Blob): void {
  const url = URL.createObjectURL(content);
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}

function base64(content: Blob): Promise<string> {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(String(reader.result).replace(/^[^,]*,/, ''));
    reader.onerror = () => reject(reader.error ?? new Error('unreadable'));
    reader.readAsDataURL(content);
  });
}
