/** All the page gets of Electron: a way to ask for the port that carries the contract. */
import { contextBridge, ipcRenderer } from 'electron';

/** The little of the page's window that is used here; this layer has no DOM types. */
declare const window: { postMessage(message: unknown, origin: string, transfer: unknown[]): void };

ipcRenderer.on('gadw-port', (event) => {
  window.postMessage('gadw-port', '*', event.ports);
});
contextBridge.exposeInMainWorld('gadw', { connect: () => ipcRenderer.send('gadw-connect') });
