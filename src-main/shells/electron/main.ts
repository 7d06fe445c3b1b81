/** The Electron shell: one window on one session. Page and media come from the private scheme `gadw://app/`. */
import { readFile } from 'node:fs/promises';
import { extname, join, normalize, sep } from 'node:path';
import { Readable } from 'node:stream';
import {
  app,
  BrowserWindow,
  dialog,
  ipcMain,
  Menu,
  MessageChannelMain,
  type MessagePortMain,
  protocol,
  utilityProcess,
} from 'electron';
import { mediaResponse } from '../../api/media';
import { openStartProject } from '../../api/startProject';
import { Session } from '../../api/session';
import { userDataFolder } from '../../api/userData';
import type { Channel } from '../../common/contract/rpc';
import { resourcesFolder } from '../../data/resources';
import type { ChildLike, FromWorker } from '../../jobs/process';
import { menuTemplate } from './menu';

const scheme = 'gadw';
const pageFolder = join(__dirname, '..', 'renderer');
const types: Record<string, string> = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
};

protocol.registerSchemesAsPrivileged([
  { scheme, privileges: { standard: true, secure: true, supportFetchAPI: true, stream: true } },
]);

function createSession(): Session {
  return new Session({
    info: { shell: 'electron', mediaBase: '/media', mediaQuery: '' },
    spawn: spawnUtility,
    resources: resourcesFolder(),
    userData: userDataFolder(),
    setMenu: (menus) =>
      Menu.setApplicationMenu(Menu.buildFromTemplate(menuTemplate(menus, (id) => session.emit('app.action', { id })))),
    pick: async ({ kind, title, extensions }) => {
      const filters = extensions.length > 0 ? [{ name: title, extensions }] : [];
      if (kind === 'save') {
        const { filePath } = await dialog.showSaveDialog({ title, filters });
        return filePath ? [filePath] : null;
      }
      const properties =
        kind === 'folder'
          ? (['openDirectory', 'createDirectory'] as const)
          : (['openFile', 'multiSelections'] as const);
      const { canceled, filePaths } = await dialog.showOpenDialog({ title, filters, properties: [...properties] });
      return canceled ? null : filePaths;
    },
  });
}

const session = createSession();

function spawnUtility(): ChildLike {
  const child = utilityProcess.fork(join(__dirname, 'worker.cjs'), [], {
    stdio: 'pipe',
    serviceName: 'GAD Workbench job',
  });
  return {
    get pid() {
      return child.pid;
    },
    send: (message) => child.postMessage(message),
    onMessage: (listener) => child.on('message', (message: FromWorker) => listener(message)),
    onStderr: (listener) => child.stderr?.on('data', (data: Buffer) => listener(data.toString())),
    // A utility process that aborted may report exit code 0: any exit that was not asked for is a crash.
    onExit: (listener) => child.once('exit', (code) => listener(code, null)),
    kill: () => child.kill(),
  };
}

async function servePage(request: Request): Promise<Response> {
  const url = new URL(request.url);
  if (url.pathname.startsWith('/media/')) {
    const media = await mediaResponse(
      session.media,
      url.pathname.slice('/media/'.length),
      request.headers.get('range') ?? undefined,
    );
    const body = media.body instanceof Readable ? Readable.toWeb(media.body) : media.body;
    return new Response(body as ConstructorParameters<typeof Response>[0], {
      status: media.status,
      headers: media.headers,
    });
  }
  const file = normalize(join(pageFolder, url.pathname === '/' ? 'index.html' : decodeURIComponent(url.pathname)));
  const data = file.startsWith(pageFolder + sep) ? await readFile(file).catch(() => null) : null;
  if (data === null) return new Response(null, { status: 404 });
  return new Response(new Uint8Array(data), {
    headers: { 'content-type': types[extname(file)] ?? 'application/octet-stream' },
  });
}

function portChannel(port: MessagePortMain): Channel {
  return {
    send: (message) => port.postMessage(message),
    onMessage: (listener) => {
      port.on('message', (event) => listener(event.data));
      port.start();
    },
    onClose: (listener) => port.on('close', listener),
  };
}

function openWindow(): void {
  const window = new BrowserWindow({
    width: 1440,
    height: 900,
    minWidth: 720,
    minHeight: 450,
    show: false,
    backgroundColor: '#14171a',
    title: 'GAD Workbench',
    webPreferences: {
      preload: join(__dirname, '..', 'preload', 'preload.cjs'),
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
    },
  });
  window.once('ready-to-show', () => window.show());
  window.webContents.setWindowOpenHandler(() => ({ action: 'deny' }));
  window.webContents.on('will-navigate', (event) => event.preventDefault());
  void window.loadURL(`${scheme}://app/`);
}

ipcMain.on('gadw-connect', (event) => {
  const { port1, port2 } = new MessageChannelMain();
  session.connect(portChannel(port1));
  event.sender.postMessage('gadw-port', null, [port2]);
});

const given = process.argv.slice(app.isPackaged ? 1 : 2).find((argument) => !argument.startsWith('-'));
let fileToOpen = given;
app.on('open-file', (event, path) => {
  event.preventDefault();
  if (app.isReady())
    void session.call['project.open']({ path }).then(() => session.emit('project.changed', { what: ['project'] }));
  else fileToOpen = path;
});

void app.whenReady().then(async () => {
  protocol.handle(scheme, servePage);
  await openStartProject(session, fileToOpen).catch((error: Error) =>
    dialog.showErrorBox('The project was not opened', error.message),
  );
  openWindow();
  app.on('activate', () => {
    if (BrowserWindow.getAllWindows().length === 0) openWindow();
  });
});

app.on('window-all-closed', () => {
  void session.close().finally(() => app.quit());
});
