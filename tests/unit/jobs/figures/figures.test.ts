import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { figuresJob } from '../../../../src-main/jobs/figures/figuresJob';
import { drawnFolder, writeRecipe } from '../../../../src-main/jobs/figures/recipes';
import { reportJob } from '../../../../src-main/jobs/figures/report';
import { comparedProject, comparedRuns as runs, figure, noCrew } from '../../../builders/comparedProject';
import { folderDigest, quiet, userError } from '../../data/temporaryProject';
import { pdfText } from '../../figures/pdfText';

describe('figures of a project', () => {
  it('are the same bytes when they are drawn twice', async () => {
    const { dir } = await comparedProject();
    const wide = figure(
      { kind: 'timeline', runs, settings: { video: 'a', end: 20 } },
      { kind: 'scores', runs },
      { kind: 'table', runs },
    );
    await writeRecipe(dir, 'fig1', wide);
    const other = figure(
      { kind: 'timeline', runs, settings: { video: 'a', end: 20, errors: 'verdicts' } },
      { kind: 'scores', runs, settings: { style: 'bars' } },
    );
    const sheet = { ...other.sheet, font: 'STIX' as const, palette: 'Okabe-Ito' as const };
    await writeRecipe(dir, 'fig3', { ...other, sheet });
    await writeRecipe(dir, 'fig2', figure({ kind: 'entropy', runs }));
    const input = { project: dir, names: null, formats: ['svg', 'pdf', 'png', 'csv', 'tex', 'md'] as const, dpi: 100 };
    const written = await figuresJob(input, quiet, noCrew);
    expect(written.map(({ name, files }) => [name, files.length])).toEqual([
      ['fig1', 8],
      ['fig2', 4],
      ['fig3', 5],
    ]);
    const first = folderDigest(drawnFolder(dir));
    await figuresJob(input, quiet, noCrew);
    expect(folderDigest(drawnFolder(dir))).toEqual(first);
    expect(await pdfText(readFileSync(join(drawnFolder(dir), 'fig1.pdf')))).toEqual(
      expect.arrayContaining(['Truth', 'gen', 'disc', 'cut onion', 'S-F1', '80.0', 'c']),
    );
    expect(readFileSync(join(drawnFolder(dir), 'fig1-c.tex'), 'utf8')).toContain('disc & 80.0 &');
    expect(readFileSync(join(drawnFolder(dir), 'fig1-b.csv'), 'utf8')).toContain('disc,S-F1,80,');
  });
});

describe('the report', () => {
  it('is one page that needs nothing else, the same twice', async () => {
    const { dir } = await comparedProject();
    const out = join(dir, 'page.html');
    const input = { project: dir, runs, split: 'test' as const, out };
    await reportJob(input, quiet);
    const page = readFileSync(out, 'utf8');
    expect(page).not.toMatch(/(src|href)="(?!data:|#)|url\((?!data:)|<script|<link/);
    expect(page).toContain('<th scope="row">disc</th><td>80.0 <span class="interval">');
    expect(page).toContain('Differences to gen, paired over videos');
    expect(page).toContain('disc against gen: S-F1 +40.0 (');
    expect(page).toContain('2 videos, too few to judge.');
    expect(page).toContain('<h3>cut onion</h3>\n<p class="meta">a, 2.0 to 10.0 s</p>');
    expect(page).toContain('<li><b>gen</b> confused: stir pot</li><li><b>disc</b> right</li>');
    expect(page.match(/<svg/g)?.length).toBeGreaterThanOrEqual(5);
    await reportJob(input, quiet);
    expect(readFileSync(out, 'utf8')).toBe(page);
  });

  it('of a run that is not evaluated says what to do', async () => {
    const { dir } = await comparedProject();
    const out = join(dir, 'page.html');
    const error = await userError(reportJob({ project: dir, runs, split: 'val', out }, quiet));
    expect(error).toMatchObject({ code: 'not-evaluated', tip: expect.stringContaining('gadw evaluate --run gen') });
    expect(existsSync(out)).toBe(false);
  });
});
