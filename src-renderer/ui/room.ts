/**
 * How much room the window has, in CSS pixels, so that zooming counts: all panels stand beside each other, some lie
 * over the picture, or there is one column. Style sheets have the same limits.
 */
import { create } from 'zustand';

export type Room = 'wide' | 'narrow' | 'small';

export const useRoom = create<{ room: Room }>(() => ({ room: 'wide' }));

/** Follows the window from now on. */
export function startRoom(): void {
  const [small, narrow] = [matchMedia('(width < 760px)'), matchMedia('(width < 1280px)')];
  const measure = () => useRoom.setState({ room: small.matches ? 'small' : narrow.matches ? 'narrow' : 'wide' });
  for (const limit of [small, narrow]) limit.addEventListener('change', measure);
  measure();
}
