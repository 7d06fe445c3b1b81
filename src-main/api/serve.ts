import { z } from 'zod';
import { toErrorRecord, UserError } from '../common/errors';
import type { CallContext, Progress } from '../common/progress';
import {
  type EventName,
  type EventOf,
  events,
  type Handlers,
  type ProcedureName,
  procedures,
} from '../common/contract';
import type { Channel, Message } from '../common/contract/rpc';

const isName = (name: string): name is ProcedureName => Object.hasOwn(procedures, name);

/** The program's end: answers calls with the handlers. Returns `emit` for events to this client. */
export function serveChannel(
  channel: Channel,
  handlers: Handlers,
): <N extends EventName>(name: N, event: EventOf<N>) => void {
  let open = true;
  const underWay = new Map<number, AbortController>();
  channel.onClose(() => {
    open = false;
    for (const one of underWay.values()) one.abort();
  });
  const send = (message: Message) => {
    if (open) channel.send(message);
  };
  channel.onMessage((raw) => {
    const message = raw as Message;
    if (message.type === 'cancel') underWay.get(message.id)?.abort();
    if (message.type !== 'call') return;
    const { id, name, input } = message;
    const abort = new AbortController();
    underWay.set(id, abort);
    const report = atTimes((progress: Progress) => send({ type: 'progress', id, progress }));
    answer(name, input, handlers, { report, signal: abort.signal })
      .finally(() => underWay.delete(id))
      .then(
        (output) => send({ type: 'result', id, output }),
        (error: unknown) => send({ type: 'error', id, error: toErrorRecord(error) }),
      );
  });
  return (name, event) => send({ type: 'event', name, event: events[name].parse(event) });
}

/** Milliseconds between two reports of a call; most calls have ended before the first. */
const reportsApart = 100;

function atTimes(report: CallContext['report']): CallContext['report'] {
  let last = Date.now();
  return (progress) => {
    if (Date.now() - last < reportsApart) return;
    last = Date.now();
    report(progress);
  };
}

async function answer(name: string, input: unknown, handlers: Handlers, context: CallContext): Promise<unknown> {
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
  const handler = handlers[name] as (input: unknown, context: CallContext) => Promise<unknown>;
  return procedures[name].output.parse(await handler(checked.data, context));
}
