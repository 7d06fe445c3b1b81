import { readFileSync, writeFileSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, type Page, test } from '@playwright/test';
import type { ReviewLog } from '../../src-main/common/domain/review';
import { writeNpy } from '../../src-main/data/formats/npy';
import { type Kitchen, labelledKitchen, labelsIn, segmentsIn } from './labelledKitchen';
import { AnnotatePage } from './pages/annotatePage';
import { gadw } from './program';
import { serialSuite } from './suite';

const classes = ['background', 'cut onion', 'stir pot'];
const steps = 40;

/**
 * The run, at 4 steps a second, takes the labelled cut onion for stir pot. Of the stir pot that nobody has looked at,
 * it is unsure for half a second where it begins and for a second where it ends.
 */
async function writeRun(folder: string): Promise<void> {
  const rows = Array.from({ length: steps }, (_, step) => {
    const label = (step >= 4 && step < 12) || (step >= 24 && step < 36) ? 2 : 0;
    if (step >= 22 && step < 26) return label === 2 ? [0.41, 0.01, 0.58] : [0.62, 0.01, 0.37];
    if (step >= 34 && step < 38) return label === 2 ? [0.3, 0.1, 0.6] : [0.6, 0.1, 0.3];
    return label === 2 ? [0.01, 0.01, 0.98] : [0.98, 0.01, 0.01];
  });
  await mkdir(folder, { recursive: true });
  const data = Float32Array.from(rows.flat());
  await writeNpy(join(folder, 'kitchen.npy'), { dtype: 'float32', shape: [steps, classes.length], data });
  await writeFile(join(folder, 'classes.txt'), `${classes.join('\n')}\n`);
}

serialSuite('the review queue', () => {
  let kitchen: Kitchen;
  let page: Page;
  let annotate: AnnotatePage;

  const labels = () => labelsIn(kitchen.annotation);
  const onDisk = () => segmentsIn(kitchen.annotation);
  const log = () => (JSON.parse(readFileSync(join(kitchen.project, 'review.json'), 'utf8')) as ReviewLog).done;
  const list = () => page.getByRole('listbox', { name: 'Suggestions' });
  const settled = () => page.getByRole('region', { name: 'Videos' }).getByText(/^\d+ of \d+ settled$/);

  test.beforeAll(async ({ browser }) => {
    kitchen = await labelledKitchen();
    const { folder, url } = kitchen.program;
    const all = labels();
    const half = { ...all, segments: all.segments.slice(0, 1), reviewed: [{ start: 0, end: 150 }] };
    writeFileSync(kitchen.annotation, JSON.stringify(half));
    await writeRun(join(folder, 'scores'));
    const run = ['--predictions', '--rate', '4', '--name', 'other'];
    await gadw(folder, 'import', kitchen.project, ...run, join(folder, 'scores'));
    page = await browser.newPage();
    annotate = new AnnotatePage(page);
    await annotate.open(url, kitchen.video);
  });
  test.afterAll(() => kitchen?.program.stop());

  test('N shows it, the most unsure first, and each says why', async () => {
    await annotate.press('n');
    const why = 'boundary: p of “stir pot” rises from 0.37 to 0.58 within 0.5 s';
    await expect(list().getByRole('option').first()).toContainText(why);
    await expect(list()).toContainText('label: “stir pot” has 0.98 on average, the annotated “cut onion” 0.01');
    await expect(settled()).toHaveText(/^0 of \d+ settled$/);
    await expect(page.getByText('Nothing was settled through the queue of other yet.')).toBeVisible();
  });

  test('A believes the run: the label is mended, undone, and done again', async () => {
    await page.getByRole('button', { name: /^Check the label/ }).click();
    await list().focus();
    await page.keyboard.press('n');
    await expect(list().getByRole('option', { selected: true })).toContainText('label: “stir pot”');
    await page.keyboard.press('a');
    await expect.poll(onDisk).toEqual(['2 30 90']);
    await expect(settled()).toHaveText(/^1 of/);
    expect(log()).toMatchObject([{ kind: 'check', did: 'accepted', run: 'other' }]);
    await page.keyboard.press('Control+z');
    await expect.poll(onDisk).toEqual(['1 30 90']);
    await expect(settled()).toHaveText(/^0 of/);
    expect(log()).toEqual([]);
    await page.keyboard.press('Control+Shift+z');
    await expect.poll(onDisk).toEqual(['2 30 90']);
    await expect(settled()).toHaveText(/^1 of/);
  });

  test('X puts a suggestion down, H says that it was looked at', async () => {
    const options = list().getByRole('option');
    await page.getByRole('button', { name: /^Unsure edge/ }).click();
    const before = onDisk();
    await list().focus();
    await page.keyboard.press('n');
    await page.keyboard.press('x');
    await expect(settled()).toHaveText(/^2 of/);
    expect([onDisk(), labels().reviewed]).toEqual([before, [{ start: 0, end: 150 }]]);
    await expect(options.first()).toHaveAttribute('aria-selected', 'true');
    await page.keyboard.press('h');
    await expect.poll(() => labels().reviewed.length + labels().reviewed[0]!.end).toBeGreaterThan(151);
    expect(onDisk()).toEqual(before);
    await expect(settled()).toHaveText(/^3 of/);
    expect(log().map(({ did }) => did)).toEqual(['accepted', 'rejected', 'reviewed']);
    await expect(page.getByText('3 suggestions were settled')).toContainText(
      '1 accepted, 1 rejected, 1 only looked at',
    );
    await expect(page.getByText('Its predictions were imported')).toBeVisible();
  });
});
