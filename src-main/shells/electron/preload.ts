/** All the page gets of Electron: a way to ask for the port that carries the contract, and where dropped files lie. */
import { contextBridge, ipcRenderer, webUtils } from 'electron';

/** The little of the page's window that is used here; this layer has no DOM types. */
declare const window: { postMessage(message: unknown, origin: string, transfer: unknown[]): void };

/** Electron before 32 writes the path on the file, and has no `webUtils`. */
interface DroppedFile {
  path?: string;
}

ipcRenderer.on('gadw-port', (event) => {
  window.postMessage('gadw-port', '*', event.ports);
});
contextBridge.exposeInMainWorld('gadw', {
  connect: () => ipcRenderer.send('gadw-connect'),
  pathOf: (file: DroppedFile) =>
    file.path ?? webUtils.getPathForFile(file as Parameters<typeof webUtils.getPathForFile>[0]),
});
