import { cp } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, type Page, test } from '@playwright/test';
import { root } from '../../scripts/prepare.mjs';
import { type Program, serve, temporaryFolder } from './program';
import { serialSuite } from './suite';

serialSuite('entropy and confusions, in the window', () => {
  let program: Program;
  let page: Page;
  const region = (name: string) => page.getByRole('region', { name, exact: true });

  test.beforeAll(async ({ browser }) => {
    const folder = await temporaryFolder();
    await cp(join(root, 'resources', 'demo'), join(folder, 'demo'), { recursive: true });
    program = await serve(folder, join(folder, 'demo'));
    page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
    await page.goto(`${program.url}#/entropy?run=gen&against=disc`);
  });
  test.afterAll(() => program?.stop());

  test('wrong labels of a class are told for both runs, and shown as errors', async () => {
    const classes = page.getByRole('grid', { name: 'Classes' });
    await expect(classes).toBeVisible({ timeout: 20_000 });
    await classes.getByRole('row', { name: 'cut carrot' }).click();
    await expect(page).toHaveURL(/truth=1/);
    const wrong = page.getByRole('region', { name: 'gen', exact: true });
    await expect(wrong).toContainText(/wrong steps?, entropy \d\.\d\d/);
    await wrong.getByRole('button', { name: 'Show as errors' }).click();
    await expect(page).toHaveURL(/#\/errors\?.*truth=1/);
  });

  test('a pair of the matrix filters the errors, and keys move through its cells', async () => {
    const pairs = page.getByRole('grid', { name: 'Most confused pairs' });
    await expect(pairs).toBeVisible({ timeout: 20_000 });
    await pairs.getByRole('row').nth(1).click();
    await expect(page).toHaveURL(/predicted=\d+/);
    await page.getByRole('application', { name: /Confusion matrix of \d+ by \d+/ }).focus();
    await page.keyboard.press('ArrowRight');
    await expect(page.locator('#confusion-cell')).toContainText(/called .+: (no|[\d,]+) steps? of/);
    await page.getByRole('radio', { name: 'Overlap' }).check({ force: true });
    await expect(page.getByRole('img', { name: /confused pairs by shared subwords/ })).toBeVisible();
  });

  test('a run is told against a pinned baseline', async () => {
    await page.goto(`${program.url}#/runs?run=gad`);
    await page.getByLabel('Baseline').selectOption({ label: 'gen' });
    await expect(region('Comparison')).toContainText('gad against gen', { timeout: 20_000 });
    await expect(region('Comparison')).toContainText(/\d+ % of draws/);
    await region('Comparison').getByText('Curves').click();
    await expect(region('Comparison').getByRole('img', { name: /Segment F1 by overlap of gad/ })).toBeVisible();
  });
});
