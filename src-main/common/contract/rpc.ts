/**
 * Calls and events over anything that carries messages in order: a MessagePort, a WebSocket, a worker, or two linked
 * ends in memory for tests. Errors arrive as what they were (`UserError`, `Cancelled`, bug with report). Closing a
 * channel rejects every call that is under way. Calls that take long tell how far they are, and can be given up. The
 * program's end is `api/serve.ts`: the page has no use for what checks inputs.
 */
import { Cancelled, type ErrorRecord, fromErrorRecord } from '../errors';
import { type CallContext, type Progress, unwatched } from '../progress';
import type { Client } from './index';

export interface Channel {
  send(message: unknown): void;
  onMessage(listener: (message: unknown) => void): void;
  onClose(listener: () => void): void;
}

export type Message =
  | { type: 'call'; id: number; name: string; input: unknown }
  | { type: 'cancel'; id: number }
  | { type: 'progress'; id: number; progress: Progress }
  | { type: 'result'; id: number; output: unknown }
  | { type: 'error'; id: number; error: ErrorRecord }
  | EventMessage;
interface EventMessage {
  type: 'event';
  name: string;
  event: unknown;
}

/** A call that is under way. */
interface Waiting extends Pick<CallContext, 'report'> {
  resolve(value: unknown): void;
  reject(error: Error): void;
}

/** The page's end. Events that come before anybody listens wait until somebody does. */
export function createClient(channel: Channel): Client {
  let nextId = 1;
  const waiting = new Map<number, Waiting>();
  const listeners = new Map<string, Set<(event: unknown) => void>>();
  let unheard: EventMessage[] | null = [];
  const deliver = ({ name, event }: EventMessage) => {
    for (const listener of listeners.get(name) ?? []) listener(event);
  };
  channel.onMessage((raw) => {
    const message = raw as Message;
    if (message.type === 'event') {
      if (unheard) unheard.push(message);
      else deliver(message);
      return;
    }
    if (message.type === 'call' || message.type === 'cancel') return;
    const pending = waiting.get(message.id);
    if (message.type === 'progress') return pending?.report(message.progress);
    waiting.delete(message.id);
    if (message.type === 'result') pending?.resolve(message.output);
    else pending?.reject(fromErrorRecord(message.error));
  });
  channel.onClose(() => {
    for (const pending of waiting.values()) pending.reject(new Cancelled('The connection to the program was closed.'));
    waiting.clear();
  });
  return {
    call: (name, input, { report, signal } = unwatched) =>
      new Promise((resolve, reject) => {
        const id = nextId++;
        waiting.set(id, { resolve: resolve as (value: unknown) => void, reject, report });
        channel.send({ type: 'call', id, name, input } satisfies Message);
        signal.addEventListener('abort', () => channel.send({ type: 'cancel', id } satisfies Message));
      }),
    on: (name, listener) => {
      const set = listeners.get(name) ?? new Set();
      listeners.set(name, set);
      set.add(listener as (event: unknown) => void);
      if (unheard) {
        const early = unheard;
        unheard = null;
        // Others that listen from the start are yet to say so.
        void Promise.resolve().then(() => early.forEach(deliver));
      }
      return () => set.delete(listener as (event: unknown) => void);
    },
  };
}

/** Two ends in memory, for tests and for a page that runs in the program's own process. Messages are copied. */
export function createLinkedChannels(): [Channel, Channel, () => void] {
  const make = () => ({ message: [] as ((m: unknown) => void)[], close: [] as (() => void)[] });
  const [a, b] = [make(), make()];
  const end = (own: ReturnType<typeof make>, other: ReturnType<typeof make>): Channel => ({
    send: (message) => {
      const copy = JSON.parse(JSON.stringify(message)) as unknown;
      void Promise.resolve().then(() => other.message.forEach((listener) => listener(copy)));
    },
    onMessage: (listener) => own.message.push(listener),
    onClose: (listener) => own.close.push(listener),
  });
  const close = () => [...a.close, ...b.close].forEach((listener) => listener());
  return [end(a, b), end(b, a), close];
}
