import { homedir } from 'node:os';
import { join } from 'node:path';

/** Where each system keeps what belongs to a program's user; `GADW_USER_DATA` names another place. */
export function userDataFolder(): string {
  const given = process.env['GADW_USER_DATA'];
  if (given !== undefined && given !== '') return given;
  const name = 'gad-workbench';
  if (process.platform === 'win32') return join(process.env['APPDATA'] ?? join(homedir(), 'AppData', 'Roaming'), name);
  if (process.platform === 'darwin') return join(homedir(), 'Library', 'Application Support', name);
  return join(process.env['XDG_CONFIG_HOME'] ?? join(homedir(), '.config'), name);
}
