import type { MenuItemConstructorOptions } from 'electron';
import type { Menu, RecentProject } from '../../common/contract/app';

/** Asks the page to do one of its actions. */
type Act = (id: string, argument?: string) => void;

/**
 * The application menu from the page's actions, with recent projects beside "open" and the system's own edit, view and
 * window menus. Shortcuts are shown but not taken: the page handles them where a player or list has focus.
 */
export function menuTemplate(
  menus: readonly Menu[],
  recent: readonly RecentProject[],
  act: Act,
): MenuItemConstructorOptions[] {
  const item = ({ id, label, shortcut, enabled }: Menu['items'][number]): MenuItemConstructorOptions => ({
    id,
    label,
    enabled,
    click: () => act(id),
    ...(shortcut === null ? {} : { accelerator: accelerator(shortcut), registerAccelerator: false }),
  });
  const own = menus.map(
    ({ title, items }): MenuItemConstructorOptions => ({
      label: title,
      submenu: items.flatMap((one) => (one.id === 'project.open' ? [item(one), recentMenu(recent, act)] : [item(one)])),
    }),
  );
  const app: MenuItemConstructorOptions[] = process.platform === 'darwin' ? [{ role: 'appMenu' }] : [];
  return [...app, ...own, { role: 'editMenu' }, { role: 'viewMenu' }, { role: 'windowMenu' }];
}

function recentMenu(recent: readonly RecentProject[], act: Act): MenuItemConstructorOptions {
  const there = recent.filter((project) => !project.missing);
  return {
    label: 'Open recent',
    enabled: there.length > 0,
    submenu: there.map(({ name, path }) => ({
      label: `${name} (${path})`,
      click: () => act('project.open', path),
    })),
  };
}

/** "Ctrl K" of the page as Electron writes it. */
function accelerator(shortcut: string): string {
  return shortcut
    .split(' ')
    .map((key) => (key === 'Ctrl' ? 'CommandOrControl' : key))
    .join('+');
}
