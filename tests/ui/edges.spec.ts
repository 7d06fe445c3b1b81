import { expect, type Page, test } from '@playwright/test';
import { type Kitchen, openKitchen, segmentsIn } from './labelledKitchen';
import type { AnnotatePage } from './pages/annotatePage';
import { serialSuite } from './suite';

/** Pixels from the top of the lanes to the middle of the truth. */
const truthAt = 71;

/** Edges by keys and pointer, gaps, and predictions; what counts is the file on disk. */
serialSuite('edges and gaps', () => {
  let kitchen: Kitchen;
  let page: Page;
  let annotate: AnnotatePage;

  test.beforeAll(async ({ browser }) => {
    ({ kitchen, page, annotate } = await openKitchen(browser, {
      predicted: [
        { start: 3.5, end: 5, label: 'cut onion' },
        { start: 5, end: 6, label: 'stir pot' },
      ],
    }));
  });
  test.afterAll(() => kitchen?.program.stop());

  const onDisk = () => segmentsIn(kitchen.annotation);
  const asItWas = ['1 30 90', '2 180 270'];
  const undone = async (times: number) => {
    for (let i = 0; i < times; i++) await annotate.press('Control+z');
    await expect.poll(onDisk).toEqual(asItWas);
  };
  const choose = async (lane: string, nth: number) => {
    await annotate.cells(lane).nth(nth).dispatchEvent('click');
    await page.locator('.timeline').focus();
  };
  /** Where a frame boundary is in the lanes, and so many pixels beside it. */
  const boundary = async (frame: number, beside = 0) => {
    const { x, y } = await annotate.point(frame / 300, truthAt);
    return { x: x + beside, y };
  };

  test('both are set to the playhead, and the end on the last frame is that of the video', async () => {
    await choose('truth', 0);
    await annotate.goToFrame(40);
    await annotate.press('[');
    await expect.poll(onDisk).toEqual(['1 40 90', '2 180 270']);
    await annotate.goToFrame(120);
    await annotate.press(']');
    await expect.poll(onDisk).toEqual(['1 40 120', '2 180 270']);
    await choose('truth', 1);
    await annotate.goToFrame(299);
    await annotate.press(']');
    await expect.poll(onDisk).toEqual(['1 40 120', '2 180 300']);
    await undone(3);
  });

  test('either is nudged by a frame and by ten, again and again while the key is held', async () => {
    await choose('truth', 0);
    await annotate.press('q');
    for (const key of [',', 'Control+,', '.', 'Control+.', '.']) await annotate.press(key);
    await expect.poll(onDisk).toEqual(['1 31 90', '2 180 270']);
    await annotate.press('w');
    for (let i = 0; i < 12; i++) await page.keyboard.down('.');
    await page.keyboard.up('.');
    await annotate.press('Control+,');
    await expect.poll(onDisk).toEqual(['1 31 92', '2 180 270']);
    await undone(18);
  });

  test('both are extended to the neighbour, a gap is filled, and the last segment goes on to the end', async () => {
    await choose('truth', 1);
    await annotate.press('Shift+BracketLeft');
    await expect.poll(onDisk).toEqual(['1 30 90', '2 90 270']);
    await annotate.press('Shift+BracketRight');
    await expect.poll(onDisk).toEqual(['1 30 90', '2 90 300']);
    await undone(2);
    await annotate.goToFrame(130);
    await annotate.press('v');
    await expect.poll(onDisk).toEqual(['1 30 180', '2 180 270']);
    await undone(1);
    await choose('truth', 1);
    await annotate.press('Shift+M');
    await expect.poll(onDisk).toEqual(['2 30 270']);
    await undone(1);
  });

  test('a trembling click on one chooses it and moves nothing', async () => {
    const end = await boundary(90, -3);
    await page.mouse.move(end.x, end.y);
    await page.mouse.down();
    await page.mouse.move(end.x + 2, end.y);
    await page.mouse.move(end.x - 2, end.y);
    await page.mouse.up();
    await annotate.frameShown(/^90$/);
    await expect(annotate.cells('truth').first()).toHaveAttribute('aria-selected', 'true');
    expect(onDisk()).toEqual(asItWas);
    await page.keyboard.press('.');
    await expect.poll(onDisk).toEqual(['1 30 91', '2 180 270']);
    await undone(1);
  });

  for (const [name, frame, pixels, alt, snaps] of [
    ['a prediction within 8 pixels', 105, 7, false, true],
    ['nothing beyond 8 pixels', 105, 12, false, false],
    ['nothing while Alt is held', 105, 7, true, false],
    ['the playhead', 140, -6, false, true],
  ] as const) {
    test(`one that is dragged snaps to ${name}`, async () => {
      await annotate.goToFrame(140);
      const [from, to] = [await boundary(90), await boundary(frame, pixels)];
      await page.mouse.move(from.x - 2, from.y);
      await page.mouse.down();
      if (alt) await page.keyboard.down('Alt');
      await page.mouse.move(to.x - 2, to.y, { steps: 4 });
      await page.mouse.up();
      if (alt) await page.keyboard.up('Alt');
      await expect.poll(() => onDisk()[0]).not.toBe('1 30 90');
      if (snaps) expect(onDisk()[0]).toBe(`1 30 ${frame}`);
      else expect(onDisk()[0]).not.toBe(`1 30 ${frame}`);
      await undone(1);
    });
  }

  test('one that is dragged goes back with the picture on Escape, and where the pointer is lost', async () => {
    await annotate.goToFrame(200);
    for (const end of ['Escape', 'lost'] as const) {
      const [from, to] = [await boundary(90), await boundary(110)];
      await page.mouse.move(from.x - 2, from.y);
      await page.mouse.down();
      await page.mouse.move(to.x, to.y, { steps: 4 });
      await expect(annotate.cells('truth').first()).not.toHaveAccessibleName(/1\.00 to 3\.00/);
      if (end === 'Escape') await page.keyboard.press('Escape');
      else await annotate.timeline.dispatchEvent('lostpointercapture', { pointerId: 1, bubbles: true });
      await expect(annotate.cells('truth').first()).toHaveAccessibleName(/1\.00 to 3\.00/);
      await annotate.frameShown(/^200$/);
      await page.mouse.up();
    }
    expect(onDisk()).toEqual(asItWas);
  });

  test('one that is dragged stays under the pointer while the lanes are zoomed', async () => {
    await page.keyboard.press('Escape');
    const [from, to] = [await boundary(90), await boundary(150)];
    await page.mouse.move(from.x, from.y);
    await page.mouse.down();
    await page.mouse.move(to.x, to.y, { steps: 4 });
    await page.keyboard.press('+');
    await page.keyboard.press('+');
    await expect.poll(() => annotate.inView()).toBeLessThan(5);
    await page.mouse.up();
    const view = await annotate.inView();
    await expect.poll(() => onDisk()[0]).not.toBe('1 30 90');
    const end = Number(onDisk()[0]?.split(' ')[2]);
    await annotate.press('\\');
    expect(view).toBeLessThan(5);
    await expect(annotate.cells('truth').first()).toHaveAccessibleName(new RegExp(`${(end / 30).toFixed(2)} seconds`));
    await undone(1);
  });

  test('one that is dragged through its neighbours stops there, outside of the window too', async () => {
    const from = await boundary(180, 2);
    await page.mouse.move(from.x, from.y);
    await page.mouse.down();
    await page.mouse.move(5, from.y + 200, { steps: 6 });
    await page.mouse.move(-40, from.y + 900, { steps: 2 });
    await page.mouse.up();
    await expect.poll(onDisk).toEqual(['1 30 90', '2 90 270']);
    await undone(1);
  });

  test('a click with the other button and two quick clicks move nothing', async () => {
    const { x, y } = await boundary(90, -2);
    await page.mouse.click(x, y, { button: 'right' });
    await page.keyboard.press('Escape');
    await page.mouse.dblclick(x, y);
    await annotate.frameShown(/^90$/);
    expect(onDisk()).toEqual(asItWas);
  });

  test('predictions are accepted one by one, over labels, all in view from a probability on, and not where one is', async () => {
    await choose('other', 0);
    await annotate.press('a');
    await expect.poll(onDisk).toEqual(['1 30 90', '1 105 150', '2 180 270']);
    await undone(1);
    await page.getByRole('textbox', { name: 'Accept from, in percent' }).fill('50');
    await page.keyboard.press('Enter');
    await annotate.press('Escape');
    await annotate.goToFrame(120);
    await annotate.press('2');
    await annotate.goToFrame(140);
    await annotate.press('2');
    await annotate.press('Shift+A');
    await expect.poll(onDisk).toEqual(['1 30 90', '1 105 120', '2 120 140', '1 140 150', '2 150 180', '2 180 270']);
    await annotate.press('Control+z');
    await annotate.press('Alt+Shift+A');
    await expect.poll(onDisk).toEqual(['1 30 90', '1 105 150', '2 150 180', '2 180 270']);
    await undone(2);
  });

  test('what nobody has looked at is gone to and back, and so is the loop of the segment ended', async () => {
    await choose('truth', 1);
    await annotate.press('Shift+H');
    await annotate.press('Escape');
    await annotate.goToFrame(0);
    await annotate.press('u');
    await annotate.frameShown(/^180$/);
    await annotate.goToFrame(299);
    await annotate.press('Shift+U');
    await annotate.frameShown(/^180$/);
    await annotate.press('Control+z');
  });
});
