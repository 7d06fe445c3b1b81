/**
 * What has to be said outside a form: notices stand above the screen until they are solved or closed, a toast tells
 * what succeeded and can be undone (one at a time, 6 s), and the status line says the last thing that happened.
 */
import { create } from 'zustand';
import { Cancelled } from '../../src-main/common/errors';

export interface Notice {
  /** One notice a condition: a second one of the same key replaces the first. */
  key: string;
  error: Error;
  /** Ids of actions that help. */
  actions: readonly string[];
}

export interface Toast {
  text: string;
  undo: () => Promise<void>;
}

interface Notices {
  notices: readonly Notice[];
  toast: Toast | null;
  /** Also read out by screen readers. */
  status: string;
}

export const useNotices = create<Notices>(() => ({ notices: [], toast: null, status: '' }));
const set = useNotices.setState;

/** Shows a failure that has no place of its own. A cancelled call is not a failure. */
export function raise(key: string, error: unknown, actions: readonly string[] = []): void {
  if (error instanceof Cancelled) return;
  const shown = error instanceof Error ? error : new Error(String(error));
  set((state) => ({ notices: [...state.notices.filter((n) => n.key !== key), { key, error: shown, actions }] }));
}

/** What was raised under this key holds no more. */
export function clearNotice(key: string): void {
  set((state) => ({ notices: state.notices.filter((n) => n.key !== key) }));
}

export const say = (status: string): void => set({ status });
export const showToast = (toast: Toast | null): void => set({ toast });
