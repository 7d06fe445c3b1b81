import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, type Page, test } from '@playwright/test';
import type { Taxonomy } from '../../src-main/common/domain/taxonomy';
import type { AnnotatePage } from './pages/annotatePage';
import { type Kitchen, labelsIn, openKitchen } from './labelledKitchen';
import { serialSuite } from './suite';

/** Lanes of a project whose segments may overlap, by keys, pointer and at the heads of the rows. */
serialSuite('lanes', () => {
  let kitchen: Kitchen;
  let page: Page;
  let annotate: AnnotatePage;

  test.beforeAll(async ({ browser }) => {
    ({ kitchen, page, annotate } = await openKitchen(browser, {
      predicted: [{ start: 4, end: 5, label: 'stir pot' }],
      overlapping: true,
    }));
  });
  test.afterAll(() => kitchen?.program.stop());

  /** Class, start, end and lane of the segments on disk. */
  const onDisk = () =>
    labelsIn(kitchen.annotation).segments.map((s) => [s.classId, s.start, s.end, s.lane ?? 0].join(' '));
  const lanes = () => {
    const taxonomy = JSON.parse(readFileSync(join(kitchen.project, 'taxonomy.json'), 'utf8')) as Taxonomy;
    return taxonomy.lanes?.map(({ id, name }) => `${id} ${name}`);
  };
  const head = (name: string) => annotate.header(name);
  const heads = () => page.locator('.timeline-headers > .timeline-header strong').allInnerTexts();

  test('one is added, and labels go to the lane that keys have reached', async () => {
    await page.getByRole('button', { name: 'Edit lanes' }).click();
    await page.getByRole('textbox', { name: 'Name of a new lane' }).fill('left hand');
    await page.keyboard.press('Enter');
    await expect.poll(lanes).toEqual(['0 labels', '1 left hand']);
    await page.keyboard.press('Escape');
    await expect(annotate.cells('labels')).toHaveCount(2);
    await annotate.press('Control+ArrowDown');
    await expect(annotate.status).toContainText('Lane left hand');
    await expect(head('left hand')).toHaveAttribute('aria-current', 'true');
    await annotate.goToFrame(60);
    await annotate.press('2');
    await annotate.goToFrame(120);
    await annotate.press('2');
    await expect.poll(onDisk).toEqual(['1 30 90 0', '2 60 120 1', '2 180 270 0']);
    await expect(annotate.cells('left hand')).toHaveText('stir pot, left hand, 2.00 to 4.00 seconds, 1 of 1');
  });

  test('a segment is copied and moved to the next lane by keys, and chosen in the inspector', async () => {
    await annotate.press('ArrowUp');
    await annotate.press('y');
    await expect.poll(onDisk).toEqual(['1 30 90 0', '2 60 120 1', '2 60 120 0', '2 180 270 0']);
    await expect(annotate.status).toContainText('Copy “stir pot” to lane “labels”');
    await page.keyboard.press('Control+z');
    await expect(annotate.status).toContainText('Undone: Copy “stir pot” to lane “labels”');
    await annotate.press('Shift+Y');
    await expect.poll(onDisk).toEqual(['1 30 90 0', '2 60 120 0', '2 180 270 0']);
    await page.getByRole('combobox', { name: 'Lane', exact: true }).selectOption('left hand');
    await expect.poll(onDisk).toEqual(['1 30 90 0', '2 60 120 1', '2 180 270 0']);
  });

  test('a segment is carried into another lane; Escape puts it back', async () => {
    const [from, to] = [await head('left hand').boundingBox(), await head('labels').boundingBox()];
    if (!from || !to) throw new Error('the heads are not on the screen');
    const middle = (box: { y: number; height: number }) => box.y + box.height / 2;
    const { x } = await annotate.point(0.3, 0);
    for (const end of ['Escape', 'up'] as const) {
      await page.mouse.move(x, middle(from));
      await page.mouse.down();
      await page.mouse.move(x, middle(to), { steps: 4 });
      await expect(annotate.cells('labels')).toHaveCount(3);
      if (end === 'Escape') await page.keyboard.press('Escape');
      await page.mouse.up();
      await expect(annotate.cells('labels')).toHaveCount(end === 'up' ? 3 : 2);
    }
    await expect.poll(onDisk).toEqual(['1 30 90 0', '2 60 120 0', '2 180 270 0']);
    await annotate.press('Control+z');
    await expect.poll(onDisk).toEqual(['1 30 90 0', '2 60 120 1', '2 180 270 0']);
  });

  test('a locked lane takes no edit, and says so', async () => {
    await head('left hand').hover();
    await page.getByRole('button', { name: 'Lock lane left hand' }).click();
    await annotate.cells('left hand').first().dispatchEvent('click');
    await annotate.press('Delete');
    await expect(annotate.status).toContainText('Lane “left hand” is locked');
    await annotate.goToFrame(100);
    await annotate.press('Control+ArrowUp');
    await annotate.press('Delete');
    await expect.poll(onDisk).toEqual(['1 30 90 0', '2 60 120 1']);
    await annotate.press('Control+z');
    await head('left hand').hover();
    await page.getByRole('button', { name: 'Unlock lane left hand' }).click();
    await expect.poll(onDisk).toEqual(['1 30 90 0', '2 60 120 1', '2 180 270 0']);
  });

  test('rows are moved by arrows and by dragging, collapsed, and stay so', async () => {
    const lane = page.getByRole('button', { name: /^Move lane left hand/ });
    await lane.focus();
    await page.keyboard.press('ArrowUp');
    await expect.poll(lanes).toEqual(['1 left hand', '0 labels']);
    await expect(annotate.status).toContainText('Move lane “left hand”');
    const [run, first] = [await head('other').boundingBox(), await head('Pictures').boundingBox()];
    if (!run || !first) throw new Error('the heads are not on the screen');
    await page.mouse.move(run.x + 20, run.y + 20);
    await page.mouse.down();
    await page.mouse.move(run.x + 20, first.y + 2, { steps: 5 });
    await page.mouse.up();
    await expect.poll(heads).toEqual(['other', 'left hand', 'labels']);
    await head('labels').hover();
    await page.getByRole('button', { name: 'Collapse lane labels' }).click();
    const height = async () => (await head('labels').boundingBox())?.height;
    await expect.poll(height).toBe(12);
    await page.reload();
    await annotate.frameShown(/\d+/);
    await expect.poll(heads).toEqual(['other', 'left hand', 'labels']);
    await expect.poll(height).toBe(12);
    await head('labels').hover();
    await page.getByRole('button', { name: 'Expand lane labels' }).click();
    await expect.poll(height).toBe(42);
  });

  test('one is hidden at its head, takes no labels meanwhile, and is shown by its chip and from the palette', async () => {
    await head('labels').hover();
    await page.getByRole('button', { name: 'Hide lane labels' }).click();
    await expect.poll(heads).toEqual(['other', 'left hand']);
    await page.reload();
    await annotate.frameShown(/\d+/);
    await expect.poll(heads).toEqual(['other', 'left hand']);
    // What was labelled first in the project is not on the screen: labels go to the lane that is.
    await annotate.goToFrame(200);
    await annotate.press('1');
    await annotate.goToFrame(210);
    await annotate.press('1');
    await expect.poll(onDisk).toEqual(['1 30 90 0', '2 60 120 1', '2 180 270 0', '1 200 210 1']);
    await annotate.press('ArrowUp');
    await annotate.press('y');
    await expect(annotate.status).toContainText('Lane “labels” is hidden');
    await page.getByRole('toolbar', { name: 'Timeline tools' }).getByRole('button', { name: 'labels' }).click();
    await expect.poll(heads).toEqual(['other', 'left hand', 'labels']);
    await annotate.press('Control+z');
    await expect.poll(onDisk).toEqual(['1 30 90 0', '2 60 120 1', '2 180 270 0']);
    await annotate.cells('left hand').first().dispatchEvent('click');
    await annotate.press('Control+k');
    await page.keyboard.type('hide the lane');
    await page.keyboard.press('Enter');
    await expect.poll(heads).toEqual(['other', 'labels']);
    await annotate.press('Control+k');
    await page.keyboard.type('show the hidden');
    await page.keyboard.press('Enter');
    await expect.poll(heads).toEqual(['other', 'left hand', 'labels']);
  });

  test('its name is edited at its head by a double click and by F2; Escape leaves it', async () => {
    const field = page.getByRole('textbox', { name: 'Name of lane left hand' });
    await head('left hand').locator('strong').dblclick();
    await expect(field).toBeFocused();
    await page.keyboard.type('hand of the cook');
    await page.keyboard.press('Enter');
    await expect.poll(lanes).toEqual(['1 hand of the cook', '0 labels']);
    await expect(annotate.status).toContainText('Rename lane “left hand” to “hand of the cook”');
    await page.keyboard.press('Control+z');
    await expect.poll(lanes).toEqual(['1 left hand', '0 labels']);
    await annotate.cells('left hand').first().dispatchEvent('click');
    await annotate.press('F2');
    await expect(field).toBeFocused();
    await page.keyboard.type('x 1');
    await page.keyboard.press('Escape');
    await expect(field).toHaveCount(0);
    await expect.poll(heads).toEqual(['other', 'left hand', 'labels']);
    await expect.poll(lanes).toEqual(['1 left hand', '0 labels']);
  });

  test('another annotator has a row for each lane, and a segment is taken from one', async () => {
    const mine = labelsIn(kitchen.annotation);
    const folder = join(kitchen.project, 'annotators', 'Mira');
    mkdirSync(folder, { recursive: true });
    const theirs = [
      { id: 'a', start: 10, end: 50, classId: 1, origin: 'human' },
      { id: 'b', start: 20, end: 40, classId: 2, origin: 'human', lane: 1 },
    ];
    writeFileSync(join(folder, `${kitchen.video}.json`), JSON.stringify({ ...mine, segments: theirs }));
    await page.reload();
    await expect(annotate.cells('annotator Mira, labels')).toHaveCount(1);
    await expect(annotate.cells('annotator Mira, left hand')).toHaveText(/^stir pot/);
    await annotate.cells('left hand').first().dispatchEvent('click');
    await annotate.cells('annotator Mira, left hand').first().dispatchEvent('click');
    await annotate.press('a');
    await expect.poll(onDisk).toContain('2 20 40 1');
    await annotate.press('Control+z');
    await head('Mira, left hand').hover();
    await page.getByRole('button', { name: 'Hide Annotator Mira, left hand' }).click();
    await expect(annotate.cells('annotator Mira, left hand')).toHaveCount(0);
    await expect(annotate.cells('annotator Mira, labels')).toHaveCount(1);
    await page.getByRole('button', { name: 'Mira, left hand', exact: true }).click();
    await expect(annotate.cells('annotator Mira, left hand')).toHaveCount(1);
  });

  test('one is renamed and removed, its segments going to its neighbour; all of it is undone by name', async () => {
    await page.getByRole('button', { name: 'Edit lanes' }).click();
    await page.getByRole('textbox', { name: 'Name of lane 1' }).fill('right hand');
    await page.keyboard.press('Enter');
    await expect.poll(lanes).toEqual(['1 right hand', '0 labels']);
    await page.getByRole('button', { name: 'Remove right hand, its segments to labels' }).click();
    await expect.poll(lanes).toEqual(['0 labels']);
    await expect.poll(onDisk).toEqual(['1 30 90 0', '2 60 120 0', '2 180 270 0']);
    await page.keyboard.press('Escape');
    await annotate.press('Control+z');
    await expect(annotate.status).toContainText('Undone: Remove lane “right hand”, its segments to “labels”');
    await expect.poll(onDisk).toEqual(['1 30 90 0', '2 60 120 1', '2 180 270 0']);
    await annotate.press('Control+z');
    await expect(annotate.status).toContainText('Undone: Rename lane “left hand” to “right hand”');
    await expect.poll(lanes).toEqual(['1 left hand', '0 labels']);
  });
});
