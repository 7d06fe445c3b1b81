import { TextSearch } from 'lucide-react';
import { showDrawer } from '../state/drawers';
import type { Action } from './action';

const selector = '[data-find]';
const field = () => document.querySelector<HTMLInputElement>(selector);

export const find: Action = {
  id: 'view.find',
  label: 'Find in this screen',
  group: 'View',
  icon: TextSearch,
  shortcut: 'Ctrl+F',
  when: () => field() !== null,
  perform: () => {
    if (field()?.closest('[data-drawer="list"]')) showDrawer('list', selector);
    field()?.select();
  },
};
