import { fileURLToPath } from 'node:url';
import type { Command } from 'commander';
import { z } from 'zod';
import { openStartProject } from '../../api/startProject';
import { servePages } from '../../api/pages';
import { Session } from '../../api/session';
import { userDataFolder } from '../../api/userData';
import { resourcesFolder } from '../../data/resources';
import { forkChild } from '../../jobs/process';
import { newToken, startWebShell } from '../web/server';
import { checkedBy } from './options';
import { workerEntry } from './runInChild';
import type { Act } from './output';

export function addServeCommand(program: Command, act: Act): void {
  program
    .command('serve')
    .description('open the workbench in a browser (loopback only, random token)')
    .argument('[dir]', 'the project (default: the last one, or the demo)')
    .option('--port <port>', 'port on 127.0.0.1; 0 takes a free one', checkedBy(z.int().min(0).max(65535)), 0)
    .action(
      act(async (output, dir: string | undefined, options: { port: number }) => {
        const token = newToken();
        const session = new Session({
          info: { shell: 'browser', mediaBase: '/media', mediaQuery: `?token=${token}` },
          spawn: () => forkChild(workerEntry()),
          resources: resourcesFolder(),
          userData: userDataFolder(),
        });
        await openStartProject(session, dir);
        const shell = await startWebShell(
          session,
          servePages(session),
          fileURLToPath(new URL('../renderer', import.meta.url)),
          token,
          options.port,
        );
        output.result({ url: shell.url, pid: process.pid }, [`Open ${shell.url}`, 'Ctrl C ends it.']);
        await new Promise<void>((resolve) => {
          process.once('SIGINT', resolve);
          process.once('SIGTERM', resolve);
        });
        await shell.close();
        await session.close();
      }),
    );
}
