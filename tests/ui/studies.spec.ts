import { readFileSync, writeFileSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, type Page, test } from '@playwright/test';
import { toyKitchen } from '../builders/toyKitchen';
import { openWindow, type Program, serve, temporaryFolder } from './program';
import { serialSuite } from './suite';

const settings = { features: 'toy', rank: 2, short: 4, long: 4, batch: 2, maxSteps: 2 };
const study = {
  version: 1,
  title: 'Toy kinds',
  about: 'What a label costs.',
  columns: ['segmentF1', 'frameAccuracy', 'labelTokens'],
  settings,
  rows: [
    { label: 'generative', settings: { kind: 'generative' } },
    { label: 'discriminative', settings: { kind: 'discriminative' } },
    { label: 'lost', settings: { decoder: 'nowhere' } },
  ],
  seeds: [0],
};

serialSuite('studies, in the window', () => {
  let program: Program;
  let page: Page;
  const row = (name: string) => page.getByRole('grid', { name: 'Toy kinds' }).getByRole('row', { name });

  test.beforeAll(async ({ browser }) => {
    const folder = await temporaryFolder();
    const { dir } = await toyKitchen(join(folder, 'kitchen'), []);
    await mkdir(join(dir, 'studies'));
    writeFileSync(join(dir, 'studies', 'toy.json'), JSON.stringify(study));
    writeFileSync(join(dir, 'studies', 'wrong.json'), JSON.stringify({ ...study, columns: ['f1'] }));
    program = await serve(folder, dir);
    page = await browser.newPage();
    await openWindow(page, program);
  });
  test.afterAll(() => program?.stop());

  test('a wrong file is told with field, found and expected; the others are listed', async () => {
    await page.keyboard.press('g');
    await page.keyboard.press('s');
    await page
      .getByRole('button', { name: /^toy kinds|wrong/i })
      .last()
      .click();
    await expect(page.getByRole('alert')).toContainText(
      'Invalid studies/wrong.json: field columns[0]: expected one of',
    );
    await expect(page.getByRole('alert')).toContainText('found "f1"');
    await expect(page.getByRole('button', { name: /Discriminative against generative/ })).toBeVisible();
  });

  test('a study is queued by a key and its table fills as runs end', async () => {
    await page.getByRole('button', { name: /Toy kinds/ }).click();
    await expect(page.getByText('0 of 3 runs').first()).toBeVisible();
    await expect(row('generative')).toContainText('0/1');
    await page.keyboard.press('Control+Enter');
    await expect(row('generative')).toContainText('1/1', { timeout: 60_000 });
    await expect(row('discriminative')).toContainText('1/1', { timeout: 60_000 });
    await expect(row('generative').getByRole('img', { name: 'done' })).toBeVisible();
    await expect(row('lost').getByRole('img', { name: 'failed' })).toBeVisible();
    await expect(page.getByText('Too few to judge: 2 test videos.')).toBeVisible();
    await row('lost').click();
    await expect(page.getByRole('region', { name: 'Row' })).toContainText('There is no decoder "nowhere"');
    await expect(page.getByRole('button', { name: 'Queue 1 run' })).toBeVisible();
  });

  test('the table is exported by a command, and a row opens its run', async () => {
    const download = page.waitForEvent('download');
    await page.getByRole('button', { name: 'Export the table' }).click();
    await page.getByRole('menuitem', { name: 'CSV' }).click();
    const text = readFileSync(await (await download).path(), 'utf8');
    expect(text).toMatch(/^label,runs,segmentF1,/);
    expect(text).toContain('\ngenerative,toy-generative-s0,');

    await row('discriminative').click();
    await page.keyboard.press('Enter');
    await expect(page).toHaveURL(/#\/runs\?run=toy-discriminative-s0/);
  });

  test('a study under way is stopped, and what it has is kept', async () => {
    const long = { ...study, title: 'Toy kinds', settings: { ...settings, maxSteps: 0, epochs: 200 }, seeds: [5] };
    writeFileSync(join(program.folder, 'kitchen', 'studies', 'toy.json'), JSON.stringify(long));
    await page.getByRole('link', { name: 'Studies', exact: true }).click();
    await page.getByRole('button', { name: 'Queue 3 runs' }).click();
    await expect(page.getByRole('region', { name: 'Row' }).getByText(/seed 5, \d+ %/)).toBeVisible();
    await page.getByRole('button', { name: 'Stop 3 jobs' }).click();
    await expect(page.getByRole('region', { name: 'Row' })).toContainText('seed 5, unfinished');
    await expect(page.getByRole('button', { name: 'Queue 3 runs' })).toBeVisible();
  });
});
