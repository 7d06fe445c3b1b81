import { readFileSync, writeFileSync } from 'node:fs';
import { expect, type Page, test } from '@playwright/test';
import { type Kitchen, labelsIn, openKitchen, segmentsIn } from './labelledKitchen';
import { AnnotatePage } from './pages/annotatePage';
import { gadw } from './program';
import { serialSuite } from './suite';

/** Pixels from the top of the lanes to the middle of the truth. */
const truthAt = 71;

serialSuite('labelling', () => {
  let kitchen: Kitchen;
  let page: Page;
  let annotate: AnnotatePage;

  test.beforeAll(async ({ browser }) => {
    ({ kitchen, page, annotate } = await openKitchen(browser));
  });
  test.afterAll(() => kitchen?.program.stop());

  const onDisk = () => segmentsIn(kitchen.annotation);

  test('a class key begins a segment, again ends it, and it is on disk', async () => {
    await annotate.standAt(120);
    await page.keyboard.press('2');
    await expect(annotate.status).toContainText('stir pot begins here');
    for (let i = 0; i < 3; i++) await page.keyboard.press('Shift+ArrowRight');
    await annotate.frameShown(/^150$/);
    await page.keyboard.press('2');
    await expect(annotate.status).toContainText('Add “stir pot”');
    await expect(annotate.cells('truth')).toHaveCount(3);
    await expect.poll(onDisk).toEqual(['1 30 90', '2 120 150', '2 180 270']);
  });

  test('what another program writes is noticed, and edits go on from there', async () => {
    const before = readFileSync(kitchen.annotation, 'utf8');
    const labels = labelsIn(kitchen.annotation);
    const changed = { ...labels, segments: labels.segments.filter(({ start }) => start !== 120) };
    writeFileSync(kitchen.annotation, JSON.stringify(changed));
    await expect(annotate.cells('truth')).toHaveCount(2);
    await expect(annotate.status).toContainText(`The labels of ${kitchen.video} were changed by another program`);
    writeFileSync(kitchen.annotation, before);
    await expect(annotate.cells('truth')).toHaveCount(3);
  });

  test('a class that a terminal adds can be chosen at once', async () => {
    await gadw(kitchen.program.folder, 'classes', kitchen.project, 'add', 'pour tea');
    await page.keyboard.press('Control+k');
    await page.getByRole('combobox', { name: 'Go to or run' }).fill('#pour tea');
    await expect(page.getByRole('option', { name: /pour tea/ })).toBeVisible();
    await page.keyboard.press('Escape');
  });

  test('an edge is set by typing a time or a frame; what is neither is told beside it', async () => {
    await annotate.standAt(30);
    await page.keyboard.press('ArrowDown');
    const end = page.getByLabel('End', { exact: true });
    const before = await end.inputValue();
    await end.fill('soon');
    await end.press('Enter');
    await expect(page.getByRole('alert')).toHaveText('mm:ss.ff or f 12');
    await end.fill('f 301');
    await expect(page.getByRole('alert')).toHaveText('at most f 300');
    await end.fill('f 99');
    await end.press('Enter');
    await expect(end).toHaveValue('00:03.30');
    await expect(annotate.status).toContainText('Saved · Undo: Move edge of “cut onion”');
    await end.fill(before);
    await end.press('Enter');
    await expect.poll(onDisk).toEqual(['1 30 90', '2 120 150', '2 180 270']);
    await annotate.focusPlayer();
    await page.keyboard.press('Escape');
  });

  test('the chosen segment is relabelled, nudged, split and merged, and all of it is undone by name', async () => {
    const before = ['1 30 90', '2 120 150', '2 180 270'];
    await expect.poll(onDisk).toEqual(before);
    await annotate.standAt(30);
    await page.keyboard.press('ArrowDown');
    await expect(page.getByRole('region', { name: 'Segment' })).toContainText('cut onion');
    await page.keyboard.press('2');
    await expect(annotate.status).toContainText('Call “cut onion” “stir pot”');
    await page.keyboard.press('W');
    for (let i = 0; i < 3; i++) await page.keyboard.press('.');
    await page.keyboard.press('Control+.');
    await expect.poll(onDisk).toEqual(['2 30 103', '2 120 150', '2 180 270']);
    await annotate.standAt(60);
    await page.keyboard.press('s');
    await expect.poll(onDisk).toEqual(['2 30 60', '2 60 103', '2 120 150', '2 180 270']);
    await page.keyboard.press('m');
    await expect.poll(onDisk).toEqual(['2 30 103', '2 120 150', '2 180 270']);
    await page.keyboard.press('Shift+BracketRight');
    await expect.poll(onDisk).toEqual(['2 30 120', '2 120 150', '2 180 270']);
    for (const name of ['Move edge', 'Merge', 'Split', 'Move edge', 'Move edge', 'Move edge', 'Move edge', 'Call']) {
      await page.keyboard.press('Control+z');
      await expect(annotate.status).toContainText(`Undone: ${name}`);
    }
    await expect.poll(onDisk).toEqual(before);
    await page.keyboard.press('Control+Shift+z');
    await expect(annotate.status).toContainText('Redone: Call “cut onion” “stir pot”');
    await page.keyboard.press('Control+z');
    await expect.poll(onDisk).toEqual(before);
  });

  test('an edge is dragged with the picture following, stops at its neighbour, and Escape puts it back', async () => {
    const edge = await annotate.point(90 / 300, truthAt);
    const to = await annotate.point(105 / 300, truthAt);
    const beyond = await annotate.point(140 / 300, truthAt);
    await page.mouse.move(edge.x - 2, edge.y);
    await page.mouse.down();
    await page.mouse.move(to.x, to.y, { steps: 5 });
    await annotate.frameShown(/^10[456]$/);
    await page.keyboard.press('Escape');
    await page.mouse.up();
    await expect(annotate.cells('truth').first()).toHaveAccessibleName(/1\.00 to 3\.00/);

    await page.mouse.move(edge.x - 2, edge.y);
    await page.mouse.down();
    await page.mouse.move(beyond.x, beyond.y, { steps: 5 });
    await annotate.frameShown(/^120$/);
    // The pointer is over the neighbour, whose tip would lie on the tag of the edge.
    await expect(page.getByRole('tooltip')).toHaveCount(0);
    await page.mouse.up();
    await expect.poll(onDisk).toEqual(['1 30 120', '2 120 150', '2 180 270']);
    await page.keyboard.press('Control+z');
    await expect.poll(onDisk).toEqual(['1 30 90', '2 120 150', '2 180 270']);
  });

  test('spans are marked as not reviewed and as reviewed again', async () => {
    await annotate.standAt(30);
    await page.keyboard.press('Escape');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Shift+H');
    const reviewed = () => labelsIn(kitchen.annotation).reviewed;
    await expect.poll(reviewed).toEqual([
      { start: 0, end: 30 },
      { start: 90, end: 300 },
    ]);
    await page.keyboard.press('h');
    await expect.poll(reviewed).toEqual([{ start: 0, end: 300 }]);
  });

  test('what is done in a second window shows up in this one', async ({ browser }) => {
    const second = await browser.newPage();
    const other = new AnnotatePage(second);
    await other.open(kitchen.program.url, kitchen.video);
    await other.press('ArrowDown');
    await second.keyboard.press('Delete');
    await expect.poll(onDisk).toEqual(['2 120 150', '2 180 270']);
    await expect(annotate.cells('truth')).toHaveCount(2);
    await second.keyboard.press('Control+z');
    await expect(annotate.cells('truth')).toHaveCount(3);
    await second.close();
  });
});
