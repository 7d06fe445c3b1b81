import { expect, type Locator, type Page, test } from '@playwright/test';
import { AnnotatePage } from './pages/annotatePage';
import { labelledKitchen, type Kitchen } from './labelledKitchen';
import { suite } from './suite';

/** Annotate where the window is small, or zoomed: 200 % of 1440 x 900 are 720 x 450 pixels of the page. */
suite('small windows', () => {
  let kitchen: Kitchen;
  test.beforeAll(async () => {
    kitchen = await labelledKitchen({ predicted: [{ start: 1, end: 3, label: 'cut onion' }] });
  });
  test.afterAll(() => kitchen?.program.stop());

  const region = (page: Page, name: string) => page.getByRole('region', { name, exact: true });
  const hasFocus = (part: Locator) => expect(part.locator(':focus')).toHaveCount(1);

  async function open(page: Page, width: number, height: number): Promise<AnnotatePage> {
    await page.setViewportSize({ width, height });
    const annotate = new AnnotatePage(page);
    await annotate.open(kitchen.program.url, kitchen.video);
    await annotate.focusPlayer();
    return annotate;
  }

  async function boxOf(part: Locator) {
    const box = await part.boundingBox();
    if (!box) throw new Error('it is not on the screen');
    return { ...box, right: box.x + box.width, bottom: box.y + box.height };
  }

  /** Tools that are cut off at the window's edge, or covered by the next one. */
  const cutOff = (page: Page) =>
    page.locator('.top-bar, .transport, .timeline-bar').evaluateAll((bars) =>
      bars.flatMap((bar) => {
        const tools = [...bar.querySelectorAll<HTMLElement>('button, select, input')].filter((one) => one.offsetParent);
        const boxes = tools.map((one) => one.getBoundingClientRect()).filter(({ width }) => width > 1);
        const names = tools.map((one) => one.ariaLabel ?? one.innerText);
        return names.filter((_, i) => {
          const [box, next] = [boxes[i], boxes[i + 1]];
          return box && (box.left < 0 || box.right > innerWidth || (next && next.left < box.right - 0.5));
        });
      }),
    );

  test('at 200 % picture, truth and one run are seen at once, and no tool is cut off', async ({ page }) => {
    const annotate = await open(page, 720, 450);
    const wider = (selector: string) =>
      page
        .locator(selector)
        .evaluate((one) => [one.scrollWidth - one.clientWidth, one.scrollHeight - one.clientHeight]);
    expect([await wider('html'), await wider('.annotate'), await wider('.top-bar')]).toEqual([
      [0, 0],
      [0, 0],
      [0, 0],
    ]);
    expect((await boxOf(annotate.player)).height).toBeGreaterThanOrEqual(160);
    const run = await boxOf(annotate.header('other'));
    expect(run.bottom).toBeLessThanOrEqual((await boxOf(region(page, 'Timeline'))).bottom);
    expect(await cutOff(page)).toEqual([]);
    await page.getByRole('button', { name: 'Screen: Annotate' }).click();
    await page.getByRole('menuitem', { name: 'Errors' }).click();
    await expect(page).toHaveURL(/#\/errors/);
  });

  test('at 200 % the list, the readout and the segment are drawers that take the focus and give it back', async ({
    page,
  }) => {
    await open(page, 720, 450);
    for (const [button, name] of [
      ['Show the list', 'Videos'],
      ['Show what is known here', 'At playhead'],
      ['Show the segment', 'Segment'],
    ] as const) {
      await expect(region(page, name)).toBeHidden();
      await page.getByRole('button', { name: button }).click();
      await expect(region(page, name)).toBeInViewport({ ratio: 1 });
      await hasFocus(region(page, name));
      await page.keyboard.press('Escape');
      await expect(region(page, name)).toBeHidden();
      await expect(page.getByRole('button', { name: button })).toBeFocused();
    }
    await page.keyboard.press('Control+f');
    await expect(page.getByLabel('Find a video or a segment')).toBeFocused();
    await page.keyboard.press('Escape');
    await expect(region(page, 'Videos')).toBeHidden();
  });

  test('at 200 % a segment is edited in its drawer: by Ctrl I, by T, and put away from the lanes', async ({ page }) => {
    const annotate = await open(page, 720, 450);
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Control+i');
    const segment = region(page, 'Segment');
    await hasFocus(segment);
    await segment.getByRole('button', { name: 'Delete segment' }).scrollIntoViewIfNeeded();
    await expect(segment.getByRole('button', { name: 'Delete segment' })).toBeInViewport({ ratio: 1 });
    await page.keyboard.press('Control+i');
    await expect(segment).toBeHidden();
    await expect(annotate.playerPanel).toBeFocused();
    await page.keyboard.press('t');
    await expect(segment.getByRole('textbox', { name: 'Note' })).toBeFocused();
    await page.getByRole('application').focus();
    await page.keyboard.press('Escape');
    await page.keyboard.press('Escape');
    await expect(segment).toBeHidden();
  });

  test('at 1024 the segment lies over the picture, the readout is a line, later screens are under More', async ({
    page,
  }) => {
    const annotate = await open(page, 1024, 700);
    expect((await boxOf(region(page, 'Timeline'))).height).toBeGreaterThanOrEqual(300);
    expect((await boxOf(region(page, 'Videos'))).width).toBeLessThanOrEqual(200);
    const line = await boxOf(region(page, 'At playhead'));
    expect(line.height).toBeLessThanOrEqual(32);
    expect(line.y).toBeGreaterThanOrEqual((await boxOf(annotate.player)).bottom);
    await expect(region(page, 'At playhead')).toContainText('other');
    expect(await cutOff(page)).toEqual([]);
    await expect(region(page, 'Segment')).toBeHidden();
    await page.keyboard.press('Control+i');
    const [drawer, player] = [await boxOf(region(page, 'Segment')), await boxOf(region(page, 'Player'))];
    expect(drawer.right).toBeCloseTo(player.right, 0);
    expect(drawer.bottom).toBeLessThanOrEqual((await boxOf(region(page, 'Timeline'))).y);
    await page.getByRole('button', { name: 'More' }).click();
    await page.getByRole('menuitem', { name: 'Figures' }).click();
    await expect(page.getByRole('button', { name: 'More: Figures' })).toBeVisible();
  });

  test('in a wide window Ctrl I goes to the segment and back', async ({ page }) => {
    const annotate = await open(page, 1440, 900);
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Control+i');
    await hasFocus(region(page, 'Segment'));
    await page.keyboard.press('Control+i');
    await expect(annotate.playerPanel).toBeFocused();
  });
});
