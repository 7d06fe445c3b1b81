import { z } from 'zod';
import { toErrorRecord, UserError } from '../errors';
import { type EventName, type EventOf, events, type Handlers, type ProcedureName, procedures } from './index';
import type { Channel, Message } from './rpc';

const isName = (name: string): name is ProcedureName => Object.hasOwn(procedures, name);

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
