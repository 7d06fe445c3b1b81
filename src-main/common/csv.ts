/** Numbers with the names of their columns. */
export interface NumberTable {
  columns: readonly string[];
  rows: readonly (readonly (string | number | null)[])[];
}

/** RFC 4180: fields with a comma, quote or line break are quoted, quotes doubled; every line ends with CRLF. */
export function toCsv({ columns, rows }: NumberTable): string {
  const field = (value: string | number | null) => {
    const text = value === null ? '' : String(value);
    return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
  };
  return [columns, ...rows].map((row) => `${row.map(field).join(',')}\r\n`).join('');
}
