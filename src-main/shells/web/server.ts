/**
 * The browser shell: the same page and the same contract over a WebSocket, for machines without a display. Loopback
 * only; every request must carry the random token of the printed URL, name this server as Host and come from this
 * server's own page as Origin, so that no other page in the browser can reach it.
 */
import { randomBytes, timingSafeEqual } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join, normalize, sep } from 'node:path';
import { Readable } from 'node:stream';
import { type WebSocket, WebSocketServer } from 'ws';
import { mediaResponse } from '../../api/media';
import type { Session } from '../../api/session';
import type { Channel } from '../../common/contract/rpc';
import { UserError } from '../../common/errors';

/** What the server needs of a session. */
type WebSession = Pick<Session, 'media'>;

export interface WebShell {
  url: string;
  close(): Promise<void>;
}

const contentTypes: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
  '.png': 'image/png',
};

/** A secret for the address of the page: whoever has it may use the program. */
export function newToken(): string {
  return randomBytes(24).toString('base64url');
}

/**
 * @param session whose media is served
 * @param connect serves a page over its channel
 * @param pageFolder the built renderer
 * @param token what every request must carry; from `newToken`
 * @param port 0 takes a free one
 * @throws UserError `port-refused`
 */
export async function startWebShell(
  session: WebSession,
  connect: (channel: Channel) => void,
  pageFolder: string,
  token: string,
  port = 0,
): Promise<WebShell> {
  const server = createServer((request, response) => {
    answer(request, response, session, pageFolder, token).catch((error: unknown) => {
      if (!response.headersSent) response.writeHead(error instanceof URIError ? 400 : 500);
      response.end();
    });
  });
  const sockets = new WebSocketServer({ noServer: true, maxPayload: 64 * 1024 * 1024 });
  server.on('upgrade', (request, socket, head) => {
    socket.on('error', () => socket.destroy());
    const url = new URL(request.url ?? '/', 'http://localhost');
    if (url.pathname !== '/rpc' || !isOwnHost(request) || !isOwnOrigin(request) || !hasToken(url, token)) {
      socket.end('HTTP/1.1 403 Forbidden\r\n\r\n');
      return;
    }
    sockets.handleUpgrade(request, socket, head, (webSocket) => connect(socketChannel(webSocket)));
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error) => reject(listenError(port, error)));
    server.listen(port, '127.0.0.1', resolve);
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/?token=${token}`,
    close: () =>
      new Promise((resolve) => {
        for (const client of sockets.clients) client.terminate();
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}

function listenError(port: number, error: NodeJS.ErrnoException): Error {
  const found = { EADDRINUSE: 'another program uses it', EACCES: 'this account may not use it' }[error.code ?? ''];
  if (found === undefined) return error;
  return new UserError(
    'port-refused',
    `Could not listen on port ${port}: ${found}.`,
    'Choose another one with --port.',
  );
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  session: WebSession,
  pageFolder: string,
  token: string,
): Promise<void> {
  const url = new URL(request.url ?? '/', 'http://localhost');
  response.setHeader('x-content-type-options', 'nosniff');
  response.setHeader('referrer-policy', 'no-referrer');
  if (request.method !== 'GET' && request.method !== 'HEAD') return void response.writeHead(405).end();
  if (!isOwnHost(request)) return void response.writeHead(403).end();
  if (url.pathname.startsWith('/media/')) {
    if (!hasToken(url, token)) return void response.writeHead(403).end();
    const media = await mediaResponse(session.media, url.pathname.slice('/media/'.length), request.headers.range);
    response.writeHead(media.status, media.headers);
    if (request.method === 'HEAD' || media.body === null) return void response.end();
    const body = media.body instanceof Readable ? media.body : Readable.from([media.body]);
    body.on('error', () => response.destroy());
    response.on('close', () => body.destroy());
    body.pipe(response);
    return;
  }
  await answerPage(url, response, pageFolder, token);
}

/** The page itself needs the token; its scripts, styles and fonts hold nothing private. */
async function answerPage(url: URL, response: ServerResponse, pageFolder: string, token: string): Promise<void> {
  const isPage = url.pathname === '/' || url.pathname === '/index.html';
  if (isPage && !hasToken(url, token)) {
    response.writeHead(403, { 'content-type': 'text/plain; charset=utf-8' });
    return void response.end('Open the whole address that "gadw serve" printed, with its token.\n');
  }
  const file = normalize(join(pageFolder, isPage ? 'index.html' : decodeURIComponent(url.pathname)));
  const data = file.startsWith(normalize(pageFolder) + sep) ? await readFile(file).catch(() => null) : null;
  if (data === null) return void response.writeHead(404).end();
  response.writeHead(200, { 'content-type': contentTypes[extname(file)] ?? 'application/octet-stream' });
  response.end(data);
}

function hasToken(url: URL, token: string): boolean {
  const given = Buffer.from(url.searchParams.get('token') ?? '');
  const wanted = Buffer.from(token);
  return given.length === wanted.length && timingSafeEqual(given, wanted);
}

/**
 * The Host header must name loopback, so that a name rebound to 127.0.0.1 does not reach us.
 * A tunnel may change the port.
 */
function isOwnHost(request: IncomingMessage): boolean {
  return /^(127\.0\.0\.1|localhost|\[::1\])(:\d+)?$/.test(request.headers.host ?? '');
}

/** The page's own origin equals the host it was loaded from. */
function isOwnOrigin(request: IncomingMessage): boolean {
  return request.headers.origin === `http://${request.headers.host}`;
}

function socketChannel(socket: WebSocket): Channel {
  // What breaks the protocol closes the socket; without a listener it would end the program.
  socket.on('error', () => socket.terminate());
  return {
    send: (message) => {
      if (socket.readyState === socket.OPEN) socket.send(JSON.stringify(message));
    },
    onMessage: (listener) =>
      socket.on('message', (data) => {
        const message = parsed((data as Buffer).toString());
        if (message === undefined) socket.close(1007, 'Messages are JSON objects.');
        else listener(message);
      }),
    onClose: (listener) => socket.on('close', listener),
  };
}

function parsed(text: string): object | undefined {
  try {
    const message: unknown = JSON.parse(text);
    return typeof message === 'object' && message !== null ? message : undefined;
  } catch {
    return undefined;
  }
}
