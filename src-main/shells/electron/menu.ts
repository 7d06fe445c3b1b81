import type { MenuItemConstructorOptions } from 'electron';
import type { Menu } from '../../common/contract/app';

/**
 * The application menu from the page's actions, with the system's own edit, view and window menus. Single letters are
 * shown but not taken: the page handles them where a player or list has focus.
 */
export function menuTemplate(menus: readonly Menu[], act: (id: string) => void): MenuItemConstructorOptions[] {
  const own = menus.map(
    ({ title, items }): MenuItemConstructorOptions => ({
      label: title,
      submenu: items.map(({ id, label, shortcut, enabled }) => ({
        label,
        enabled,
        click: () => act(id),
        ...(shortcut === null ? {} : { accelerator: accelerator(shortcut), registerAccelerator: false }),
      })),
    }),
  );
  const app: MenuItemConstructorOptions[] = process.platform === 'darwin' ? [{ role: 'appMenu' }] : [];
  return [...app, ...own, { role: 'editMenu' }, { role: 'viewMenu' }, { role: 'windowMenu' }];
}

/** "Ctrl K" of the page as Electron writes it. */
function accelerator(shortcut: string): string {
  return shortcut
    .split(' ')
    .map((key) => (key === 'Ctrl' ? 'CommandOrControl' : key))
    .join('+');
}
