import { type NumberTable } from '../../common/csv';
import type { Weight } from '../../common/figures/drawing';
import { typeface } from '../../figures/fonts';
import { escaped, fontFaces, textStyle } from '../../figures/svg';

/** The parts a page of a comparison is put together from: tables, figures with their numbers, sections. */
export interface Section {
  id: string;
  title: string;
  parts: readonly string[];
}

/** A page that needs nothing beside it: styles and fonts are inside, pictures come as data. */
export function htmlPage(title: string, lead: readonly string[], sections: readonly Section[]): string {
  const body = [
    `<header><h1>${escaped(title)}</h1>`,
    ...lead,
    `<nav aria-label="Contents">${sections.map((one) => `<a href="#${one.id}">${escaped(one.title)}</a>`).join('')}</nav>`,
    '</header><main>',
    ...sections.map(
      ({ id, title: heading, parts }) =>
        `<section id="${id}"><h2>${escaped(heading)}</h2>\n${parts.join('\n')}\n</section>`,
    ),
    '</main><footer>Made by GAD Workbench. Opens from disk; nothing is fetched.</footer>',
  ].join('\n');
  return [
    '<!doctype html>',
    '<html lang="en">',
    '<head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">',
    `<meta name="color-scheme" content="light dark"><title>${escaped(title)}</title>`,
    `<style>${fontFaces('Inter', charactersOf(body))}${textStyle}${style}</style></head>`,
    `<body>${body}</body></html>\n`,
  ].join('\n');
}

/** What the page writes, in both weights, as far as the font has it. */
function charactersOf(body: string): ReadonlyMap<Weight, readonly string[]> {
  const words = body.replace(/base64,[^"]*/g, '').replace(/&quot;/g, '"');
  const characters = [...new Set(words)].filter((sign) => sign >= ' ').sort();
  const weights: readonly Weight[] = [400, 600];
  return new Map(weights.map((weight) => [weight, characters.filter((sign) => typeface('Inter', weight).has(sign))]));
}

/** Text of a cell, or markup that is made here. */
export type Cell = string | { html: string };

/** A table whose first column names its rows; wide ones scroll sideways, thin evidence is grey. */
export function htmlTable(
  caption: string,
  head: readonly string[],
  rows: readonly (readonly Cell[])[],
  kind: 'numbers' | 'numbers thin' | 'words' = 'numbers',
): string {
  const inner = (cell: Cell) => (typeof cell === 'string' ? escaped(cell) : cell.html);
  const lines = rows.map(
    ([first = '', ...rest]) =>
      `<tr><th scope="row">${inner(first)}</th>${rest.map((cell) => `<td>${inner(cell)}</td>`).join('')}</tr>`,
  );
  return [
    `<div class="wide" tabindex="0" role="region" aria-label="${escaped(caption)}"><table class="${kind}">`,
    `<caption>${escaped(caption)}</caption>`,
    `<thead><tr>${head.map((cell) => `<th scope="col">${escaped(cell)}</th>`).join('')}</tr></thead>`,
    `<tbody>${lines.join('\n')}</tbody></table></div>`,
  ].join('\n');
}

/** Rows of numbers that a page still shows; more are for files. */
const mostRows = 80;

/** A figure with what it shows in words, and its numbers to open. */
export function htmlFigure(svg: string, caption: string, numbers: NumberTable | null): string {
  const digits = (value: string | number | null) =>
    typeof value === 'number' && !Number.isInteger(value) ? value.toPrecision(4) : String(value ?? '—');
  const table =
    numbers === null || numbers.rows.length > mostRows
      ? ''
      : `<details><summary>Numbers</summary>${htmlTable(
          caption,
          numbers.columns,
          numbers.rows.map((row) => row.map(digits)),
        )}</details>`;
  return `<figure>${svg}<figcaption>${escaped(caption)}</figcaption>${table}</figure>`;
}

const style = `
:root{--bg:#fff;--raised:#f5f6f8;--line:#e0e4e8;--line2:#c4cbd3;--tx:#15181c;--tx2:#454e58;--acc:#0a4fae;--good:#12734a;--bad:#bf2a22}
@media(prefers-color-scheme:dark){:root{--bg:#14171a;--raised:#1a1e22;--line:#262c32;--line2:#3a434c;--tx:#e4e8ec;--tx2:#aab3bd;--acc:#9cc9ff;--good:#4cc38a;--bad:#ff8077}}
*{box-sizing:border-box}
body{max-width:72rem;margin:0 auto;padding:2rem 1.25rem;font:15px/1.55 Inter,system-ui,sans-serif;color:var(--tx);background:var(--bg)}
h1{margin:0 0 .5rem;font-size:1.6rem;line-height:1.25;font-weight:600;overflow-wrap:anywhere}
h2{margin:0 0 1rem;padding-top:2.5rem;font-size:1.2rem;font-weight:600}
h3{margin:0;font-size:1rem;font-weight:600}
p,li{max-width:46rem}
a{color:var(--acc)}
nav{display:flex;flex-wrap:wrap;gap:.25rem 1.25rem;margin-top:1.25rem;padding:.6rem 0;border-block:1px solid var(--line)}
:focus-visible{outline:2px solid var(--acc);outline-offset:2px}
.findings{padding-left:1.1rem}
.findings li{margin:.3rem 0}
.better{color:var(--good)}.worse{color:var(--bad)}
.unclear,.interval,figcaption,footer,.meta,caption,.note{color:var(--tx2)}
.wide{overflow-x:auto;margin:1rem 0}
table{border-collapse:collapse;font-variant-numeric:tabular-nums}
caption{padding:0 0 .4rem;text-align:left;font-size:.87rem}
th,td{padding:.4rem .9rem;border-bottom:1px solid var(--line);text-align:right;vertical-align:top;font-weight:400}
th:first-child,td:first-child{padding-left:0;text-align:left}
thead th{border-bottom:1px solid var(--line2);color:var(--tx2);font-size:.87rem}
tbody th{position:sticky;left:0;min-width:5rem;max-width:16rem;background:var(--bg);font-weight:600}
.numbers td,.numbers thead th{white-space:nowrap}
.words th,.words td{text-align:left}
.thin td{color:var(--tx2)}
.interval{display:block;font-size:.8rem}
.figures,.moments{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,27rem),1fr));gap:1.75rem 2rem;align-items:start;margin:1.5rem 0 0;padding:0;list-style:none}
.moments li{max-width:none}
figure{margin:0;min-width:0}
svg{display:block;width:100%;height:auto}
@media(prefers-color-scheme:dark){svg{padding:.6rem;border-radius:4px;background:#fff}}
figcaption{margin-top:.5rem;font-size:.87rem}
details{font-size:.87rem}summary{cursor:pointer;color:var(--acc)}
.meta{margin:.1rem 0 .5rem;font-size:.87rem}
.said{margin:.5rem 0 0;padding:0;list-style:none;font-size:.87rem}
dl{display:grid;grid-template-columns:max-content 1fr;gap:.3rem 1.5rem;max-width:60rem}
dt{font-weight:600}dd{margin:0;color:var(--tx2)}
footer{margin:3rem 0 0;padding-top:.8rem;border-top:1px solid var(--line);font-size:.87rem}
@media(max-width:30rem){dl{grid-template-columns:1fr}dd{margin-bottom:.5rem}}
@media print{
:root{--bg:#fff;--raised:#fff;--line:#ccc;--line2:#888;--tx:#000;--tx2:#333;--acc:#000;--good:#000;--bad:#000}
html{font-size:9.5pt}body{max-width:none;padding:0;font-size:1rem}svg{padding:0}
tbody th{position:static}h2{padding-top:1.5rem}
nav,details{display:none}
figure,.moments>li,table{break-inside:avoid}h2,h3,caption{break-after:avoid}
.wide{overflow:visible}.figures,.moments{grid-template-columns:1fr 1fr}
th,td{padding:.2rem .5rem}
@page{margin:16mm}}
`;
