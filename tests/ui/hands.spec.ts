import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, type Page, test } from '@playwright/test';
import type { AnnotatePage } from './pages/annotatePage';
import { type Kitchen, labelsIn, openKitchen, segmentsIn } from './labelledKitchen';
import { serialSuite } from './suite';

/** Keys that label, one after another, as a person would press them. */
serialSuite('hands', () => {
  let kitchen: Kitchen;
  let page: Page;
  let annotate: AnnotatePage;

  test.beforeAll(async ({ browser }) => {
    ({ kitchen, page, annotate } = await openKitchen(browser));
  });
  test.afterAll(() => kitchen?.program.stop());

  const onDisk = () => segmentsIn(kitchen.annotation);

  test('a class key held with Shift paints what is passed, until it is let go', async () => {
    await annotate.standAt(100);
    await page.keyboard.down('Shift');
    await page.keyboard.down('Digit2');
    await expect(annotate.status).toContainText('Painting stir pot');
    await page.keyboard.up('Shift');
    for (let i = 0; i < 5; i++) await page.keyboard.press('ArrowRight');
    await annotate.frameShown(/^105$/);
    await page.keyboard.up('Digit2');
    await expect.poll(onDisk).toEqual(['1 30 90', '2 100 105', '2 180 270']);
  });

  test('painting over labels leaves them, and ends where the window loses the focus', async () => {
    await annotate.standAt(80);
    await page.keyboard.down('Shift');
    await page.keyboard.down('Digit1');
    for (let i = 0; i < 3; i++) await page.keyboard.press('ArrowRight');
    await annotate.frameShown(/^110$/);
    await page.evaluate(() => window.dispatchEvent(new Event('blur')));
    await expect.poll(onDisk).toEqual(['1 30 90', '1 90 100', '2 100 105', '1 105 110', '2 180 270']);
    await page.keyboard.up('Digit1');
    await page.keyboard.up('Shift');
    await page.keyboard.press('Control+z');
    await expect.poll(onDisk).toEqual(['1 30 90', '2 100 105', '2 180 270']);
  });

  test('a class is chosen by typing: a new segment, then another name for it', async () => {
    await page.keyboard.press('Escape');
    await annotate.standAt(120);
    await page.keyboard.press('c');
    await page.keyboard.type('cton');
    await expect(page.getByRole('option', { name: 'cut onion' })).toHaveAttribute('aria-selected', 'true');
    await page.keyboard.press('Enter');
    await expect(annotate.status).toContainText('cut onion begins here');
    await page.keyboard.press('Shift+ArrowRight');
    await annotate.frameShown(/^130$/);
    await page.keyboard.press('1');
    await expect.poll(onDisk).toContain('1 120 130');
    await page.keyboard.press('ArrowUp');
    await page.keyboard.press('c');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await expect.poll(onDisk).toContain('2 120 130');
    await page.keyboard.press('c');
    await page.keyboard.press('Escape');
    await expect(page.getByRole('combobox', { name: /^Class (of|instead)/ })).toHaveCount(0);
  });

  test('gaps are gone through, edges nudged by ten, snapping is turned off and remembered', async () => {
    await page.keyboard.press('Escape');
    await annotate.standAt(0);
    await page.keyboard.press('d');
    await annotate.frameShown(/^90$/);
    await page.keyboard.press('d');
    await annotate.frameShown(/^105$/);
    await page.keyboard.press('Shift+D');
    await annotate.frameShown(/^90$/);
    const snapping = page.getByRole('button', { name: /^Snapping/ });
    await expect(snapping).toHaveAttribute('aria-pressed', 'true');
    await page.keyboard.press('i');
    await expect(snapping).toHaveAttribute('aria-pressed', 'false');
    await page.reload();
    await expect(snapping).toHaveAttribute('aria-pressed', 'false');
  });

  test('J plays backwards and K stops', async () => {
    await annotate.standAt(200);
    await page.keyboard.press('j');
    await expect.poll(async () => Number(await annotate.frame.inputValue())).toBeLessThan(195);
    await page.keyboard.press('k');
    const shown = await annotate.settledFrame();
    await page.keyboard.press('ArrowRight');
    await annotate.frameShown(new RegExp(`^${shown + 1}$`));
  });
});

serialSuite('hands on predictions', () => {
  let kitchen: Kitchen;
  let page: Page;
  let annotate: AnnotatePage;

  test.beforeAll(async ({ browser }) => {
    // In seconds: found, invented, and "stir pot" is missed.
    ({ kitchen, page, annotate } = await openKitchen(browser, {
      predicted: [
        { start: 1, end: 3, label: 'cut onion' },
        { start: 4, end: 5, label: 'stir pot' },
      ],
    }));
  });
  test.afterAll(() => kitchen?.program.stop());
  const labels = () => labelsIn(kitchen.annotation);
  const segment = () => page.getByRole('region', { name: 'Segment' });

  test('lanes of runs say what is wrong, and E goes through it', async () => {
    await expect(annotate.cells('other')).toHaveText([/cut onion.*, correct$/, /stir pot.*, invented$/]);
    await page.keyboard.press('e');
    await expect(annotate.cells('other').nth(1)).toHaveAttribute('aria-selected', 'true');
    await annotate.frameShown(/^120$/);
    await expect(segment()).toContainText('Ground truthinvented');
    await page.keyboard.press('e');
    await expect(annotate.cells('truth').nth(1)).toHaveAttribute('aria-selected', 'true');
    await expect(segment()).toContainText('othermissed—nothing here');
    await page.keyboard.press('Shift+E');
    await expect(annotate.cells('other').nth(1)).toHaveAttribute('aria-selected', 'true');
  });

  test('a prediction is rejected, so that accepting all leaves it, and undone', async () => {
    await page.keyboard.press('x');
    await expect(annotate.cells('other').nth(1)).toHaveText(/rejected$/);
    await expect.poll(() => labels().rejected?.length).toBe(1);
    await page.keyboard.press('Control+z');
    await expect(annotate.cells('other').nth(1)).not.toHaveText(/rejected$/);
    await page.keyboard.press('y');
    await expect(annotate.cells('truth')).toHaveCount(3);
    await expect.poll(() => labels().segments.map(({ origin }) => origin.split(':')[0])).toContain('model');
  });

  test('a true segment is flagged as a label error and noted', async () => {
    await page.keyboard.press('Escape');
    await annotate.standAt(30);
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('f');
    await expect(segment().getByRole('button', { name: 'Marked as label error' })).toBeVisible();
    const { marks } = JSON.parse(readFileSync(join(kitchen.project, 'marks.json'), 'utf8'));
    expect(marks).toMatchObject([{ video: kitchen.video, inTruth: true, labelError: true, start: 1, end: 3 }]);
    await expect(annotate.status).toContainText('Undo: Mark at 1.00 s as label error');
    await page.keyboard.press('Control+z');
    await expect(segment().getByRole('button', { name: 'Mark as label error' })).toBeVisible();
    await page.keyboard.press('Control+Shift+z');
    await expect(segment().getByRole('button', { name: 'Marked as label error' })).toBeVisible();
    await page.keyboard.press('t');
    await page.keyboard.type('blurred');
    await page.keyboard.press('Enter');
    await expect.poll(() => labels().segments[0]?.note).toBe('blurred');
  });
});
