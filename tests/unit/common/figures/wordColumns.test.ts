import { describe, expect, it } from 'vitest';
import { numbersOf } from '../../../../src-main/common/figures/numbers';
import { wordColumns } from '../../../../src-main/common/figures/wordColumns';
import { toLatex, toMarkdown } from '../../../../src-main/figures/tables';

const head = ['Truth', 'Predicted', 'Steps', 'Change', 'Share, %'];
const rows = [
  ['cut onion', 'stir pot', '8', '−1.2', '—'],
  ['stir pot', 'cut onion', '12', '0.4 (−2.0 to 3.1)', '< 0.1'],
];

describe('columns of tables', () => {
  it('stand to the left where they hold words, to the right where they hold numbers', () => {
    expect(wordColumns(head, rows)).toEqual([true, true, false, false, false]);
    expect(toLatex({ head, rows, notes: [] })).toContain('\\begin{tabular}{llrrr}');
    expect(toMarkdown({ head, rows, notes: [] })).toContain('|---|---|--:|--:|--:|');
  });

  it('have numbers in CSV that programs read', () => {
    const table = numbersOf({ kind: 'table', head, rows, notes: [] });
    expect(table.rows.map((row) => row.slice(2))).toEqual([
      ['8', '-1.2', null],
      ['12', '0.4 (−2.0 to 3.1)', '< 0.1'],
    ]);
  });
});
