/** Tables as text: Markdown for notes, LaTeX (booktabs) for papers. CSV is in `common/csv.ts`. */
export interface TextTable {
  head: readonly string[];
  /** First column to the left, the others, which are numbers, to the right. */
  rows: readonly (readonly string[])[];
  /** What the numbers are, one sentence each. */
  notes: readonly string[];
}

export function toMarkdown({ head, rows, notes }: TextTable): string {
  const line = (cells: readonly string[]) => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  return [
    line(head),
    `|---|${'--:|'.repeat(head.length - 1)}`,
    ...rows.map(line),
    '',
    ...notes.map((note) => `* ${note}`),
    '',
  ].join('\n');
}

const texSigns: Record<string, string> = {
  '\\': '\\textbackslash{}',
  '~': '\\textasciitilde{}',
  '^': '\\textasciicircum{}',
  '±': '$\\pm$',
  '−': '$-$',
  Δ: '$\\Delta$',
  '—': '---',
  λ: '$\\lambda$',
};

export function toLatex({ head, rows, notes }: TextTable): string {
  const plain = (text: string) => text.replace(/[\\~^±−Δ—λ&%#_${}]/g, (sign) => texSigns[sign] ?? `\\${sign}`);
  const line = (cells: readonly string[]) => `${cells.map(plain).join(' & ')} \\\\`;
  return [
    `\\begin{tabular}{l${'r'.repeat(head.length - 1)}}`,
    '\\toprule',
    line(head),
    '\\midrule',
    ...rows.map(line),
    '\\bottomrule',
    '\\end{tabular}',
    ...notes.map((note) => `% ${note}`),
    '',
  ].join('\n');
}
