import { describe, expect, it } from 'vitest';
import { Cancelled } from '../../../../src-main/common/errors';
import type { CallContext, Progress } from '../../../../src-main/common/progress';
import { noWork, Work, type WorkState } from '../../../../src-renderer/state/work';

const half: Progress = { stage: 'Comparing', done: 350, total: 700, unit: 'videos' };

function working() {
  let state: WorkState = noWork;
  const work = new Work((change) => {
    state = { ...state, ...change };
  });
  return { work, state: () => state };
}

/** What the program does with a call that is given up. */
const givenUp = ({ signal }: CallContext) =>
  new Promise<void>((_, reject) => signal.addEventListener('abort', () => reject(new Cancelled())));

describe('long calls of a panel', () => {
  it('tell how far they are until they end', async () => {
    const { work, state } = working();
    await work.start(async ({ report }) => {
      report(half);
      expect(state().progress).toEqual(half);
    });
    expect(state()).toEqual(noWork);
  });

  it('are given up by the user, which is no error, and begun anew', async () => {
    const { work, state } = working();
    const call = work.start(givenUp);
    work.stop();
    await call;
    expect(state()).toEqual({ error: null, progress: null, stopped: true });
    await work.start(async () => undefined);
    expect(state().stopped).toBe(false);
  });

  it('give way to the next, of which nothing that the one before says takes the place', async () => {
    const { work, state } = working();
    let late: CallContext['report'] = () => undefined;
    const first = work.start((context) => {
      late = context.report;
      return givenUp(context);
    });
    const second = work.start(() => Promise.reject(new Error('no disk')));
    late(half);
    await Promise.all([first, second]);
    expect(state()).toMatchObject({ error: { message: 'no disk' }, progress: null, stopped: false });
  });
});
