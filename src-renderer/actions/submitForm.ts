import { CornerDownLeft } from 'lucide-react';
import type { Action } from './action';

const form = () => document.querySelector<HTMLFormElement>('form[data-main-form]');

export const submitForm: Action = {
  id: 'view.submitForm',
  label: 'Run the form',
  group: 'View',
  icon: CornerDownLeft,
  shortcut: 'Ctrl+Enter',
  when: () => form() !== null,
  perform: () => form()?.requestSubmit(),
};
