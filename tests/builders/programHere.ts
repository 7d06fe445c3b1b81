import { onTestFinished } from 'vitest';
import { servePages } from '../../src-main/api/pages';
import { Session } from '../../src-main/api/session';
import type { Client } from '../../src-main/common/contract';
import { createClient, createLinkedChannels } from '../../src-main/common/contract/rpc';
import { resourcesFolder } from '../../src-main/data/resources';
import { temporaryFolder } from '../unit/data/temporaryProject';
import { FakeChild } from './fakeChild';

interface ProgramHere {
  session: Session;
  client: Client;
  /** Of the jobs, in the order they were started; the test decides what they say. */
  children: FakeChild[];
}

/**
 * The program without its window and its children, in this process until the test ends.
 * @param dir a project to open
 */
export async function programHere(dir?: string): Promise<ProgramHere> {
  const children: FakeChild[] = [];
  const spawn = () => {
    const child = new FakeChild();
    children.push(child);
    return child;
  };
  const session = new Session({
    info: { shell: 'browser', mediaBase: '/media', mediaQuery: '' },
    spawn,
    resources: resourcesFolder(),
    userData: temporaryFolder(),
  });
  onTestFinished(() => session.close());
  const [page, program] = createLinkedChannels();
  servePages(session)(program);
  if (dir !== undefined) await session.open(dir);
  return { session, client: createClient(page), children };
}
