/**
 * Panels of Annotate that lie over the picture, one at a time, where the window has no room for them beside it. Asking
 * for one gives it the focus wherever it is; closing it gives the focus back.
 */
import { create } from 'zustand';
import { useRoom } from '../ui/room';

export type Drawer = 'list' | 'readout' | 'inspector';

interface Drawers {
  /** The one that lies open over the others. */
  open: Drawer | null;
  /** Where the focus is to go; a new object for each time. `target` is a selector within the panel. */
  asked: { drawer: Drawer; target: string } | null;
}

const closed: Drawers = { open: null, asked: null };
export const useDrawers = create<Drawers>(() => closed);
const { getState: get, setState: set } = useDrawers;

/** What had the focus before. */
let from: Element | null = null;

const isOver = (drawer: Drawer): boolean => {
  const { room } = useRoom.getState();
  return room === 'small' || (room === 'narrow' && drawer === 'inspector');
};

/** What is gone to first; where that is not there, what closes the panel. */
const usual: Record<Drawer, string> = {
  list: '[role="listbox"]',
  readout: '.drawer-close',
  inspector: '.segment-facts :is(input, button)',
};

/** Opens it where it has no room of its own, and goes to it. @param target selects what gets the focus */
export function showDrawer(drawer: Drawer, target = usual[drawer]): void {
  const panel = panelOf(drawer);
  if (get().open === null && !panel?.contains(document.activeElement)) from = document.activeElement;
  set({ open: isOver(drawer) ? drawer : null, asked: { drawer, target } });
}

/** Shows it where it is closed; elsewhere the focus stays where it is. */
export function revealDrawer(drawer: Drawer): void {
  if (isOver(drawer)) showDrawer(drawer);
}

/** Closes what is open; the focus goes back to what had it before, if the drawer has it now. */
export function closeDrawer(): void {
  const { open, asked } = get();
  const panel = panelOf(open ?? asked?.drawer);
  const hasFocus = panel?.contains(document.activeElement) || document.activeElement === document.body;
  set(closed);
  if (!hasFocus) return;
  const back = from?.isConnected ? from : document.querySelector('.player');
  if (back instanceof HTMLElement) back.focus();
}

/** Closes what lies open; the keys of player and timeline work then. */
export function goToPlayer(): void {
  set(closed);
  document.querySelector<HTMLElement>('.player')?.focus({ preventScroll: true });
}

/** Closes what lies open, or leaves the panel that has the focus; else shows it. */
export function toggleDrawer(drawer: Drawer): void {
  const isShown = isOver(drawer) ? get().open === drawer : panelOf(drawer)?.contains(document.activeElement);
  if (isShown) closeDrawer();
  else showDrawer(drawer);
}

const panelOf = (drawer: Drawer | undefined): Element | null => document.querySelector(`[data-drawer="${drawer}"]`);

useRoom.subscribe(() => set(closed));
