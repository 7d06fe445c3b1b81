/** Sequential maps of probability, lightness monotone. */
const maps = {
  dark: ['#16191d', '#2c355c', '#4562a0', '#68a0c8', '#d6ecd6'],
  light: ['#ffffff', '#d6e3f0', '#8ab0d6', '#3a69aa', '#182a62'],
} as const;

/** So that small probabilities can be seen. */
const power = 0.6;

/** The map from 0 to 1, left to right, as a CSS image. */
export function probabilityScale(theme: 'dark' | 'light'): string {
  const stops = maps[theme].map((colour, k, all) => `${colour} ${100 * (k / (all.length - 1)) ** (1 / power)}%`);
  return `linear-gradient(90deg, ${stops.join(', ')})`;
}

/** 256 colours `[256, 3]` for probabilities 0 to 255. */
export function probabilityMap(theme: 'dark' | 'light'): Uint8Array {
  const stops = maps[theme].map((colour) => [1, 3, 5].map((at) => Number.parseInt(colour.slice(at, at + 2), 16)));
  const out = new Uint8Array(256 * 3);
  for (let value = 0; value < 256; value++) {
    const position = (value / 255) ** power * (stops.length - 1);
    const index = Math.min(Math.floor(position), stops.length - 2);
    for (let channel = 0; channel < 3; channel++) {
      const [from, to] = [stops[index]![channel]!, stops[index + 1]![channel]!];
      out[value * 3 + channel] = Math.round(from + (to - from) * (position - index));
    }
  }
  return out;
}
