import { copyFileSync, readFileSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { WebSocket } from 'ws';
import { clip } from '../builders/clips';
import { gadw, gadwJson } from '../builders/commandLine';
import { client, servedProject, socket } from '../builders/servedProgram';
import { smallProject } from '../unit/data/temporaryProject';

/** `gadw serve` as built, on a project with the video `tea` and a file beside it that is no part of it. */
async function served() {
  const { dir } = await smallProject();
  const film = join(dir, 'tea.mp4');
  copyFileSync(clip('cfr30_h264_aac.mp4'), film);
  writeFileSync(join(dir, '..', 'secret.mp4'), 'secret');
  expect((await gadw('import', dir, film)).code).toBe(0);
  return { ...(await servedProject(dir)), dir, film };
}
type Served = Awaited<ReturnType<typeof served>>;

/** What is answered to GET. The path is sent as it stands, where `fetch` would tidy it. */
function get(
  { url }: Served,
  path: string,
  headers: Record<string, string> = {},
): Promise<{ status: number; body: Buffer; range: string }> {
  return new Promise((resolve, reject) => {
    request({ host: url.hostname, port: url.port, path, headers }, (response) => {
      const parts: Buffer[] = [];
      response.on('data', (part: Buffer) => parts.push(part));
      response.on('end', () =>
        resolve({
          status: response.statusCode ?? 0,
          body: Buffer.concat(parts),
          range: response.headers['content-range'] ?? '',
        }),
      );
    })
      .on('error', reject)
      .end();
  });
}

describe('gadw serve', () => {
  it('answers calls over a WebSocket, and ends when it is told to', async () => {
    const program = await served();
    expect(program.url.hostname).toBe('127.0.0.1');
    const { call } = await client(program);
    expect(await call('app.info', {})).toMatchObject({ shell: 'browser', mediaBase: '/media' });
    const project = await call('project.state', {});
    expect(project).toMatchObject({ project: { name: 'kitchen' }, dir: program.dir });
    await expect(call('project.open', { path: join(program.dir, 'nowhere') })).rejects.toMatchObject({
      code: 'not-a-project',
    });
    expect(await call('project.state', {})).toEqual(project);
    program.command.process.kill('SIGTERM');
    expect((await program.command.ended).code).toBe(0);
  });

  it('refuses a wrong token, a foreign page and a foreign host name', async () => {
    const program = await served();
    const page = `/${program.url.search}`;
    const foreign = 'workbench.example';
    await expect(socket(program, { token: 'wrong' })).rejects.toThrow('403');
    await expect(socket(program, { origin: `http://${foreign}` })).rejects.toThrow('403');
    await expect(socket(program, { host: foreign, origin: `http://${foreign}` })).rejects.toThrow('403');
    expect((await get(program, page)).status).toBe(200);
    expect((await get(program, '/?token=wrong')).status).toBe(403);
    expect((await get(program, page, { host: foreign })).status).toBe(403);
    expect((await get(program, '/media/video/tea')).status).toBe(403);
  });

  it('outlives messages that are no JSON and frames that break the protocol', async () => {
    const program = await served();
    for (const bad of ['{', '[1', 'null', '7']) {
      const one = await socket(program);
      const closed = new Promise((resolve) => one.once('close', resolve));
      one.send(bad);
      expect(await closed, bad).toBe(1007);
    }
    const raw = (await socket(program)) as WebSocket & { _socket: { write(data: Buffer): void } };
    const closed = new Promise((resolve) => raw.once('close', resolve));
    raw._socket.write(Buffer.from([0xff, 0xff, 0xff, 0xff]));
    await closed;
    const { call } = await client(program);
    expect(await call('project.state', {})).toMatchObject({ project: { name: 'kitchen' } });
  });

  it('gives videos of the open project in ranges, and no other file', async () => {
    const program = await served();
    const film = readFileSync(program.film);
    const query = `?token=${program.token}`;
    const whole = await get(program, `/media/video/tea${query}`);
    expect([whole.status, whole.body.equals(film)]).toEqual([200, true]);
    const part = await get(program, `/media/video/tea${query}`, { range: 'bytes=1000-1999' });
    expect([part.status, part.range]).toEqual([206, `bytes 1000-1999/${film.length}`]);
    expect(part.body.equals(film.subarray(1000, 2000))).toBe(true);
    expect((await get(program, `/media/video/tea${query}`, { range: `bytes=${film.length}-` })).status).toBe(416);
    const outside = [
      'secret',
      'secret.mp4',
      '../secret.mp4',
      '..%2F..%2Fsecret.mp4',
      '..%2Fproject.json',
      '%00',
      '%2e%2e/%2e%2e/secret.mp4',
    ];
    for (const path of outside) {
      const { status, body } = await get(program, `/media/video/${path}${query}`);
      expect([path, status, body.toString()]).toEqual([path, 404, '']);
    }
    for (const path of [
      '/../../package.json',
      '/%2e%2e/%2e%2e/package.json',
      '/..%2f..%2fpackage.json',
      '/assets/..%2f..%2f..%2fpackage.json',
    ])
      expect((await get(program, `${path}${query}`)).status, path).toBe(404);
  });

  it('refuses a path that is no percent-encoded text', async () => {
    const program = await served();
    for (const path of ['/media/video/%E0%A4%A', '/%E0%A4%A'])
      expect((await get(program, `${path}${program.url.search}`)).status, path).toBe(400);
  });

  it('says which port it could not have', async () => {
    const program = await served();
    const { code, json } = await gadwJson('serve', program.dir, '--port', program.url.port);
    const message = `Could not listen on port ${program.url.port}: another program uses it.`;
    expect([code, json['error']]).toEqual([
      1,
      { code: 'port-refused', message, tip: 'Choose another one with --port.' },
    ]);
  });
});
