/** Boot: connection, stores, theme, address, keys, then the first drawing. */
import '@fontsource-variable/inter/wght.css';
import '@fontsource-variable/jetbrains-mono/wght.css';
import '../ui/tokens.css';
import '../ui/base.css';
import '../ui/controls.css';
import '../ui/form/form.css';
import '../tables/table.css';
import '../charts/chart.css';
import '../components/components.css';
import './frame.css';
import { createRoot } from 'react-dom/client';
import type { Client } from '../../src-main/common/contract';
import { UserError } from '../../src-main/common/errors';
import { performById } from '../actions';
import { startKeymap } from '../actions/keymap';
import { setClient } from '../client';
import { followAddress } from '../state/address';
import { raise } from '../state/notices';
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

export async function start(connect: (onLost: () => void) => Promise<Client>): Promise<void> {
  const root = createRoot(document.getElementById('root') as HTMLElement);
  startTheme();
  startRoom();
  // Text measured before its font has come would be measured wrongly.
  const fonts = ['400 12px "Inter Variable"', '400 12px "JetBrains Mono Variable"'];
  try {
    const [client] = await Promise.all([
      connect(() => raise('connection', lost)),
      ...fonts.map((font) => document.fonts.load(font)),
    ]);
    setClient(client);
    root.render(<App />);
    followAddress();
    startKeys();
    startKeymap().catch((error: unknown) => raise('keymap', error));
    await startSync(({ id, argument }) => performById(id, argument));
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
