const isMac = typeof navigator !== 'undefined' && navigator.userAgent.includes('Mac');

const signs: Record<string, string> = { ArrowLeft: '←', ArrowRight: '→', ArrowUp: '↑', ArrowDown: '↓', Escape: 'Esc' };

/** A shortcut as people see it: "Ctrl+Shift+F" as "Ctrl Shift F", with the Command sign on macOS. */
export function keyLabel(keys: string, mac = isMac): string {
  return keys
    .split(/\+(?=.)| /)
    .map((key) => (key === 'Ctrl' && mac ? '⌘' : (signs[key] ?? key)))
    .join(' ');
}

export function Kbd({ keys }: { keys: string }) {
  return <kbd className="kbd">{keyLabel(keys)}</kbd>;
}
