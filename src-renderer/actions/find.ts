import { TextSearch } from 'lucide-react';
import type { Action } from './action';

const field = () => document.querySelector<HTMLInputElement>('[data-find]');

export const find: Action = {
  id: 'view.find',
  label: 'Find in this screen',
  group: 'View',
  icon: TextSearch,
  shortcut: 'Ctrl+F',
  when: () => field() !== null,
  perform: () => field()?.select(),
};
