import { expect, type Page, test } from '@playwright/test';
import { holdAnswers } from './heldAnswers';
import { type Kitchen, labelledKitchen } from './labelledKitchen';
import { suite } from './suite';

/** Colours that the truth's lane shows. */
const coloursOfTimeline = (page: Page) =>
  page.getByTestId('timeline-canvas').evaluate((canvas) => {
    if (!(canvas instanceof HTMLCanvasElement)) throw new Error('no canvas');
    const pixels = canvas.getContext('2d')?.getImageData(0, 20, canvas.width, 1).data ?? new Uint8ClampedArray();
    return new Set(new Uint32Array(pixels.buffer)).size;
  });

suite('Opening a project', () => {
  let kitchen: Kitchen;

  test.beforeAll(async () => {
    kitchen = await labelledKitchen();
  });
  test.afterAll(() => kitchen?.program.stop());

  test('the timeline does not wait for the counts of labels, which come without a jump', async ({ page }) => {
    const answers = await holdAnswers(page, 'labels.counts');
    await page.goto(`${kitchen.program.url}#/annotate`);
    const row = page.getByRole('option', { name: /kitchen/ });
    await expect(page.getByRole('gridcell', { name: /cut onion/ })).toBeAttached();
    await expect.poll(() => coloursOfTimeline(page)).toBeGreaterThan(2);
    await expect(row).not.toContainText('segment');
    const places = () =>
      row.locator('*').evaluateAll((parts) => parts.map((part) => Math.round(part.getBoundingClientRect().top)));
    const before = await places();
    answers.letGo();
    await expect(row).toContainText('2 segments');
    expect(await places()).toEqual(before);
    await expect(page.getByRole('contentinfo', { name: 'Status' })).toContainText('2 segments');
  });
});
