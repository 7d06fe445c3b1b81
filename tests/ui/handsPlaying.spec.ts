import { existsSync, writeFileSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, type Page, test } from '@playwright/test';
import { codecClips, writeCodecClip } from '../builders/codecClips';
import { type Kitchen, labelledKitchen, labelsIn } from './labelledKitchen';
import { AnnotatePage } from './pages/annotatePage';
import { serialSuite } from './suite';

/** Labelling by keys while the video plays; each edge must be the frame that the browser showed when its key came. */
serialSuite('hands while playing', () => {
  let kitchen: Kitchen;
  let page: Page;
  let annotate: AnnotatePage;

  test.beforeAll(async ({ browser }) => {
    // 90 seconds, which take a while at 16 times the speed.
    const folder = await mkdtemp(join(tmpdir(), 'gadw-long-'));
    const ticks = Array.from({ length: 900 }, (_, tick) => tick);
    const long = { ...codecClips[0]!, name: 'long.mp4', pixelFormat: 'yuv420p', rate: 10, ticks };
    kitchen = await labelledKitchen({ others: [await writeCodecClip(folder, long)] });
    writeFileSync(kitchen.annotation, JSON.stringify({ ...labelsIn(kitchen.annotation), segments: [] }));
    page = await browser.newPage();
    annotate = new AnnotatePage(page);
    await annotate.open(kitchen.program.url, 'long');
  });
  test.afterAll(() => kitchen?.program.stop());

  let video = 'long';
  const segments = () => {
    const file = join(kitchen.project, 'annotations', `${video}.json`);
    return existsSync(file) ? labelsIn(file).segments : [];
  };
  const onDisk = () => segments().map(({ classId, start, end }) => `${classId} ${start} ${end}`);
  const status = () => page.getByRole('contentinfo', { name: 'Status' });

  /** The browser's own word for the frame on the screen at each press and release of a digit, from now on. */
  async function recordDigits(): Promise<() => Promise<number[]>> {
    const record = await annotate.player.evaluateHandle((player: HTMLVideoElement) => {
      const seen = { time: 0, first: 0, frames: [] as number[] };
      const follow = (_now: number, { mediaTime }: { mediaTime: number }) => {
        seen.time = mediaTime;
        player.requestVideoFrameCallback(follow);
      };
      player.requestVideoFrameCallback(follow);
      const note = ({ code, repeat }: KeyboardEvent) => {
        if (code.startsWith('Digit') && !repeat) seen.frames.push(Math.round((seen.time - seen.first) * 10));
      };
      for (const name of ['keydown', 'keyup'] as const) window.addEventListener(name, note, { capture: true });
      return seen;
    });
    // Browsers shift the times of pictures.
    for (const frame of [1, 0]) await annotate.goToFrame(frame);
    await record.evaluate((seen) => {
      seen.first = seen.time;
    });
    return async () => (await record.jsonValue()).frames;
  }
  const passed = async (frame: number) =>
    expect.poll(async () => Number(await annotate.player.getAttribute('data-frame'))).toBeGreaterThanOrEqual(frame);

  for (const [speed, apart] of [
    ['0.1', 1],
    ['1', 8],
    ['16', 150],
  ] as const) {
    test(`at ${speed} times the speed a class key begins, another ends and begins, and the first ends`, async () => {
      const frames = await recordDigits();
      await page.getByRole('combobox', { name: 'Speed' }).selectOption(speed);
      await annotate.press('Space');
      await passed(1);
      // From where the press before was seen: that may be late.
      for (const key of ['1', '2', '2']) {
        await page.keyboard.press(key);
        await passed((await frames()).at(-1)! + apart);
      }
      await page.keyboard.press('k');
      // Presses and releases take turns.
      const [a, , b, , c] = await frames();
      await expect.poll(onDisk).toEqual([`1 ${a} ${b}`, `2 ${b} ${c}`]);
      for (let i = 0; i < 2; i++) await annotate.press('Control+z');
      await expect.poll(onDisk).toEqual([]);
    });

    test(`at ${speed} times the speed a class is painted while its key is held`, async () => {
      const frames = await recordDigits();
      await page.getByRole('combobox', { name: 'Speed' }).selectOption(speed);
      await page.locator('.player').focus();
      await page.keyboard.down('Shift');
      await page.keyboard.down('Digit2');
      await page.keyboard.up('Shift');
      await page.keyboard.press('Space');
      await passed(1 + apart);
      await page.keyboard.up('Digit2');
      await page.keyboard.press('k');
      const [a, b] = await frames();
      await expect.poll(onDisk).toEqual([`2 ${a} ${b}`]);
      await annotate.press('Control+z');
      await expect.poll(onDisk).toEqual([]);
    });
  }

  test('what is painted past the end has the last frame, and so has what ends there', async () => {
    video = kitchen.video;
    await annotate.open(kitchen.program.url, video);
    await page.getByRole('combobox', { name: 'Speed' }).selectOption('1');
    await annotate.goToFrame(280);
    await annotate.press('Space');
    await page.keyboard.down('Shift');
    await page.keyboard.down('Digit1');
    await annotate.frameOnScreen(299);
    await page.keyboard.up('Digit1');
    await page.keyboard.up('Shift');
    await expect.poll(() => segments()[0]?.end).toBe(300);
    await annotate.press('Control+z');
    await annotate.goToFrame(270);
    await annotate.press('2');
    await annotate.press('End');
    await annotate.frameOnScreen(299);
    await annotate.press('2');
    await expect.poll(onDisk).toEqual(['2 270 300']);
    await annotate.press('Control+z');
    await annotate.press('1');
    await annotate.press('1');
    await expect.poll(onDisk).toEqual(['1 299 300']);
    await annotate.press('Control+z');
  });

  test('a class is painted backwards, by steps and by playing', async () => {
    await annotate.goToFrame(100);
    await page.locator('.player').focus();
    await page.keyboard.down('Shift');
    await page.keyboard.down('Digit2');
    await page.keyboard.press('ArrowLeft');
    await annotate.frameShown(/^90$/);
    await page.keyboard.up('Digit2');
    await page.keyboard.up('Shift');
    await expect.poll(onDisk).toEqual(['2 90 100']);
    await annotate.goToFrame(80);
    await annotate.press('j');
    await page.keyboard.down('Shift');
    await page.keyboard.down('Digit1');
    await expect.poll(async () => Number(await annotate.frame.inputValue())).toBeLessThan(60);
    await page.keyboard.up('Digit1');
    await page.keyboard.up('Shift');
    await annotate.press('k');
    await expect.poll(() => segments()[0]?.classId).toBe(1);
    expect(segments()[0]?.end).toBeLessThanOrEqual(80);
    await annotate.press('Control+z');
    await annotate.press('Control+z');
    await expect.poll(onDisk).toEqual([]);
  });

  test('edits are undone and redone while it plays', async () => {
    await annotate.goToFrame(10);
    await annotate.press('1');
    await annotate.goToFrame(20);
    await annotate.press('1');
    await expect.poll(onDisk).toEqual(['1 10 20']);
    await annotate.press('Space');
    await page.keyboard.press('Control+z');
    await expect.poll(onDisk).toEqual([]);
    await expect(status()).toContainText('Undone: Add “cut onion”');
    await page.keyboard.press('Control+Shift+z');
    await expect.poll(onDisk).toEqual(['1 10 20']);
    await passed(40);
    await annotate.press('k');
    await annotate.press('Control+z');
    await expect.poll(onDisk).toEqual([]);
  });

  test('a class key that is held begins one segment, not many', async () => {
    await annotate.goToFrame(50);
    await page.locator('.player').focus();
    // Pressed again before it is let go, a key repeats.
    for (let i = 0; i < 5; i++) await page.keyboard.down('Digit1');
    await page.keyboard.up('Digit1');
    await expect(status()).toContainText('cut onion begins here');
    for (let i = 0; i < 9; i++) await page.keyboard.down('ArrowRight');
    await page.keyboard.up('ArrowRight');
    await annotate.frameShown(/^59$/);
    await page.keyboard.press('1');
    await expect.poll(onDisk).toEqual(['1 50 59']);
    await annotate.press('Space');
    for (let i = 0; i < 4; i++) await page.keyboard.down('Space');
    await page.keyboard.up('Space');
    await expect(page.getByRole('button', { name: 'Play', exact: true })).toBeVisible();
    await annotate.press('Control+z');
  });

  test('R begins and ends the last class, and keys of another layout do the same', async () => {
    await annotate.goToFrame(30);
    await annotate.press('r');
    await annotate.goToFrame(40);
    // A Russian keyboard.
    const cyrillic = (key: string, code: string) =>
      page.locator('.player').dispatchEvent('keydown', { key, code, bubbles: true });
    await cyrillic('к', 'KeyR');
    await expect.poll(onDisk).toEqual(['1 30 40']);
    await annotate.press('ArrowUp');
    await annotate.goToFrame(35);
    await page.locator('.player').focus();
    await cyrillic('ы', 'KeyS');
    await expect.poll(onDisk).toEqual(['1 30 35', '1 35 40']);
  });

  test('in a field keys write, and label nothing', async () => {
    const before = onDisk();
    await page.getByRole('textbox', { name: 'Note' }).fill('');
    await page.keyboard.type('12 skm');
    await expect(page.getByRole('textbox', { name: 'Note' })).toHaveValue('12 skm');
    expect(onDisk()).toEqual(before);
  });
});
