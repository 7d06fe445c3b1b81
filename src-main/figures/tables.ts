import { wordColumns } from '../common/figures/wordColumns';

/** Tables as text: Markdown for notes, LaTeX (booktabs) for papers. CSV is in `common/csv.ts`. */
export interface TextTable {
  head: readonly string[];
  rows: readonly (readonly string[])[];
  /** What the numbers are, one sentence each. */
  notes: readonly string[];
}

/** A table for a README, its notes below it. */
export function toMarkdown({ head, rows, notes }: TextTable): string {
  const line = (cells: readonly string[]) => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  return [
    line(head),
    `|${wordColumns(head, rows)
      .map((words) => (words ? '---|' : '--:|'))
      .join('')}`,
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

/** A `tabular` with booktabs rules, its notes as comments. */
export function toLatex({ head, rows, notes }: TextTable): string {
  const plain = (text: string) => text.replace(/[\\~^±−Δ—λ&%#_${}]/g, (sign) => texSigns[sign] ?? `\\${sign}`);
  const line = (cells: readonly string[]) => `${cells.map(plain).join(' & ')} \\\\`;
  return [
    `\\begin{tabular}{${wordColumns(head, rows)
      .map((words) => (words ? 'l' : 'r'))
      .join('')}}`,
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
