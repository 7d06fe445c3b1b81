import { beforeEach, expect, it } from 'vitest';
import type { Client } from '../../../../src-main/common/contract';
import { UserError } from '../../../../src-main/common/errors';
import { setClient } from '../../../../src-renderer/client';
import { closeMoments, findMoments, useMoments } from '../../../../src-renderer/state/moments';

const moment = { video: 'tea-02', seconds: 1, similarity: 1, classId: 1, probability: null };
const like = { kind: 'like', video: 'soup-01', start: 3, end: 5, name: 'cut onion' } as const;

/** A client whose calls are answered by hand, in the order they were made. */
function held() {
  const answers: ((answer: unknown) => void)[] = [];
  const call = () => new Promise((resolve) => answers.push(resolve));
  return { client: { call, on: () => () => undefined } as unknown as Client, answers };
}

beforeEach(closeMoments);

it('a search opens the list and fills it', async () => {
  const { client, answers } = held();
  setClient(client);
  const alike = findMoments('gad', like);
  expect(useMoments.getState()).toMatchObject({ open: true, run: 'gad', wanted: like, found: null });
  answers[0]?.([moment, moment]);
  await alike;
  expect(useMoments.getState().found).toHaveLength(2);
  const described = findMoments('gad', { kind: 'text', text: 'onion' });
  answers[1]?.({ classes: [], moments: [moment] });
  await described;
  expect(useMoments.getState().found).toEqual([moment]);
});

it('what a search finds after a newer one was begun is dropped', async () => {
  const { client, answers } = held();
  setClient(client);
  const [first, second] = [findMoments('gad', like), findMoments('gad', { ...like, video: 'tea-02' })];
  answers[1]?.([moment]);
  answers[0]?.([]);
  await Promise.all([first, second]);
  expect(useMoments.getState().found).toEqual([moment]);
});

it('a failed search says why in the list', async () => {
  const failing = { call: async () => Promise.reject(new UserError('no-states', 'No states.', 'Another run.')) };
  setClient({ ...failing, on: () => () => undefined } as unknown as Client);
  await findMoments('imported', like);
  expect(useMoments.getState()).toMatchObject({ found: null, error: { message: 'No states.' } });
});
