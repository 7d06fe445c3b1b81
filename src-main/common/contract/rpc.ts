/**
 * Calls and events over anything that carries messages in order: a MessagePort, a WebSocket, a worker, or two linked ends
 * in memory for tests. Errors arrive as what they were (`UserError`, `Cancelled`, bug with report). Closing a channel
 * rejects every call that is under way.
 */
import { z } from 'zod';
import { Cancelled, type ErrorRecord, fromErrorRecord, toErrorRecord, UserError } from '../errors';
import {
  type Client,
  type EventName,
  type EventOf,
  events,
  type Handlers,
  type ProcedureName,
  procedures,
} from './index';

export interface Channel {
  send(message: unknown): void;
  onMessage(listener: (message: unknown) => void): void;
  onClose(listener: () => void): void;
}

type Message =
  | { type: 'call'; id: number; name: string; input: unknown }
  | { type: 'result'; id: number; output: unknown }
  | { type: 'error'; id: number; error: ErrorRecord }
  | { type: 'event'; name: string; event: unknown };

const isName = (name: string): name is ProcedureName => Object.hasOwn(procedures, name);

/** The page's end. */
export function createClient(channel: Channel): Client {
  let nextId = 1;
  const waiting = new Map<number, { resolve: (value: unknown) => void; reject: (error: Error) => void }>();
  const listeners = new Map<string, Set<(event: unknown) => void>>();
  channel.onMessage((raw) => {
    const message = raw as Message;
    if (message.type === 'event') {
      for (const listener of listeners.get(message.name) ?? []) listener(message.event);
      return;
    }
    if (message.type === 'call') return;
    const pending = waiting.get(message.id);
    waiting.delete(message.id);
    if (message.type === 'result') pending?.resolve(message.output);
    else pending?.reject(fromErrorRecord(message.error));
  });
  channel.onClose(() => {
    for (const pending of waiting.values()) pending.reject(new Cancelled('The connection to the program was closed.'));
    waiting.clear();
  });
  return {
    call: (name, input) =>
      new Promise((resolve, reject) => {
        const id = nextId++;
        waiting.set(id, { resolve: resolve as (value: unknown) => void, reject });
        channel.send({ type: 'call', id, name, input } satisfies Message);
      }),
    on: (name, listener) => {
      const set = listeners.get(name) ?? new Set();
      listeners.set(name, set);
      set.add(listener as (event: unknown) => void);
      return () => set.delete(listener as (event: unknown) => void);
    },
  };
}

/** The program's end: answers calls with the handlers. Returns `emit` for events to this client. */
export function serveChannel(
  channel: Channel,
  handlers: Handlers,
): <N extends EventName>(name: N, event: EventOf<N>) => void {
  let open = true;
  channel.onClose(() => {
    open = false;
  });
  const send = (message: Message) => {
    if (open) channel.send(message);
  };
  channel.onMessage((raw) => {
    const message = raw as Message;
    if (message.type !== 'call') return;
    answer(message.name, message.input, handlers).then(
      (output) => send({ type: 'result', id: message.id, output }),
      (error: unknown) => send({ type: 'error', id: message.id, error: toErrorRecord(error) }),
    );
  });
  return (name, event) => send({ type: 'event', name, event: events[name].parse(event) });
}

async function answer(name: string, input: unknown, handlers: Handlers): Promise<unknown> {
  if (!isName(name))
    throw new UserError(
      'unknown-procedure',
      `Unsupported call "${name}".`,
      'Update the page and the program to the same version.',
    );
  const checked = procedures[name].input.safeParse(input);
  if (!checked.success) {
    throw new UserError(
      'invalid-input',
      `Invalid input of ${name}: ${z.prettifyError(checked.error)}`,
      'Correct the named fields.',
    );
  }
  const handler = handlers[name] as (input: unknown) => Promise<unknown>;
  return procedures[name].output.parse(await handler(checked.data));
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
