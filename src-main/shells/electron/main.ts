/** The Electron shell: one window on one session. Page and media come from the private scheme `gadw://app/`. */
import { mkdirSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { extname, join, normalize, resolve, sep } from 'node:path';
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
import { servePages } from '../../api/pages';
import { type PickRequest, Session } from '../../api/session';
import { userDataFolder } from '../../api/userData';
import type { Menu as PageMenu } from '../../common/contract/app';
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
    setMenu: (given) => {
      menus = given;
      void showMenu();
    },
    opened: (dir) => {
      app.addRecentDocument(dir);
      void showMenu();
    },
    pick,
    pickTarget,
  });
}

const openWays = {
  folder: ['openDirectory', 'createDirectory'],
  file: ['openFile'],
  files: ['openFile', 'multiSelections'],
} as const;

async function pick({ kind, title, extensions }: PickRequest): Promise<string[] | null> {
  const filters = extensions.length > 0 ? [{ name: title, extensions }] : [];
  const { canceled, filePaths } = await dialog.showOpenDialog({ title, filters, properties: [...openWays[kind]] });
  return canceled ? null : filePaths;
}

/** A project's exports are looked for among the user's documents, under the name that the page proposes. */
async function pickTarget(name: string): Promise<string | null> {
  const extension = extname(name).slice(1);
  const { canceled, filePath } = await dialog.showSaveDialog({
    defaultPath: join(app.getPath('documents'), name),
    filters: [{ name: extension.toUpperCase(), extensions: [extension] }],
  });
  return canceled || !filePath ? null : filePath;
}

/** Asks whether a window goes although the page holds edits that the disk has not taken. */
function mayBeLost(window: BrowserWindow): boolean {
  const chosen = dialog.showMessageBoxSync(window, {
    type: 'warning',
    message: 'Edits in this window are not saved.',
    detail: 'They are lost when it is closed. “Save the edits elsewhere” writes them to another folder.',
    buttons: ['Stay', 'Close and lose them'],
    defaultId: 0,
    cancelId: 0,
  });
  return chosen === 1;
}

let menus: readonly PageMenu[] = [];
const session = createSession();
const connect = servePages(session);

/** The application menu from what the page last sent and the projects opened lately. */
async function showMenu(): Promise<void> {
  const template = menuTemplate(menus, await session.recent.list(), (id, argument) =>
    session.emit('app.action', argument === undefined ? { id } : { id, argument }),
  );
  Menu.setApplicationMenu(Menu.buildFromTemplate(template));
}

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
  window.webContents.on('will-prevent-unload', (event) => {
    if (mayBeLost(window)) event.preventDefault();
  });
  void window.loadURL(`${scheme}://app/`);
}

ipcMain.on('gadw-connect', (event) => {
  const { port1, port2 } = new MessageChannelMain();
  connect(portChannel(port1));
  event.sender.postMessage('gadw-port', null, [port2]);
});

/** The project named on the command line, which may be that of a second start. */
const words = process.argv.slice(1).filter((word) => !word.startsWith('-'));
// Switches may stand before the application's own path, which is the first word where it is not packaged.
const argument = words[app.isPackaged ? 0 : 1];
let projectToOpen = argument === undefined ? undefined : resolve(argument);

/** The system gives a project: the window comes to the front and opens it, or it is opened at the start. */
function receiveProject(path: string | undefined): void {
  const [window] = BrowserWindow.getAllWindows();
  if (!window) {
    projectToOpen = path ?? projectToOpen;
    return;
  }
  if (window.isMinimized()) window.restore();
  window.focus();
  if (path !== undefined) session.emit('app.action', { id: 'project.open', argument: path });
}

async function start(): Promise<void> {
  protocol.handle(scheme, servePage);
  await openStartProject(session, projectToOpen).catch((error: Error) =>
    dialog.showErrorBox('The project was not opened', error.message),
  );
  openWindow();
  app.on('activate', () => {
    if (BrowserWindow.getAllWindows().length === 0) openWindow();
  });
}

app.on('open-file', (event, path) => {
  event.preventDefault();
  receiveProject(path);
});
app.on('window-all-closed', () => {
  void session.close().finally(() => app.quit());
});

// One program a user: a second start hands its project to the first and ends.
const ownData = join(userDataFolder(), 'electron');
mkdirSync(ownData, { recursive: true });
app.setPath('userData', ownData);
if (app.requestSingleInstanceLock({ project: projectToOpen })) {
  app.on('second-instance', (_event, _words, _folder, given) =>
    receiveProject((given as { project?: string }).project),
  );
  void app.whenReady().then(start);
} else app.quit();
