import { resolve } from 'node:path';
import { build } from 'vite';

const root = resolve(import.meta.dirname, '../..');

/** Bundles the child process that runs jobs, as the product's build does. @returns path of its entry */
export async function buildWorker(): Promise<string> {
  const outDir = resolve(root, 'out/test');
  await build({
    root,
    configFile: false,
    logLevel: 'error',
    build: {
      ssr: resolve(root, 'src-main/shells/worker/worker.ts'),
      outDir,
      emptyOutDir: false,
      target: 'node18.15',
      rolldownOptions: {
        output: { format: 'cjs', entryFileNames: 'worker.cjs', chunkFileNames: 'chunks/[name]-[hash].cjs' },
      },
    },
  });
  return resolve(outDir, 'worker.cjs');
}
