import { existsSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, type Page, test } from '@playwright/test';
import { codecClips, writeCodecClip } from '../builders/codecClips';
import { clip } from '../builders/clips';
import { type Kitchen, openKitchen, segmentsIn } from './labelledKitchen';
import type { AnnotatePage } from './pages/annotatePage';
import { serialSuite } from './suite';

/** Hands that go from one video to another; one of the videos has a single frame, and two have no labels. */
serialSuite('hands in two videos', () => {
  let kitchen: Kitchen;
  let page: Page;
  let annotate: AnnotatePage;

  test.beforeAll(async ({ browser }) => {
    const folder = await mkdtemp(join(tmpdir(), 'gadw-single-'));
    const short = { ...codecClips[0]!, name: 'single.mp4', pixelFormat: 'yuv420p', ticks: [0] };
    const single = await writeCodecClip(folder, short);
    ({ kitchen, page, annotate } = await openKitchen(browser, { others: [clip('vfr_h264.mp4'), single] }));
  });
  test.afterAll(() => kitchen?.program.stop());

  const onDisk = (video: string) => {
    const file = join(kitchen.project, 'annotations', `${video}.json`);
    return existsSync(file) ? segmentsIn(file) : [];
  };
  const row = (video: string) =>
    page.getByRole('region', { name: 'Videos' }).getByRole('option').filter({ hasText: video });
  const goTo = async (video: string) => {
    await row(video).click();
    await expect(row(video)).toHaveAttribute('aria-selected', 'true');
    await expect(page.getByRole('application', { name: `Timeline, ${video}` })).toBeVisible();
    await annotate.frameShown(/\d+/);
  };

  test('a segment that was begun in one is not ended in the other, and waits for its end', async () => {
    await annotate.goToFrame(100);
    await annotate.press('2');
    await goTo('vfr_h264');
    await annotate.goToFrame(20);
    await annotate.press('Escape');
    await goTo('kitchen');
    await annotate.goToFrame(120);
    await annotate.press('2');
    await expect.poll(() => onDisk('kitchen')).toEqual(['1 30 90', '2 100 120', '2 180 270']);
    expect(onDisk('vfr_h264')).toEqual([]);
  });

  test('what is being painted when a video is left ends there', async () => {
    await annotate.goToFrame(130);
    await page.locator('.player').focus();
    await page.keyboard.down('Shift');
    await page.keyboard.down('Digit1');
    for (let i = 0; i < 4; i++) await page.keyboard.press('ArrowRight');
    await annotate.frameShown(/^170$/);
    await goTo('vfr_h264');
    await page.keyboard.up('Digit1');
    await page.keyboard.up('Shift');
    await expect.poll(() => onDisk('kitchen')).toEqual(['1 30 90', '2 100 120', '1 130 170', '2 180 270']);
    expect(onDisk('vfr_h264')).toEqual([]);
  });

  test('undoing goes back to the video that it changes, where it changes it; redoing too', async () => {
    await annotate.goToFrame(5);
    await annotate.press('1');
    await annotate.goToFrame(15);
    await annotate.press('1');
    await expect.poll(() => onDisk('vfr_h264')).toEqual(['1 5 15']);
    await annotate.press('Control+z');
    await expect(row('vfr_h264')).toHaveAttribute('aria-selected', 'true');
    await annotate.press('Control+z');
    await expect(row('kitchen')).toHaveAttribute('aria-selected', 'true');
    await annotate.frameShown(/^130$/);
    await expect.poll(() => onDisk('kitchen')).toEqual(['1 30 90', '2 100 120', '2 180 270']);
    await annotate.press('Control+Shift+z');
    await annotate.press('Control+Shift+z');
    await expect(row('vfr_h264')).toHaveAttribute('aria-selected', 'true');
    await annotate.frameShown(/^5$/);
    await expect.poll(() => onDisk('vfr_h264')).toEqual(['1 5 15']);
  });

  test('undoing brings what it changes into view', async () => {
    await goTo('kitchen');
    await annotate.goToFrame(30);
    await annotate.press('ArrowDown');
    await annotate.press('[');
    await annotate.press('Delete');
    await annotate.goToFrame(180);
    await annotate.press('ArrowDown');
    await annotate.press('Shift+Backslash');
    await annotate.press('Control+z');
    await expect.poll(() => onDisk('kitchen')[0]).toBe('1 30 90');
    const { x, y } = await annotate.point(0.5, 71);
    await page.mouse.move(x, y);
    // The middle of what is in view is where it begins.
    await expect(page.getByRole('tooltip')).toContainText('cut onion');
  });

  test('a video of one frame is labelled from its begin to its end', async () => {
    await goTo('single');
    await annotate.press('1');
    await annotate.press('1');
    await expect.poll(() => onDisk('single')).toEqual(['1 0 1']);
    await annotate.press('ArrowRight');
    await annotate.press('ArrowDown');
    await annotate.press('.');
    await annotate.press('s');
    await annotate.press('Shift+H');
    await annotate.press('Space');
    await annotate.press('o');
    await annotate.press('2');
    await expect.poll(() => onDisk('single')).toEqual(['2 0 1']);
    await annotate.press('Delete');
    await expect.poll(() => onDisk('single')).toEqual([]);
  });

  test('where nothing is labelled keys do no harm', async () => {
    for (const key of [
      'ArrowDown',
      'ArrowUp',
      'd',
      'u',
      'e',
      's',
      'm',
      'v',
      'Delete',
      '[',
      ',',
      'y',
      'o',
      'p',
      'a',
      'x',
    ]) {
      await annotate.press(key);
    }
    expect(onDisk('single')).toEqual([]);
    await expect(page.locator('.notice')).toHaveCount(0);
  });
});
