import type { Session } from './session';
import { UserError } from '../common/errors';
import { openDemoProject } from './demo';

/**
 * What a shell opens at start: the given project, else the one opened last, else the demo. Without an argument a
 * project that is gone or broken is not in the way: the page opens on the Project screen.
 * @throws UserError where a project was named and cannot be opened
 */
export async function openStartProject(session: Session, given: string | undefined): Promise<void> {
  if (given !== undefined) {
    await session.open(given);
    return;
  }
  const [last] = await session.recent.list();
  if (!last) await openDemoProject(session).catch(unlessMissing);
  else if (!last.missing) await session.open(last.path).catch(() => undefined);
}

/** Without the shipped demo the page opens on the Project screen, which says what to do. */
function unlessMissing(error: unknown): void {
  if (!(error instanceof UserError && error.code === 'demo-missing')) throw error;
}
