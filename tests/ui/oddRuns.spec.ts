import { join } from 'node:path';
import { expect, type Page, test } from '@playwright/test';
import { oddProject, type oddRuns } from '../builders/oddRuns';
import { type Program, serve, temporaryFolder } from './program';
import { serialSuite } from './suite';

/** What a screen must never say. */
const nonsense = /\bNaN\b|undefined|Infinity|\[object|null/;

serialSuite('odd runs, in the window', () => {
  let program: Program;
  let page: Page;
  const thrown: string[] = [];

  test.beforeAll(async ({ browser }) => {
    const folder = await temporaryFolder();
    const { dir } = await oddProject(join(folder, 'odd'), 'two videos');
    program = await serve(folder, dir);
    page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
    page.on('pageerror', ({ message }) => thrown.push(message));
  });
  test.afterAll(() => program?.stop());

  for (const run of ['wrong', 'silent', 'strange', 'elsewhere'] satisfies (keyof typeof oddRuns)[]) {
    test(`${run}: every screen has numbers or a sentence for it`, async () => {
      for (const screen of ['runs', 'errors', 'embeddings', 'entropy'] as const) {
        await page.goto('about:blank');
        await page.goto(`${program.url}#/${screen}?run=${run}&against=right`);
        const main = page.locator('main');
        await expect(main).toContainText(/\w/, { timeout: 20_000 });
        // Until nothing is awaited.
        await expect(main.locator('.skeleton, [role="status"]')).toHaveCount(0, { timeout: 20_000 });
        const text = await main.innerText();
        expect(text, `${screen} of ${run}`).not.toMatch(nonsense);
        expect(text, `${screen} of ${run}`).toMatch(/too few to judge|Too few to judge|[a-z]\.(\s|$)/);
        const blank = await main
          .locator('.chart')
          .evaluateAll((charts) => charts.filter((one) => one.innerHTML === ''));
        expect(blank, `${screen} of ${run}`).toEqual([]);
      }
      expect(thrown).toEqual([]);
    });
  }

  test('intervals over two videos are grey, with their number', async () => {
    await page.goto('about:blank');
    await page.goto(`${program.url}#/runs?run=wrong&against=right`);
    const intervals = page.locator('.interval');
    await expect(intervals.first()).toBeVisible({ timeout: 20_000 });
    for (const interval of await intervals.all()) {
      await expect(interval).toHaveAttribute('data-thin', 'true');
      await expect(interval).toHaveClass(/hint/);
      await expect(interval).toHaveAttribute('data-tip', /over [12] videos?, too few to judge/);
    }
    await expect(page.getByRole('region', { name: 'Comparison' })).toContainText('2 videos, too few to judge');
  });
});
