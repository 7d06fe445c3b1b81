/** Boot: stores, theme, address, keys, then the first drawing. */
import '../ui/button.css';
import '../ui/fields.css';
import '../ui/status.css';
import '../ui/popover.css';
import '../ui/dialog.css';
import '../ui/region.css';
import '../ui/form/form.css';
import '../tables/table.css';
import '../charts/chart.css';
import '../components/components.css';
import '../ui/layout.css';
import './frame.css';
import { createRoot } from 'react-dom/client';
import { UserError } from '../../src-main/common/errors';
import { performById } from '../actions';
import { startKeymap } from '../actions/keymap';
import { setClient } from '../client';
import type { Connection } from '../client/connect';
import { followAddress } from '../state/address';
import { raise } from '../state/notices';
import type { Opening } from '../state/project';
import { startSync } from '../state/sync';
import { useUnsaved } from '../state/unsaved';
import { Failure } from '../ui/status';
import { startRoom } from '../ui/room';
import { startTheme } from '../ui/theme';
import { App } from './App';
import { startKeys } from './keys';
import { startMenu } from './menu';

const lost = new UserError(
  'connection-lost',
  'The connection to the program was closed.',
  'Start the program again and load this page again; nothing on disk is lost.',
);

/** What was asked for before this code was read. */
export interface Boot {
  connection: Promise<Connection>;
  opening: Promise<Opening>;
  fonts: Promise<unknown>;
}

export async function start({ connection, opening, fonts }: Boot): Promise<void> {
  const root = createRoot(document.getElementById('root') as HTMLElement);
  startTheme();
  startRoom();
  try {
    const [{ client, closed }] = await Promise.all([connection, fonts]);
    void closed.then(() => raise('connection', lost));
    setClient(client);
    root.render(<App />);
    followAddress();
    startKeys();
    startKeymap().catch((error: unknown) => raise('keymap', error));
    await startSync(opening, ({ id, argument }) => performById(id, argument));
    startMenu();
    window.addEventListener('beforeunload', (event) => {
      if (useUnsaved.getState().edits.length > 0) event.preventDefault();
    });
  } catch (error) {
    root.render(
      <main className="cannot-start">
        <Failure error={error instanceof Error ? error : new Error(String(error))} />
      </main>,
    );
  }
}
