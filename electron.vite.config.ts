import { resolve } from 'node:path';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'electron-vite';
import type { Plugin } from 'vite';

/**
 * One build for every shell. Main, preload, worker and command line are bundled as `.cjs` for Node 18.15, so that the
 * same files run in Electron 25 and newer and in plain Node; only packages with native parts stay outside the bundle.
 */
const native = ['electron', 'onnxruntime-node', /^node-av/, '@napi-rs/canvas'];
const commonJs = { format: 'cjs', entryFileNames: '[name].cjs', chunkFileNames: 'chunks/[name]-[hash].cjs' } as const;

/** Has the page's code, which its entry imports, fetched with the page instead of after the entry. */
const fetchesTheRest: Plugin = {
  name: 'fetches-the-rest',
  transformIndexHtml: {
    order: 'post',
    handler: (_, { chunk: entry, bundle = {} }) =>
      (entry?.dynamicImports ?? []).flatMap((fileName) => {
        const page = bundle[fileName];
        if (page?.type !== 'chunk') return [];
        const known = [entry?.fileName, ...(entry?.imports ?? [])];
        const link = (rel: string, href: string) =>
          ({ tag: 'link', attrs: { rel, href: `./${href}`, crossorigin: true }, injectTo: 'head' }) as const;
        return [
          ...[fileName, ...page.imports.filter((one) => !known.includes(one))].map((one) => link('modulepreload', one)),
          ...[...(page.viteMetadata?.importedCss ?? [])].map((one) => link('stylesheet', one)),
        ];
      }),
  },
};

export default defineConfig({
  main: {
    build: {
      outDir: 'out/main',
      target: 'node18.15',
      externalizeDeps: false,
      rolldownOptions: {
        external: native,
        input: {
          main: resolve('src-main/shells/electron/main.ts'),
          worker: resolve('src-main/shells/worker/worker.ts'),
          thread: resolve('src-main/shells/worker/thread.ts'),
          gadw: resolve('src-main/shells/cli/gadw.ts'),
        },
        output: commonJs,
      },
    },
  },
  preload: {
    build: {
      outDir: 'out/preload',
      target: 'node18.15',
      externalizeDeps: false,
      rolldownOptions: {
        external: ['electron'],
        input: { preload: resolve('src-main/shells/electron/preload.ts') },
        output: commonJs,
      },
    },
  },
  renderer: {
    root: 'src-renderer',
    plugins: [react(), fetchesTheRest],
    build: {
      outDir: 'out/renderer',
      target: 'chrome114',
      minify: true,
      chunkSizeWarningLimit: 2000,
      // The page's policy allows no data: fonts.
      assetsInlineLimit: 0,
      rolldownOptions: { input: { index: resolve('src-renderer/index.html') } },
    },
  },
});
