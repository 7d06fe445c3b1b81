/** Finds the shell the page runs in and speaks its channel: a MessagePort in Electron, a WebSocket in a browser. */
import type { Client } from '../../src-main/common/contract';
import { type Channel, createClient } from '../../src-main/common/contract/rpc';
import { UserError } from '../../src-main/common/errors';

/** What Electron's preload gives the page. */
interface Bridge {
  /** Asks for a MessagePort, which then arrives as the window message 'gadw-port'. */
  connect(): void;
  /** Where a dropped file lies on disk. */
  pathOf?(file: File): string;
}

declare global {
  interface Window {
    gadw?: Bridge;
  }
}

export interface Connection {
  client: Client;
  /** Resolves when it is lost. */
  closed: Promise<void>;
}

/** @throws UserError where no program answers */
export async function connect(): Promise<Connection> {
  const channel = window.gadw ? await portChannel(window.gadw) : await socketChannel();
  return { client: createClient(channel), closed: new Promise((resolve) => channel.onClose(resolve)) };
}

/** Path of a dropped file; null in browsers, which do not tell. */
export function pathOf(file: File): string | null {
  return window.gadw?.pathOf?.(file) ?? null;
}

function portChannel(bridge: Bridge): Promise<Channel> {
  return new Promise((resolve) => {
    const receive = (event: MessageEvent) => {
      const port = event.ports[0];
      if (event.data !== 'gadw-port' || !port) return;
      window.removeEventListener('message', receive);
      resolve({
        send: (message) => port.postMessage(message),
        onMessage: (listener) => {
          port.onmessage = (message) => listener(message.data);
        },
        onClose: (listener) => port.addEventListener('close', listener),
      });
    };
    window.addEventListener('message', receive);
    bridge.connect();
  });
}

function socketChannel(): Promise<Channel> {
  const token = new URLSearchParams(location.search).get('token') ?? '';
  const scheme = location.protocol === 'https:' ? 'wss' : 'ws';
  const socket = new WebSocket(`${scheme}://${location.host}/rpc?token=${encodeURIComponent(token)}`);
  return new Promise((resolve, reject) => {
    socket.onerror = () =>
      reject(new UserError('no-program', 'The program does not answer.', 'Open the address that gadw serve printed.'));
    socket.onopen = () =>
      resolve({
        send: (message) => socket.send(JSON.stringify(message)),
        onMessage: (listener) => {
          socket.onmessage = (message) => listener(JSON.parse(String(message.data)));
        },
        onClose: (listener) => socket.addEventListener('close', listener),
      });
  });
}
