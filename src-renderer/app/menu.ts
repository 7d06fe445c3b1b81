/** The application menu of shells that have one, kept in step with what is possible. */
import type { Menu } from '../../src-main/common/contract/app';
import { actions } from '../actions';
import { isPossible } from '../actions/action';
import { call } from '../client';
import { raise } from '../state/notices';
import { useHistory } from '../state/history';
import { useProject } from '../state/project';
import { useView } from '../state/view';
import { keyOf, useKeys } from '../ui/keyOf';

export function menus(): Menu[] {
  const titles = [...new Set(actions.map((action) => action.group))];
  return titles.map((title) => ({
    title,
    items: actions
      .filter((action) => action.group === title)
      .map((action) => ({
        id: action.id,
        label: action.label,
        shortcut: inMenu(keyOf(action.id)),
        enabled: isPossible(action),
      })),
  }));
}

/** Two keys one after the other cannot stand in a native menu. */
const inMenu = (key: string | undefined): string | null =>
  key === undefined || key.includes(' ') ? null : key.split(/\+(?=.)/).join(' ');

export function startMenu(): void {
  let sent = '';
  const send = () => {
    const menu = menus();
    const text = JSON.stringify(menu);
    if (text === sent) return;
    sent = text;
    call('app.setMenu', menu).catch((error: unknown) => raise('menu', error));
  };
  if (useProject.getState().info?.shell !== 'electron') return;
  send();
  useProject.subscribe(send);
  useHistory.subscribe(send);
  useKeys.subscribe(send);
  useView.subscribe((view, before) => {
    if (view.run !== before.run || view.screen !== before.screen) send();
  });
}
