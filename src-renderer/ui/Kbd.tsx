const isMac = typeof navigator !== 'undefined' && navigator.userAgent.includes('Mac');

/** A shortcut as people see it: "Ctrl+Shift+F" as "Ctrl Shift F", with the Command sign on macOS. */
export function keyLabel(keys: string): string {
  return keys.replaceAll('+', ' ').replaceAll('Ctrl', isMac ? '⌘' : 'Ctrl');
}

export function Kbd({ keys }: { keys: string }) {
  return <kbd className="kbd">{keyLabel(keys)}</kbd>;
}
