import { PanelLeft, PanelRight } from 'lucide-react';
import type { Action } from './action';

/** Moves the focus to the next or previous named region of the page, to where it last was in it. */
function focusRegion(step: 1 | -1): void {
  const regions = [...document.querySelectorAll<HTMLElement>('[data-region]')].filter((r) => r.offsetParent !== null);
  const at = regions.findIndex((region) => region.contains(document.activeElement));
  const start = at === -1 && step === -1 ? 0 : at;
  const region = regions[(start + step + regions.length) % regions.length];
  const first = region?.querySelector<HTMLElement>(
    'tr[tabindex="0"], [aria-current="true"], [role="application"], input, select, textarea, a[href], button:enabled',
  );
  (first ?? region)?.focus();
}

export const focusRegions: readonly Action[] = [
  {
    id: 'view.nextRegion',
    label: 'Next region',
    group: 'View',
    icon: PanelRight,
    shortcut: 'F6',
    repeats: true,
    perform: () => focusRegion(1),
  },
  {
    id: 'view.previousRegion',
    label: 'Previous region',
    group: 'View',
    icon: PanelLeft,
    shortcut: 'Shift+F6',
    repeats: true,
    perform: () => focusRegion(-1),
  },
];
