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
  const takeKey = (): boolean => {
    take(SPACE);
    return take(STRING) && takeChar(':');
  };
  /** What ends each list and record that is open, the innermost last: a text may be nested deeper than a stack of calls. */
  const ends: string[] = [];
  /** Past the ends of what is complete, and past the comma behind it. False where something else stands. */
  const toNextItem = (): boolean => {
    while (takeChar(ends.at(-1) ?? '')) ends.pop();
    return ends.length > 0 && takeChar(',');
  };
  for (;;) {
    const end = takeChar('{') ? '}' : takeChar('[') ? ']' : null;
    if (end !== null) {
      ends.push(end);
      take(SPACE);
      if (text[at] !== end) {
        if (end === '}' && !takeKey()) return at;
        continue;
      }
    } else if (!take(SCALAR)) return at;
    if (!toNextItem()) return at;
    if (ends.at(-1) === '}' && !takeKey()) return at;
  }
}
