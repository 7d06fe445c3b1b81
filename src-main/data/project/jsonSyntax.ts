/**
 * Where a text stops being JSON. The engine's own message gives a position only sometimes, and people who edited a file
 * need the line.
 */
const SCALAR =
  /(?:"(?:[^"\\\p{Cc}]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null)/uy;
const STRING = /"(?:[^"\\\p{Cc}]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"/uy;
const SPACE = /[ \t\r\n]*/y;

/** Index of the first character that no JSON text could have there; the length where the text ends too early. */
export function jsonErrorAt(text: string): number {
  let at = 0;
  const take = (pattern: RegExp): boolean => {
    pattern.lastIndex = at;
    const found = pattern.exec(text);
    if (found) at += found[0].length;
    return found !== null;
  };
  const takeChar = (character: string): boolean => {
    take(SPACE);
    if (text[at] !== character) return false;
    at++;
    return true;
  };
  const list = (end: string, item: () => boolean): boolean => {
    if (takeChar(end)) return true;
    do if (!item()) return false;
    while (takeChar(','));
    return takeChar(end);
  };
  const member = (): boolean => {
    take(SPACE);
    return take(STRING) && takeChar(':') && value();
  };
  const value = (): boolean => {
    if (takeChar('{')) return list('}', member);
    if (takeChar('[')) return list(']', value);
    return take(SCALAR);
  };
  if (value()) take(SPACE);
  return at;
}
