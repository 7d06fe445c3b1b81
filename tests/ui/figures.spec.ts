import { existsSync, readFileSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, type Page, test } from '@playwright/test';
import { createCanvas, loadImage } from '../../src-main/video/canvas';
import { toyKitchen } from '../builders/toyKitchen';
import { gadw, openWindow, type Program, serve, temporaryFolder } from './program';
import { serialSuite } from './suite';

const recipe = {
  version: 1,
  title: 'Toy kitchen',
  panels: [
    { kind: 'timeline', place: { x: 0, y: 0, width: 174, height: 30 }, settings: { video: 'd', end: 20, pictures: 0 } },
    { kind: 'scores', place: { x: 0, y: 34, width: 80, height: 30 }, settings: {} },
  ],
};

serialSuite('figures, in the window', () => {
  let program: Program;
  let page: Page;
  const stored = () =>
    JSON.parse(readFileSync(join(program.folder, 'kitchen', 'figures', 'toy.json'), 'utf8')) as typeof recipe;
  const panel = (letter: string) => page.getByRole('button', { name: new RegExp(`^Panel ${letter},`) });

  test.beforeAll(async ({ browser }) => {
    const folder = await temporaryFolder();
    const { dir } = await toyKitchen(join(folder, 'kitchen'), []);
    await mkdir(join(dir, 'figures'));
    await writeFile(join(dir, 'figures', 'toy.json'), JSON.stringify(recipe));
    await writeFile(join(dir, 'figures', 'wrong.json'), JSON.stringify({ ...recipe, panels: [{ kind: 'pie' }] }));
    program = await serve(folder, dir);
    page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
    await openWindow(page, program);
    await page.keyboard.press('g');
    await page.keyboard.press('g');
  });
  test.afterAll(() => program?.stop());

  test('a recipe is drawn; one that is wrong is listed with the reason', async () => {
    await expect(page.getByRole('img', { name: 'Toy kitchen' })).toBeVisible();
    await expect(page.getByText('Invalid figures/wrong.json')).toBeVisible();
    const drawn = page.getByRole('img', { name: 'Toy kitchen' });
    await expect.poll(() => drawn.evaluate((image: HTMLImageElement) => image.naturalWidth)).toBeGreaterThan(400);
  });

  test('a panel is moved by keys and by the mouse, and taken back', async () => {
    await panel('b').focus();
    await page.keyboard.press('Shift+ArrowRight');
    await page.keyboard.press('ArrowDown');
    await expect.poll(() => stored().panels[1]?.place).toMatchObject({ x: 5, y: 34.5 });
    const box = (await panel('b').boundingBox())!;
    await page.mouse.move(box.x + 40, box.y + 40);
    await page.mouse.down();
    await page.mouse.move(box.x + 140, box.y + 40, { steps: 4 });
    await page.mouse.up();
    await expect.poll(() => stored().panels[1]?.place.x).toBeGreaterThan(15);
    await page.keyboard.press('Control+z');
    await expect.poll(() => stored().panels[1]?.place).toMatchObject({ x: 5, y: 34.5 });
    await expect(page.getByRole('button', { name: 'Redo: Move panel b' })).toBeEnabled();
  });

  test('settings of panel and sheet come from their schemas', async () => {
    await page.getByRole('region', { name: 'Settings' }).getByText('bars', { exact: true }).click();
    await expect.poll(() => stored().panels[1]?.settings).toMatchObject({ style: 'bars' });
    await page.getByRole('combobox', { name: 'Venue' }).selectOption('ieee-single');
    await expect.poll(() => stored()).toMatchObject({ sheet: { venue: 'ieee-single', width: 88.9, fontSize: 8 } });
  });

  test('what a schema does not allow stays in its field with the reason, and changes nothing', async () => {
    const settings = page.getByRole('region', { name: 'Settings' });
    const size = settings.getByRole('textbox', { name: 'Font size' }).first();
    await size.fill('2');
    await size.blur();
    await expect(settings.getByText('Expected 0, or 4 to 24; found 2')).toBeVisible();
    expect(stored().panels[1]?.settings).toMatchObject({ fontSize: 0 });
    await size.fill('6');
    await expect.poll(() => stored().panels[1]?.settings).toMatchObject({ fontSize: 6 });
    await expect(settings.getByText('found 2')).toBeHidden();
  });

  test('a panel is narrowed to classes, found by typing, inside the window', async () => {
    await panel('a').focus();
    await page.getByRole('button', { name: 'Classes: all classes' }).click();
    const list = page.getByRole('group', { name: 'Classes' });
    const [first, second] = (await list.getByRole('checkbox').all()).slice(1, 3);
    for (const box of [first, second]) {
      await box!.focus();
      await page.keyboard.press('Space');
    }
    await expect.poll(() => stored().panels[0]).toMatchObject({ classes: [10, 11] });
    const popover = (await page.locator('.popover:popover-open').boundingBox())!;
    expect(popover.y + popover.height).toBeLessThanOrEqual(900);
    await list.getByRole('button', { name: 'Show all classes' }).click();
    await expect.poll(() => stored().panels[0]).toMatchObject({ classes: [] });
    await page.keyboard.press('Escape');
  });

  test('font and palette are chosen, and the recipe takes another name and its old one again', async () => {
    const settings = page.getByRole('region', { name: 'Settings' });
    await settings.getByText('STIX', { exact: true }).click();
    await settings.getByText('Okabe-Ito', { exact: true }).click();
    await expect
      .poll(() => (stored() as { sheet?: object }).sheet)
      .toMatchObject({ font: 'STIX', palette: 'Okabe-Ito' });
    for (const name of ['kitchen of toys', 'toy']) {
      await page.getByLabel('Name', { exact: true }).fill(name);
      await page.keyboard.press('Enter');
      await expect(page.getByRole('region', { name: 'Recipes' }).getByRole('button', { name })).toBeVisible();
      await expect(page).toHaveURL(new RegExp(`figure=${name.replaceAll(' ', '(%20|\\+)')}`));
    }
    await settings.getByText('Inter', { exact: true }).click();
    await settings.getByText('classes', { exact: true }).click();
  });

  test('other eyes are shown, and files are written into the project', async () => {
    await page.getByText('Deuteranopia').click();
    await expect(page.getByRole('img', { name: 'Toy kitchen' })).toHaveCSS('filter', /sight-deutan/);
    await page.getByRole('button', { name: 'Export 3 formats' }).click();
    await expect(page.getByText(/4 files in/)).toBeVisible();
    const out = join(program.folder, 'kitchen', 'figures', 'out');
    for (const file of ['toy.svg', 'toy.pdf', 'toy-a.csv', 'toy-b.csv']) {
      expect(existsSync(join(out, file))).toBe(true);
    }
    const svg = readFileSync(join(out, 'toy.svg'), 'utf8');
    expect(svg).toContain('>Truth</text>');
    expect(svg).toContain('>None of the runs can be');
  });

  test('a browser shows the SVG as the PNG is painted, but for the edges of letters', async ({ browser }) => {
    const dir = join(program.folder, 'kitchen');
    await gadw(program.folder, 'figures', dir, 'toy', '--formats', 'svg,png', '--dpi', '192');
    const painted = await loadImage(readFileSync(join(dir, 'figures', 'out', 'toy.png')));
    const [width, height] = [painted.width / 2, Math.ceil(painted.height / 2)];
    const view = await browser.newPage({ viewport: { width, height }, deviceScaleFactor: 2 });
    await view.goto(pathToFileURL(join(dir, 'figures', 'out', 'toy.svg')).href);
    const shown = await loadImage(await view.screenshot());
    await view.close();
    const [a, b] = [painted, shown].map((image) => {
      const canvas = createCanvas(painted.width, painted.height);
      canvas.getContext('2d').drawImage(image, 0, 0);
      return canvas.getContext('2d').getImageData(0, 0, painted.width, painted.height).data;
    }) as [Uint8ClampedArray, Uint8ClampedArray];
    const ink = a.filter((value, i) => i % 4 === 1 && value < 128).length;
    const apart = a.filter((value, i) => i % 4 === 1 && Math.abs(value - (b[i] as number)) > 64).length;
    expect(ink).toBeGreaterThan(3000);
    expect(apart / ink).toBeLessThan(0.1);
  });

  test('what a view shows is added to a figure', async () => {
    await page.getByRole('link', { name: 'Runs', exact: true }).click();
    await page.getByRole('button', { name: 'Add to figures' }).first().click();
    await page.getByRole('menuitem', { name: /^toy/ }).click();
    await expect.poll(() => stored().panels.length).toBe(3);
  });
});
