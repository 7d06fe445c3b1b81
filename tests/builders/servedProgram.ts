import { createInterface } from 'node:readline';
import { WebSocket } from 'ws';
import type { Client } from '../../src-main/common/contract';
import { createClient } from '../../src-main/common/contract/rpc';
import { type RunningCommand, startGadw } from './commandLine';

/** `gadw serve` as built, and the page's way to it. */
export interface ServedProgram {
  command: RunningCommand;
  url: URL;
  token: string;
}

export async function servedProject(dir: string): Promise<ServedProgram> {
  const command = startGadw('serve', dir, '--json');
  for await (const line of createInterface({ input: command.process.stdout! })) {
    const url = new URL((JSON.parse(line) as { url: string }).url);
    return { command, url, token: url.searchParams.get('token') as string };
  }
  throw new Error((await command.ended).stderr.join('\n'));
}

/** @param given instead of what the program's own page sends */
export function socket(
  { url, token }: ServedProgram,
  given: { token?: string; host?: string; origin?: string } = {},
): Promise<WebSocket> {
  const address = `ws://${url.host}/rpc?token=${given.token ?? token}`;
  const headers = { origin: given.origin ?? url.origin, ...(given.host === undefined ? {} : { host: given.host }) };
  const made = new WebSocket(address, { headers });
  return new Promise((resolve, reject) => {
    made.once('open', () => resolve(made));
    made.once('error', reject);
  });
}

export async function client(program: ServedProgram): Promise<Client> {
  const made = await socket(program);
  return createClient({
    send: (message) => made.send(JSON.stringify(message)),
    onMessage: (listener) => made.on('message', (data) => listener(JSON.parse(String(data)))),
    onClose: (listener) => made.on('close', listener),
  });
}
