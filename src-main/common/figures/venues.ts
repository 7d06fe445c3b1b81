/**
 * Where a figure is printed: the width it must have, the size of its labels, the smallest size that is still read.
 * Widths are those that the venue's own instructions or style file give.
 */
export interface Venue {
  id: string;
  name: string;
  /** Millimetres. */
  width: number;
  /** Points. */
  fontSize: number;
  smallest: number;
  source: string;
}

const inch = 25.4;
const rounded = (millimetres: number) => Math.round(millimetres * 10) / 10;

export const venues: readonly Venue[] = [
  {
    id: 'iclr',
    name: 'ICLR, text width',
    width: rounded(5.5 * inch),
    fontSize: 8,
    smallest: 6.5,
    source: 'iclr2026_conference.sty: \\textwidth 5.5 in',
  },
  {
    id: 'neurips',
    name: 'NeurIPS, text width',
    width: rounded(5.5 * inch),
    fontSize: 8,
    smallest: 6.5,
    source: 'neurips_2024.sty: text 5.5 in wide',
  },
  {
    id: 'cvpr-single',
    name: 'CVPR, one column',
    width: rounded(3.28125 * inch),
    fontSize: 7.5,
    smallest: 6.5,
    source: 'cvpr.sty: \\textwidth 6.875 in, \\columnsep 0.3125 in',
  },
  {
    id: 'cvpr-double',
    name: 'CVPR, two columns',
    width: rounded(6.875 * inch),
    fontSize: 7.5,
    smallest: 6.5,
    source: 'cvpr.sty: \\textwidth 6.875 in',
  },
  {
    id: 'ieee-single',
    name: 'IEEE, one column',
    width: rounded(3.5 * inch),
    fontSize: 8,
    smallest: 6.5,
    source: 'IEEE Author Center, graphics: one column 3.5 in',
  },
  {
    id: 'ieee-double',
    name: 'IEEE, two columns',
    width: rounded(7.16 * inch),
    fontSize: 8,
    smallest: 6.5,
    source: 'IEEE Author Center, graphics: two columns 7.16 in',
  },
  {
    id: 'springer-single',
    name: 'Springer, one column',
    width: 84,
    fontSize: 8,
    smallest: 7,
    source: 'Springer Nature artwork guidelines: 84 mm for one column',
  },
  {
    id: 'springer-double',
    name: 'Springer, two columns',
    width: 174,
    fontSize: 7.5,
    smallest: 6.5,
    source: 'Springer Nature artwork guidelines: 174 mm for two columns',
  },
  {
    id: 'lncs',
    name: 'LNCS (ECCV), text width',
    width: 122,
    fontSize: 7.5,
    smallest: 6.5,
    source: 'llncs.cls: text 12.2 cm wide',
  },
];
