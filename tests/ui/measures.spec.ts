import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, type Page, test } from '@playwright/test';
import { ForgettingReport } from '../../src-main/common/domain/forgetting';
import { OpenSetReport } from '../../src-main/common/domain/openSet';
import { toyKitchen } from '../builders/toyKitchen';
import { gadw, type Program, serve, temporaryFolder } from './program';
import { serialSuite } from './suite';

const settings = {
  features: 'toy',
  kind: 'gad',
  context: 'label',
  rank: 2,
  short: 4,
  long: 4,
  batch: 2,
  maxSteps: 2,
  heldOut: 'stir pot',
};

serialSuite('what is measured of a run beside its scores', () => {
  let program: Program;
  let page: Page;
  const report = (name: string): unknown =>
    JSON.parse(readFileSync(join(program.folder, 'kitchen', 'runs', 'gad', name), 'utf8'));
  const measure = async (what: string) => {
    await page.keyboard.press('Control+k');
    await page.keyboard.type(what);
    await page.keyboard.press('Enter');
  };

  test.beforeAll(async ({ browser }) => {
    const folder = await temporaryFolder();
    const { dir } = await toyKitchen(join(folder, 'kitchen'), []);
    const file = join(folder, 'settings.json');
    writeFileSync(file, JSON.stringify(settings));
    await gadw(folder, 'train', dir, '--run', 'gad', '--settings', file);
    program = await serve(folder, dir);
    page = await browser.newPage();
    await page.goto(`${program.url}#/runs?run=gad`);
  });
  test.afterAll(() => program?.stop());

  test('held-out classes are measured by the palette, and the panel shows the report', async () => {
    await measure('held-out classes');
    const panel = page.getByRole('region', { name: 'Held-out classes on test' });
    await expect(panel).toContainText('stir pot: ', { timeout: 60_000 });
    const { scores, fewShot, steps } = OpenSetReport.parse(report(join('open-set', 'test.json')));
    await expect(panel).toContainText(`${steps.unknown} steps against ${steps.action} steps of known actions`);
    for (const { score, actions } of scores)
      await expect(panel.getByRole('row', { name: score }).first()).toContainText((actions.auroc ?? 0).toFixed(1));
    const five = fewShot.find(({ examples }) => examples === 5);
    await expect(panel.getByRole('row', { name: /^5 / })).toContainText((five?.amongNew?.mean ?? 0).toFixed(1));
  });

  test('forgetting is measured by the palette, with perplexities and completions', async () => {
    await measure('took from the run');
    const panel = page.getByRole('region', { name: 'Forgetting' });
    await expect(panel).toContainText('Perplexity', { timeout: 60_000 });
    const { texts, completions } = ForgettingReport.parse(report('forgetting.json'));
    for (const { name, before, after } of texts)
      await expect(panel.getByRole('row', { name })).toContainText((after.perplexity / before.perplexity).toFixed(3));
    for (const { opening } of completions) await expect(panel.getByRole('row', { name: opening })).toBeVisible();
  });
});
