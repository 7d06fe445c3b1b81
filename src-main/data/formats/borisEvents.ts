import type { Span } from '../../common/domain/span';
import { type Imported, type Place, remark } from './imported';
import type { Said } from './videoLabels';

/** An event of BORIS, in seconds of its observation. */
export interface BorisEvent {
  seconds: number;
  subject: string;
  code: string;
  modifiers: string;
  comment: string;
  /** What a table says it is; null where that follows from the order. */
  status: 'START' | 'STOP' | 'POINT' | null;
  where: Place;
}

/** A subject that BORIS shows for none. */
export const nobody = 'No focal subject';

/**
 * State events as spans: in the order of time, each second event of a subject, behaviour and modifiers ends what the
 * one before it began. Points, events without a time, and a start that is never ended are refused.
 */
export function pairEvents(
  events: readonly BorisEvent[],
  points: ReadonlySet<string>,
  out: Imported,
  take: (span: Span & { code: string; said: Said; where: Place }) => void,
): void {
  const open = new Map<string, BorisEvent>();
  const inOrder = events.slice().sort((a, b) => a.seconds - b.seconds);
  for (const event of inOrder) {
    const { seconds, subject, code, modifiers, comment, status, where } = event;
    const key = JSON.stringify([subject, code, modifiers]);
    const begun = open.get(key);
    if (!Number.isFinite(seconds)) out.refusals.push(remark(where, 'has no time in seconds'));
    else if (status === 'POINT' || points.has(code)) {
      out.refusals.push(remark(where, `${JSON.stringify(code)} at ${seconds} s is a point and has no length`));
    } else if (begun) {
      open.delete(key);
      const note = [begun.comment, comment].filter(Boolean).join('\n');
      const lane = laneOf(subject);
      const said = { lane, ...(note !== '' && { note }) };
      take({ start: begun.seconds, end: seconds, code, said, where: begun.where });
    } else if (status === 'STOP') out.refusals.push(remark(where, `${JSON.stringify(code)} stops without a start`));
    else open.set(key, event);
  }
  for (const { code, seconds, where } of open.values()) {
    out.refusals.push(remark(where, `${JSON.stringify(code)} starts at ${seconds} s and never stops`));
  }
}

export const laneOf = (subject: string): string => (subject === '' ? nobody : subject);
