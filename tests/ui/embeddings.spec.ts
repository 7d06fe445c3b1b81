import { join } from 'node:path';
import { expect, type Page, test } from '@playwright/test';
import { predictedKitchen } from '../builders/predictedKitchen';
import { openWindow, type Program, serve, temporaryFolder } from './program';
import { serialSuite } from './suite';

serialSuite('maps of states, in the window', () => {
  let program: Program;
  let page: Page;
  const map = (run: string) => page.getByRole('img', { name: new RegExp(`^t-SNE of \\d+ steps of ${run}`) });

  /** Draws round everything on a map. */
  async function lasso(run: string, share: number): Promise<void> {
    const box = await map(run).boundingBox();
    if (!box) throw new Error(`no map of ${run}`);
    const corners = [0, 0.02, share, 0.02, share, 0.98, 0, 0.98].map((at, i) =>
      i % 2 === 0 ? box.x + 1 + at * (box.width - 2) : box.y + at * box.height,
    );
    await page.mouse.move(corners[0] as number, corners[1] as number);
    await page.mouse.down();
    for (let i = 2; i < corners.length; i += 2) await page.mouse.move(corners[i] as number, corners[i + 1] as number);
    await page.mouse.up();
  }

  test.beforeAll(async ({ browser }) => {
    const folder = await temporaryFolder();
    const { dir } = await predictedKitchen(join(folder, 'kitchen'), ['right', 'wrong']);
    program = await serve(folder, dir);
    page = await browser.newPage();
    await openWindow(page, program);
  });
  test.afterAll(() => program?.stop());

  test('two runs side by side are mapped, and how they were is in the address', async () => {
    await page.keyboard.press('g');
    await page.keyboard.press('m');
    await page.getByRole('combobox', { name: 'Run', exact: true }).selectOption('right');
    await page.getByLabel('Second run').selectOption('wrong');
    for (const run of ['right', 'wrong']) await expect(map(run)).toBeVisible({ timeout: 60_000 });
    await expect(page.getByText(/neighbours of the same class/)).toHaveCount(2, { timeout: 60_000 });
    await expect(page).toHaveURL(/#\/embeddings\?run=right&against=wrong/);
  });

  test('steps in a lasso are chosen in both maps and told by class, and Esc lets them go', async () => {
    await lasso('right', 1);
    const panel = page.getByRole('region', { name: 'Selection' });
    await expect(panel.getByRole('table')).toContainText('right wrong');
    await expect(panel.getByRole('row', { name: /cut onion \d+ 0 % 100 %/ })).toBeVisible();
    await expect(page).toHaveURL(/steps=/);
    await map('right').focus();
    await page.keyboard.press('Escape');
    await expect(panel).toContainText('Nothing selected');
  });

  test('a map that was zoomed and moved is the same picture once it is shown whole again', async () => {
    const picture = () =>
      map('right').evaluate((upper) => {
        const lower = upper.parentElement?.querySelector('canvas');
        return lower?.toDataURL() ?? '';
      });
    await page.mouse.move(0, 0);
    await map('right').focus();
    const whole = await picture();
    for (const key of ['+', '+', 'ArrowLeft', 'ArrowDown', '-']) await page.keyboard.press(key);
    await expect.poll(picture).not.toBe(whole);
    await page.keyboard.press('\\');
    await expect.poll(picture).toBe(whole);
  });

  test('only labels that share a verb are shown, by a colour of their own', async () => {
    await page.getByLabel('Classes shown').selectOption('cut');
    await page.getByRole('radio', { name: 'Correct' }).check({ force: true });
    await expect(page).toHaveURL(/colour=correct&verb=cut/);
    await lasso('wrong', 1);
    await expect(page.getByRole('table').getByRole('row')).toHaveCount(2);
  });

  test('what the lasso holds plays through beside the maps, and opens in Annotate', async () => {
    const panel = page.getByRole('region', { name: 'Selection' });
    await panel.getByRole('button', { name: 'Play through' }).click();
    // These videos have no files, so that the last moment is come to at once.
    const player = panel.getByRole('region', { name: 'Player' });
    await expect(player).toContainText(/^.*[de] \d\d:\d\d/s);
    await expect(panel.getByRole('button', { name: 'Play through' })).toHaveAttribute('aria-pressed', 'false');
    await player.getByRole('button', { name: 'Open in Annotate' }).click();
    await expect(page).toHaveURL(/#\/annotate\?video=e/);
    await page.goBack();
    await expect(map('right')).toBeVisible({ timeout: 60_000 });
    await expect(page.getByRole('region', { name: 'Player' })).toHaveCount(0);
  });

  test('confusions and entropy are narrowed by the lasso as well, and widened again', async () => {
    await page.getByRole('button', { name: 'Show as errors' }).click();
    const chip = page.getByRole('button', { name: 'Clear chosen steps' });
    await expect(chip).toBeVisible();
    await expect(page.getByText(/^Only what was chosen is counted/)).toBeVisible({ timeout: 20_000 });
    await page.keyboard.press('g');
    await page.keyboard.press('n');
    await chip.click();
    await expect(page).not.toHaveURL(/steps=/);
  });

  test('nothing of the toolbar is cut off in a small window', async () => {
    await page.setViewportSize({ width: 720, height: 450 });
    await page.keyboard.press('g');
    await page.keyboard.press('m');
    for (const name of ['Run', 'Second run', 'Split', 'Classes shown']) {
      const box = await page.getByRole('combobox', { name, exact: true }).boundingBox();
      expect(box?.width, name).toBeGreaterThan(60);
    }
  });
});
