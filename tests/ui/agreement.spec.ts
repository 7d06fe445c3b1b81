import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, type Page, test } from '@playwright/test';
import { writeTruth } from '../builders/annotatedClip';
import { type Kitchen, labelledKitchen, labelsIn, segmentsIn } from './labelledKitchen';
import { AnnotatePage } from './pages/annotatePage';
import { serialSuite } from './suite';

/** Against cut onion 1 to 3 s and stir pot 6 to 9 s: another class, an edge 15 frames earlier, and one more. */
const theirs = [
  { start: 1, end: 3, label: 'stir pot' },
  { start: 4, end: 5, label: 'cut onion' },
  { start: 6, end: 8.5, label: 'stir pot' },
];

serialSuite('two annotators', () => {
  let kitchen: Kitchen;
  let page: Page;
  let annotate: AnnotatePage;

  test.beforeAll(async ({ browser }) => {
    kitchen = await labelledKitchen();
    await writeTruth(join(kitchen.program.folder, 'theirs.json'), kitchen.video, 10, theirs);
    page = await browser.newPage();
    annotate = new AnnotatePage(page);
  });
  test.afterAll(() => kitchen?.program.stop());

  const onDisk = () => segmentsIn(kitchen.annotation);
  const list = () => page.getByRole('listbox', { name: 'Disagreements' });
  const settled = () => page.getByRole('region', { name: 'Videos' }).getByText(/^\d+ of \d+ settled$/);

  test('labels of another annotator are imported beside the own ones', async () => {
    await page.goto(`${kitchen.program.url}#/project`);
    await page.getByRole('button', { name: 'Import', exact: true }).click();
    await page.getByLabel('Folder', { exact: true }).fill(join(kitchen.program.folder, 'theirs.json'));
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: /^Choose$/ }).click();
    const dialog = page.getByRole('dialog', { name: 'Import' });
    await dialog.getByText('Labels of another annotator').click();
    await dialog.getByRole('textbox', { name: 'Name of the annotator' }).fill('Mira');
    await dialog.getByRole('button', { name: /^Import 3 segments/ }).click();
    await expect(page.getByText('Imported 1 video with 3 segments')).toBeVisible();
    expect(onDisk()).toEqual(['1 30 90', '2 180 270']);
    expect(segmentsIn(join(kitchen.project, 'annotators', 'Mira', `${kitchen.video}.json`))).toEqual([
      '2 30 90',
      '1 120 150',
      '2 180 255',
    ]);
  });

  test('that import is undone and done again by name', async () => {
    const theirs = join(kitchen.project, 'annotators', 'Mira');
    await page.keyboard.press('Control+z');
    await expect(page.getByText('Undone: Import theirs.json')).toBeVisible();
    expect(existsSync(theirs)).toBe(false);
    await page.keyboard.press('Control+Shift+z');
    await expect(page.getByText('Redone: Import theirs.json')).toBeVisible();
    expect(segmentsIn(join(theirs, `${kitchen.video}.json`))).toHaveLength(3);
  });

  test('a lane shows them, and the list tells how far both agree', async () => {
    await annotate.open(kitchen.program.url, kitchen.video);
    await expect(annotate.cells('annotator Mira')).toHaveCount(3);
    await page.getByText('Agreement', { exact: true }).click();
    await expect(list().getByRole('option')).toHaveCount(3);
    // 195 of 300 frames are alike; by chance 150 x 135, 60 x 30 and 90 x 135 of 300 x 300.
    const chance = (150 * 135 + 60 * 30 + 90 * 135) / 300 ** 2;
    const kappa = ((195 / 300 - chance) / (1 - chance)).toFixed(2);
    await expect(page.getByRole('table', { name: 'Frames' })).toContainText(`Kappa${kappa}`);
    await expect(settled()).toHaveText('0 of 3 settled');
  });

  test('N goes to the largest, A takes theirs, and the next is gone to', async () => {
    await list().focus();
    await page.keyboard.press('n');
    const first = list().getByRole('option').first();
    await expect(first).toHaveAttribute('aria-selected', 'true');
    await expect(first).toContainText('cut onion');
    await expect(first).toContainText('stir pot');
    await expect(page.getByRole('region', { name: 'Segment' })).toContainText('cut onion');
    await page.keyboard.press('a');
    await expect.poll(onDisk).toEqual(['2 30 90', '2 180 270']);
    await expect(settled()).toHaveText('1 of 3 settled');
    await expect(list().getByRole('option')).toHaveCount(2);
    await expect(list().getByRole('option', { selected: true })).toContainText('1.00 s');
  });

  test('X keeps mine, and undoing opens both again', async () => {
    await list().focus();
    await page.keyboard.press('x');
    await expect(settled()).toHaveText('2 of 3 settled');
    expect(onDisk()).toEqual(['2 30 90', '2 180 270']);
    await page.keyboard.press('Control+z');
    await expect(settled()).toHaveText('1 of 3 settled');
    await page.keyboard.press('Control+z');
    await expect(settled()).toHaveText('0 of 3 settled');
    await expect.poll(onDisk).toEqual(['1 30 90', '2 180 270']);
    await page.keyboard.press('Control+Shift+z');
    await expect(settled()).toHaveText('1 of 3 settled');
  });

  test('filters narrow the list, and edges may be further apart', async () => {
    await page.getByRole('button', { name: /^Edges apart/ }).click();
    await expect(list().getByRole('option')).toHaveCount(1);
    await page.getByRole('textbox', { name: 'Frames edges may be apart' }).fill('15');
    await expect(page.getByText('No disagreement matches.')).toBeVisible();
    await page.getByRole('textbox', { name: 'Frames edges may be apart' }).fill('5');
    await page.getByRole('button', { name: /^Edges apart/ }).click();
    await expect(list().getByRole('option')).toHaveCount(2);
  });

  test('a segment of their lane is accepted like a prediction', async () => {
    await page.getByText('Videos', { exact: true }).first().click();
    await annotate.cells('annotator Mira').nth(1).dispatchEvent('click');
    await page.locator('.timeline').focus();
    await page.keyboard.press('a');
    await expect.poll(onDisk).toEqual(['2 30 90', '1 120 150', '2 180 270']);
    expect(labelsIn(kitchen.annotation).segments[1]?.origin).toBe('import:Mira');
  });
});
