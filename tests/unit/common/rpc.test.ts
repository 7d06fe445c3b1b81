import { describe, expect, it, onTestFinished, vi } from 'vitest';
import type { Handlers } from '../../../src-main/common/contract';
import { createClient, createLinkedChannels } from '../../../src-main/common/contract/rpc';
import { serveChannel } from '../../../src-main/api/serve';
import type { CallContext, Progress } from '../../../src-main/common/progress';
import { Cancelled, UserError } from '../../../src-main/common/errors';

function connect(handlers: Partial<Handlers>) {
  const [page, program, close] = createLinkedChannels();
  const emit = serveChannel(program, handlers as Handlers);
  return { client: createClient(page), emit, close };
}

describe('calls over a channel', () => {
  it('checks the input, fills defaults and answers calls in flight to the right caller', async () => {
    const { client } = connect({
      'runs.delete': async ({ run }) => {
        if (run === 'slow') await new Promise((resolve) => setImmediate(resolve));
        throw new UserError('gone', `Missing run "${run}".`, 'Choose another.');
      },
      'app.folder': async ({ path }) => ({ path, parent: null, entries: [] }),
    });
    const slow = client.call('runs.delete', { run: 'slow' });
    const quick = client.call('app.folder', { path: 'here' });
    expect((await quick).path).toBe('here');
    const error = await slow.catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(UserError);
    expect(error).toMatchObject({ message: 'Missing run "slow".', tip: 'Choose another.', code: 'gone' });
  });

  it('names the field of an invalid input', async () => {
    const { client } = connect({});
    const call = client.call('runs.rename', { run: 'a', name: '' });
    await expect(call).rejects.toThrow(/Invalid input of runs.rename: .*[\s\S]*name/);
  });

  it('delivers events until the listener is taken off, and rejects open calls when the channel closes', async () => {
    const { client, emit, close } = connect({ 'app.devices': () => new Promise(() => {}) });
    const seen: string[][] = [];
    const off = client.on('project.changed', (event) => seen.push(event.what));
    emit('project.changed', { what: ['runs'] });
    await new Promise((resolve) => setImmediate(resolve));
    off();
    emit('project.changed', { what: ['videos'] });
    const open = client.call('app.devices', {});
    await new Promise((resolve) => setImmediate(resolve));
    close();
    await expect(open).rejects.toBeInstanceOf(Cancelled);
    expect(seen).toEqual([['runs']]);
  });

  it('tells now and then how far a call is, and gives it up when asked or when nobody is left to hear of it', async () => {
    const clock = vi.spyOn(Date, 'now').mockReturnValue(0);
    onTestFinished(() => clock.mockRestore());
    const given: CallContext[] = [];
    const { client, close } = connect({
      'agreement.report': async (_, context) => {
        given.push(context);
        await new Promise<void>((resolve) => context.signal.addEventListener('abort', resolve));
        throw new Cancelled();
      },
    });
    const turn = () => new Promise((resolve) => setImmediate(resolve));
    const told: number[] = [];
    const abort = new AbortController();
    const context = { report: ({ done }: Progress) => told.push(done), signal: abort.signal };
    const call = client.call('agreement.report', { annotator: 'Mira' }, context);
    const left = client.call('agreement.report', { annotator: 'Mira' });
    await turn();
    for (const [time, done] of [
      [50, 1],
      [150, 2],
      [200, 3],
      [260, 4],
    ] as const) {
      clock.mockReturnValue(time);
      given[0]?.report({ stage: 'Comparing', done, total: 9, unit: 'videos' });
    }
    await turn();
    expect(told).toEqual([2, 4]);
    abort.abort();
    await expect(call).rejects.toBeInstanceOf(Cancelled);
    expect(given.map(({ signal }) => signal.aborted)).toEqual([true, false]);
    close();
    await expect(left).rejects.toBeInstanceOf(Cancelled);
    expect(given[1]?.signal.aborted).toBe(true);
  });

  it('keeps events that come early until the page listens, each for all that listen from the start', async () => {
    const { client, emit } = connect({});
    emit('project.changed', { what: ['runs'] });
    emit('labels.replaced', { video: 'a' });
    await new Promise((resolve) => setImmediate(resolve));
    const seen: string[] = [];
    client.on('labels.replaced', ({ video }) => seen.push(video));
    client.on('project.changed', ({ what }) => seen.push(...what));
    await new Promise((resolve) => setImmediate(resolve));
    emit('labels.replaced', { video: 'b' });
    await new Promise((resolve) => setImmediate(resolve));
    client.on('labels.replaced', ({ video }) => seen.push(`late ${video}`));
    await new Promise((resolve) => setImmediate(resolve));
    expect(seen).toEqual(['runs', 'a', 'b']);
  });
});
