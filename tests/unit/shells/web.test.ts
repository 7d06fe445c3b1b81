import { mkdtemp, mkdir, writeFile } from 'node:fs/promises';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import type { Handlers } from '../../../src-main/common/contract';
import { type Channel, createClient } from '../../../src-main/common/contract/rpc';
import { serveChannel } from '../../../src-main/api/serve';
import { newToken, startWebShell, type WebShell } from '../../../src-main/shells/web/server';

let shell: WebShell;
let base: URL;

beforeEach(async () => {
  const folder = await mkdtemp(join(tmpdir(), 'gadw-web-'));
  await mkdir(join(folder, 'page'));
  await writeFile(join(folder, 'page', 'index.html'), '<title>page</title>');
  await writeFile(join(folder, 'page', 'app.js'), 'script');
  await writeFile(join(folder, 'secret.txt'), 'secret');
  const handlers = { 'app.recent': async () => [] } as unknown as Handlers;
  shell = await startWebShell(
    { media: null },
    (channel) => void serveChannel(channel, handlers),
    join(folder, 'page'),
    newToken(),
  );
  base = new URL(shell.url);
});
afterEach(() => shell.close());

function status(path: string, headers: Record<string, string> = {}): Promise<number> {
  return new Promise((resolve, reject) => {
    request({ host: base.hostname, port: base.port, path, headers }, (response) => {
      response.resume();
      resolve(response.statusCode ?? 0);
    })
      .on('error', reject)
      .end();
  });
}

function connect(token: string, headers: Record<string, string>): Promise<WebSocket> {
  const socket = new WebSocket(`ws://${base.host}/rpc?token=${token}`, { headers });
  return new Promise((resolve, reject) => {
    socket.once('open', () => resolve(socket));
    socket.once('error', reject);
  });
}

const ownOrigin = () => ({ origin: `http://${base.host}` });
const token = () => base.searchParams.get('token') as string;

describe('browser shell', () => {
  it('listens on loopback and gives the page only to who has the token', async () => {
    expect(base.hostname).toBe('127.0.0.1');
    expect(await status(`/${base.search}`)).toBe(200);
    expect(await status('/')).toBe(403);
    expect(await status('/?token=wrong')).toBe(403);
    expect(await status('/app.js')).toBe(200);
    expect(await status('/media/video/a')).toBe(403);
  });

  it('serves nothing outside the page’s folder', async () => {
    expect(await status('/..%2Fsecret.txt')).toBe(404);
    expect(await status('/%2e%2e/secret.txt')).toBe(404);
  });

  it('answers calls over the socket of its own page', async () => {
    const socket = await connect(token(), ownOrigin());
    const channel: Channel = {
      send: (message) => socket.send(JSON.stringify(message)),
      onMessage: (listener) => socket.on('message', (data) => listener(JSON.parse(String(data)))),
      onClose: (listener) => socket.on('close', listener),
    };
    expect(await createClient(channel).call('app.recent', {})).toEqual([]);
    socket.close();
  });

  it('refuses a wrong token, a foreign origin, no origin and a rebound host name', async () => {
    await expect(connect('wrong', ownOrigin())).rejects.toThrow('403');
    await expect(connect(token(), { origin: 'http://evil.example' })).rejects.toThrow('403');
    await expect(connect(token(), {})).rejects.toThrow('403');
    await expect(connect(token(), { host: 'evil.example', origin: 'http://evil.example' })).rejects.toThrow('403');
    expect(await status(`/${base.search}`, { host: 'evil.example' })).toBe(403);
  });
});
