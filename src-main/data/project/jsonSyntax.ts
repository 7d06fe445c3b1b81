/**
 * Where things stand in a JSON text: where it stops being JSON, and in which line a field is. The engine's own message
 * gives a position only sometimes, its values none, and people who edit a file need the line.
 */
const SCALAR =
  /(?:"(?:[^"\\\p{Cc}]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null)/uy;
const STRING = /"(?:[^"\\\p{Cc}]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"/uy;
const SPACE = /[ \t\r\n]*/y;

/** A list or record whose end is not yet reached. */
interface Open {
  end: ']' | '}';
  path: string;
  /** Items before the next one. */
  count: number;
}

/** Index of the first character that no JSON text could have there; the length where the text ends too early. */
export function jsonErrorAt(text: string): number {
  return walk(text, () => undefined);
}

/**
 * Lines, counted from 1, of fields of a JSON text. A field that is not there has the line of what should hold it.
 * @param fields such as `videos[3].fps`; names stand as they are, even with dots in them
 */
export function linesOfFields(text: string, fields: ReadonlySet<string>): Map<string, number> {
  const wanted = new Set([...fields].flatMap(withHolders));
  const longest = [...wanted].reduce((most, { length }) => Math.max(most, length), 0);
  const found = new Map<string, number>();
  let line = 1;
  let feed = text.indexOf('\n');
  walk(text, (path, at) => {
    if (path.length > longest || !wanted.has(path)) return;
    for (; feed >= 0 && feed < at; feed = text.indexOf('\n', feed + 1)) line++;
    found.set(path, line);
  });
  const lines = new Map<string, number>();
  for (const field of fields) {
    const known = withHolders(field).find((path) => found.has(path));
    if (known !== undefined) lines.set(field, found.get(known) as number);
  }
  return lines;
}

/** `a.b[3]`, `a.b`, `a` */
function withHolders(field: string): string[] {
  const paths = [field];
  for (let end = field.length - 1; end > 0; end--) {
    if (field[end] === '.' || field[end] === '[') paths.push(field.slice(0, end));
  }
  return paths;
}

/**
 * Goes through a text until its end or its first fault, without recursion: a text may be nested deeper than a stack of
 * calls.
 * @param onField told of each item of a list and of each key, where it begins
 * @returns where it ended
 */
function walk(text: string, onField: (path: string, at: number) => void): number {
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
  const open: Open[] = [];
  let path = '';
  /** What stands before the value of an item: the key and its colon in a record, nothing in a list. */
  const takeKey = (holder: Open): boolean => {
    take(SPACE);
    const from = at;
    if (holder.end === ']') path = `${holder.path}[${holder.count++}]`;
    else {
      if (!take(STRING)) return false;
      const key = JSON.parse(text.slice(from, at)) as string;
      path = holder.path === '' ? key : `${holder.path}.${key}`;
      if (!takeChar(':')) return false;
    }
    onField(path, from);
    return true;
  };
  for (;;) {
    const end = takeChar('{') ? '}' : takeChar('[') ? ']' : null;
    if (end !== null) {
      const holder: Open = { end, path, count: 0 };
      open.push(holder);
      take(SPACE);
      if (text[at] !== end) {
        if (!takeKey(holder)) return at;
        continue;
      }
    } else if (!take(SCALAR)) return at;
    while (takeChar(open.at(-1)?.end ?? '')) open.pop();
    const holder = open.at(-1);
    if (!holder || !takeChar(',') || !takeKey(holder)) return at;
  }
}
