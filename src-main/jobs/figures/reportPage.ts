import { escaped } from '../../figures/svg';

/** A page that needs nothing beside it: its styles are inside, fonts and pictures come as data. */
export function htmlPage(title: string, parts: readonly string[]): string {
  return [
    '<!doctype html>',
    '<html lang="en">',
    `<head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${escaped(title)}</title>`,
    `<style>${style}</style></head>`,
    `<body><h1>${escaped(title)}</h1>`,
    ...parts,
    '<footer>Made by GAD Workbench.</footer></body></html>\n',
  ].join('\n');
}

/** The first column to the left, the others to the right. @param thin grey, as what is over too few videos to judge */
export function htmlTable(head: readonly string[], rows: readonly (readonly string[])[], thin = false): string {
  const line = (tag: 'th' | 'td', cells: readonly string[]) =>
    `<tr>${cells.map((cell) => `<${tag}>${escaped(cell)}</${tag}>`).join('')}</tr>`;
  return `<div class="wide${thin ? ' thin' : ''}"><table><thead>${line('th', head)}</thead><tbody>${rows.map((row) => line('td', row)).join('')}</tbody></table></div>`;
}

const style = `
body{max-width:56rem;margin:2rem auto;padding:0 1rem;font:15px/1.5 Inter,system-ui,sans-serif;color:#15181c;background:#fff}
h1{font-size:1.5rem}h2{margin-top:2.5rem;font-size:1.2rem}
table{border-collapse:collapse;font-variant-numeric:tabular-nums}
th,td{padding:.3rem .8rem;border-bottom:1px solid #e0e4e8;text-align:right;white-space:nowrap}
th:first-child,td:first-child{padding-left:0;text-align:left}
thead th{border-bottom:1px solid #15181c}
.wide{overflow-x:auto}
.thin td:not(:first-child){color:#5c6671}
figure{margin:1.5rem 0}figure svg{max-width:100%;height:auto}
figcaption,footer,.moments span{color:#454e58;font-size:.85rem}
.moments{display:grid;grid-template-columns:repeat(auto-fill,minmax(15rem,1fr));gap:1rem;padding:0;list-style:none}
.moments li{display:flex;flex-direction:column}
.moments img{width:100%;margin-bottom:.3rem}
footer{margin:3rem 0 1rem}`;
