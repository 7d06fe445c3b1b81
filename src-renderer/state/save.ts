/** Files that leave the program from the page: charts, tables. */
import { call } from '../client';
import { raise, say } from './notices';
import { useProject } from './project';

/**
 * Saves a file where the user says: the system's own dialog in Electron, the browser's download elsewhere. A failure is
 * shown above the screen; a dismissed dialog saves nothing and says nothing.
 * @param name proposed, with its ending
 */
export async function saveFile(name: string, content: Blob): Promise<void> {
  try {
    if (useProject.getState().info?.shell !== 'electron') {
      download(name, content);
      say(`${name} saved`);
      return;
    }
    const { path } = await call('app.save', { name, data: await base64(content) });
    if (path !== null) say(`${path} saved`);
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
