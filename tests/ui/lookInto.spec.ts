import { cp } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, type Page, test } from '@playwright/test';
import { root } from '../../scripts/prepare.mjs';
import { type Program, serve, temporaryFolder } from './program';
import { serialSuite } from './suite';

serialSuite('looking into runs of the demo, in the window', () => {
  let program: Program;
  let page: Page;
  const region = (name: string) => page.getByRole('region', { name, exact: true });
  const open = (address: string) => page.goto(`${program.url}${address}`);

  test.beforeAll(async ({ browser }) => {
    const folder = await temporaryFolder();
    await cp(join(root, 'resources', 'demo'), join(folder, 'demo'), { recursive: true });
    program = await serve(folder, join(folder, 'demo'));
    page = await browser.newPage({ viewport: { width: 1440, height: 900 }, colorScheme: 'light' });
  });
  test.afterAll(() => program?.stop());

  test('a step of a map that is pointed at shows its picture, a click plays it beside the map, and it is opened in Annotate', async () => {
    await open('#/embeddings?run=gen&against=disc&method=PCA');
    const map = page.getByRole('img', { name: /^PCA of [\d,]+ steps of gen/ });
    await expect(map).toBeVisible({ timeout: 60_000 });
    const picture = region('Selection').getByRole('region', { name: 'Step under the pointer' });
    const ground = () =>
      page
        .locator('.map-canvas canvas')
        .first()
        .evaluate((canvas: HTMLCanvasElement) => [...canvas.getContext('2d')!.getImageData(2, 2, 1, 1).data]);
    await expect.poll(ground, 'the light ground').toEqual([255, 255, 255, 255]);
    const box = (await map.boundingBox())!;
    const places = Array.from({ length: 400 }, (_, i) => [(i % 20) / 20, Math.floor(i / 20) / 20] as const);
    let [x, y] = [0, 0];
    for (const [across, down] of places) {
      [x, y] = [box.x + across * box.width, box.y + down * box.height];
      await page.mouse.move(x, y);
      if (await picture.isVisible()) break;
    }
    await expect(picture).toContainText(/gen says/);
    const drawn = () => picture.locator('img').evaluate((image: HTMLImageElement) => image.naturalWidth);
    await expect.poll(drawn, { timeout: 30_000 }).toBeGreaterThan(0);
    await page.mouse.click(x, y);
    const player = region('Selection').getByRole('region', { name: 'Player' });
    await expect(player.locator('video')).toBeVisible();
    await player.getByRole('button', { name: 'Open in Annotate' }).click();
    await expect(page).toHaveURL(/#\/annotate\?video=.+&t=\d/);
  });

  test('the entropy of classes stands below the maps, and goes where it is not wanted', async () => {
    await open('#/embeddings?run=gen&against=disc&method=PCA&truth=1');
    const bars = region('Diversity');
    await expect(bars.getByRole('img', { name: /^Entropy of the wrong labels of \d+ classes/ })).toBeVisible();
    await expect(region('Selection').getByRole('region', { name: /^Wrong labels of/ })).toContainText('Show as errors');
    await bars.getByRole('button', { name: 'Hide the entropy of classes' }).click();
    await expect(bars).toBeHidden();
    await page.getByRole('button', { name: 'Show the entropy of classes' }).click();
    await expect(bars).toBeVisible();
  });

  test('a link restores runs, filters and what is chosen', async () => {
    await open('#/errors?run=gen&against=disc&kinds=confused~missed&truth=1&length=2%20to%205%20s&correct=0.6');
    const errors = region('Errors');
    await expect(errors.getByRole('grid', { name: 'Errors' })).toBeVisible();
    await expect(errors.getByLabel('Run', { exact: true })).toHaveValue('gen');
    await expect(errors.getByLabel('Second run')).toHaveValue('disc');
    for (const kind of ['confused', 'missed']) {
      await expect(errors.getByRole('button', { name: new RegExp(kind) })).toHaveAttribute('aria-pressed', 'true');
    }
    await expect(errors.getByRole('button', { name: /boundary/ })).toHaveAttribute('aria-pressed', 'false');
    await expect(errors.getByRole('button', { name: 'Clear truth' })).toBeVisible();
    await expect(errors.getByLabel('Errors by length')).toHaveValue('2 to 5 s');
    await page.reload();
    await expect(errors.getByLabel('Errors by length')).toHaveValue('2 to 5 s');
    await page.getByRole('link', { name: 'Entropy', exact: true }).click();
    await expect(page).toHaveURL(/#\/entropy\?run=gen&against=disc&kinds=confused~missed&truth=1/);
    await expect(page.getByRole('grid', { name: 'Classes' }).getByRole('row', { selected: true })).toBeVisible();
  });

  test('errors are played one after the other, and nearest training moments tell their labels', async () => {
    await open('#/errors?run=disc&length=below%201%20s');
    const through = page.getByRole('button', { name: 'Play through' });
    await through.click();
    await expect(page).toHaveURL(/event=/);
    const first = page.url();
    await expect.poll(() => page.url(), { timeout: 30_000 }).not.toBe(first);
    await expect(through).toHaveAttribute('aria-pressed', 'true');
    await through.click();
    await expect(through).toHaveAttribute('aria-pressed', 'false');
  });
});
