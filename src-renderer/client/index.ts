/**
 * The page's only way to the program: `call` and `on` of the contract. Which client stands behind them is settled once,
 * before the page is drawn (`connect.ts`).
 */
import type { Client } from '../../src-main/common/contract';

let current: Client | null = null;

export function setClient(client: Client): void {
  current = client;
}

function client(): Client {
  if (!current) throw new Error('internal: the client is used before setClient');
  return current;
}

export const call: Client['call'] = (name, input, context) => client().call(name, input, context);
export const on: Client['on'] = (name, listener) => client().on(name, listener);
