/**
 * Whether each column of a table holds words, which stand to the left; numbers, and what stands for none, to the right.
 */
export function wordColumns(head: readonly string[], rows: readonly (readonly string[])[]): boolean[] {
  return head.map((_, column) => column === 0 || rows.some((row) => !numberLike.test(row[column] ?? '')));
}

/** Such as "−1.2 (−2 to 0)", "± 3", "< 0.01" or "—". */
const numberLike = /^\s*([<>±+−-]?\s*[\d.]|—|$)/;
