import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { procedures } from '../../src-main/common/contract';
import { importsOf, root, sourceFiles } from './imports';

/** The path of the data. A folder imports only from itself and from those above it. */
const order = [
  'common',
  'engine',
  'models',
  'video',
  'data',
  'features',
  'gad',
  'analysis',
  'figures',
  'jobs',
  'api',
  'shells',
];
/** The renderer's folders; `components` holds what several screens show, so that none needs another. */
const rendererOrder = [
  'client',
  'ui',
  'canvas',
  'maps',
  'state',
  'player',
  'timeline',
  'tables',
  'charts',
  'actions',
  'components',
  'screens',
  'app',
];
const engineOrder = ['graph', 'ops', 'autodiff', 'optim', 'onnx', 'runtime'];

/** One door to each native dependency. */
const doors: Record<string, RegExp> = {
  electron: /^src-main\/shells\/electron\//,
  'onnxruntime-node': /^src-main\/engine\/runtime\//,
  'node-av': /^src-main\/video\//,
  '@napi-rs/canvas': /^src-main\/video\//,
};

const main = sourceFiles('src-main');
const renderer = sourceFiles('src-renderer');
const layer = (path: string) => path.split('/')[1] as string;

describe('architecture', () => {
  it('has exactly the agreed top level', () => {
    const allowed = new Set(
      [
        'package.json',
        'package-lock.json',
        'tsconfig.json',
        'electron.vite.config.ts',
        'src-main',
        'src-renderer',
        'resources',
        'tests',
        'README.md',
      ]
        .concat([
          'docs',
          'scripts',
          'vitest.config.ts',
          'playwright.config.ts',
          'biome.json',
          'knip.json',
          'LICENSE',
          'NOTICE',
          'CHANGELOG.md',
        ])
        .concat(['node_modules', 'out', 'test-results', 'playwright-report']),
    );
    expect(readdirSync(root).filter((name) => !name.startsWith('.') && !allowed.has(name))).toEqual([]);
  });

  it('lets arrows point only up the path of the data', () => {
    const wrong = main.flatMap(importsOf).filter(({ from, to }) => {
      if (to === null) return false;
      // The manifest holds the program's version.
      if (!to.startsWith('src-main/')) return to !== 'package.json';
      return order.indexOf(layer(to)) > order.indexOf(layer(from)) || !order.includes(layer(from));
    });
    expect(wrong).toEqual([]);
  });

  it('keeps graph, ops, autodiff and optim ignorant of ONNX and its runtime', () => {
    const part = (path: string) => engineOrder.indexOf(path.split('/')[2] as string);
    const wrong = sourceFiles('src-main/engine')
      .flatMap(importsOf)
      .filter(({ from, to }) => to?.startsWith('src-main/engine/') && part(to) > part(from));
    expect(wrong).toEqual([]);
  });

  it('lets the renderer see the common folder and nothing else of the program', () => {
    const wrong = renderer
      .flatMap(importsOf)
      .filter(({ to, specifier }) =>
        to === null ? specifier.startsWith('node:') : !/^src-renderer\/|^src-main\/common\//.test(to),
      );
    expect(wrong).toEqual([]);
  });

  it('lets the folders of the renderer see only those before them, and a screen no other screen', () => {
    const rank = (path: string) => rendererOrder.indexOf(layer(path));
    const wrong = renderer
      .filter((path) => path !== 'src-renderer/main.tsx')
      .flatMap(importsOf)
      .filter(({ from, to }) => {
        if (!to?.startsWith('src-renderer/')) return false;
        const [screen, other] = [from, to].map((path) => path.split('/')[2]);
        if (layer(from) === 'screens' && layer(to) === 'screens') return screen !== other;
        return rank(from) < 0 || rank(to) > rank(from);
      });
    expect(wrong).toEqual([]);
  });

  it('keeps the common folder free of Node and of packages other than the schema library', () => {
    const wrong = sourceFiles('src-main/common')
      .flatMap(importsOf)
      .filter(({ to, specifier }) => (to === null ? specifier !== 'zod' : !to.startsWith('src-main/common/')));
    expect(wrong).toEqual([]);
  });

  it('has one door to each native dependency', () => {
    const wrong = [...main, ...renderer].flatMap(importsOf).filter(({ from, specifier }) => {
      const door = Object.entries(doors).find(([name]) => specifier === name || specifier.startsWith(`${name}/`));
      return door !== undefined && !door[1].test(from);
    });
    expect(wrong).toEqual([]);
  });

  it('names every procedure of the contract after its part', () => {
    for (const name of Object.keys(procedures)) expect(name).toMatch(/^[a-z]+\.[a-zA-Z]+$/);
  });
});
