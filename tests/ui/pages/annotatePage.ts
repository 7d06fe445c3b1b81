import type { Locator, Page } from '@playwright/test';
import { pixelColour, readStrip } from '../strip';

/** The Annotate screen as a user handles it. */
export class AnnotatePage {
  /** The picture. */
  readonly player: Locator;
  /** The picture with its controls, which keys go to. */
  readonly playerPanel: Locator;
  readonly frame: Locator;
  readonly timeline: Locator;
  readonly ruler: Locator;
  /** The bar below, which says what was done. */
  readonly status: Locator;

  constructor(readonly page: Page) {
    this.player = page.getByTestId('player');
    this.playerPanel = page.locator('.player');
    this.frame = page.getByRole('textbox', { name: 'Frame', exact: true });
    this.timeline = page.getByTestId('timeline-canvas');
    this.ruler = page.getByTestId('timeline-ruler');
    this.status = page.getByRole('contentinfo', { name: 'Status' });
  }

  async open(url: string, video: string): Promise<void> {
    await this.page.goto(`${url}#/annotate?video=${encodeURIComponent(video)}`);
    await this.frameShown(/\d+/);
  }

  /** Types a frame number and Enter, then waits until the program says it is there. */
  async goToFrame(frame: number): Promise<void> {
    await this.frame.fill(String(frame));
    await this.frame.press('Enter');
    await this.frameShown(new RegExp(`^${frame}$`));
  }

  async typeFrame(frame: number): Promise<void> {
    await this.frame.fill(String(frame));
    await this.page.keyboard.press('Enter');
  }

  /** From then on keys are the player's. */
  async focusPlayer(): Promise<void> {
    await this.playerPanel.focus();
  }

  /** Goes to a frame, where keys are then pressed. */
  async standAt(frame: number): Promise<void> {
    await this.goToFrame(frame);
    await this.focusPlayer();
  }

  /** A key of the player, which then has the focus. */
  async press(key: string): Promise<void> {
    await this.focusPlayer();
    await this.page.keyboard.press(key);
  }

  async rulerWidth(): Promise<number> {
    return (await this.rulerBox()).width;
  }

  /** @param x pixels from the left of the ruler */
  async clickRuler(x: number): Promise<void> {
    const box = await this.rulerBox();
    await this.page.mouse.click(box.x + x, box.y + box.height / 2);
  }

  private async rulerBox(): Promise<{ x: number; y: number; width: number; height: number }> {
    const box = await this.ruler.boundingBox();
    if (!box) throw new Error('the ruler is not on the screen');
    return box;
  }

  /** Waits until the player says that it shows this frame. */
  async frameOnScreen(frame: number): Promise<void> {
    await this.page.locator(`[data-testid=player][data-frame="${frame}"]`).waitFor({ timeout: 20_000 });
  }

  async frameShown(value: RegExp): Promise<void> {
    const { expect } = await import('@playwright/test');
    await expect(this.frame).toHaveValue(value);
  }

  /**
   * The frame on the screen, once the number in the picture is that of the frame and stays so: one may be under way.
   */
  async settledFrame(): Promise<number> {
    const { expect } = await import('@playwright/test');
    await expect(async () => {
      const number = String(await this.numberInPicture());
      expect(await this.player.getAttribute('data-frame')).toBe(number);
      expect(await this.nextFrameField()).toBe(number);
    }).toPass({ timeout: 10_000 });
    return Number(await this.frame.inputValue());
  }

  /** The number burnt into the picture that is on the screen now. */
  async numberInPicture(): Promise<number | null> {
    const box = await this.player.evaluate((video: HTMLVideoElement) => {
      const { x, y, width, height } = video.getBoundingClientRect();
      return { x, y, width, height, sourceWidth: video.videoWidth, sourceHeight: video.videoHeight };
    });
    const { sourceWidth } = box;
    const scale = Math.min(box.width / sourceWidth, box.height / box.sourceHeight);
    const [width, height] = [sourceWidth * scale, box.sourceHeight * scale];
    const [left, top] = [box.x + (box.width - width) / 2, box.y + (box.height - height) / 2];
    const stripHeight = Math.ceil(Math.floor(sourceWidth / 20) * scale) + 1;
    const clip = { x: Math.floor(left), y: Math.floor(top), width: Math.ceil(width) + 1, height: stripHeight };
    const png = await this.page.screenshot({ clip });
    return readStrip(png, { x: left - clip.x, y: top - clip.y, width, height, sourceWidth });
  }

  /** A point of the lanes: fraction of the width, pixels from the top. */
  async point(fraction: number, y: number): Promise<{ x: number; y: number }> {
    const box = await this.timeline.boundingBox();
    if (!box) throw new Error('the timeline is not on the screen');
    return { x: Math.round(box.x + fraction * box.width), y: Math.round(box.y + y) };
  }

  /** Frame on the screen after a click in the lanes, coming from the frame behind the present one. */
  async clickedFrame(point: { x: number; y: number }): Promise<number> {
    const { expect } = await import('@playwright/test');
    const before = Number(await this.frame.inputValue());
    await this.page.keyboard.press('ArrowRight');
    await expect(this.frame).toHaveValue(String(before + 1));
    await this.page.mouse.click(point.x, point.y);
    await expect(this.frame).not.toHaveValue(String(before + 1));
    return Number(await this.frame.inputValue());
  }

  /** What the field of the frame says once the page has been painted a few times. */
  async nextFrameField(): Promise<string> {
    return this.frame.evaluate(async (field: HTMLInputElement) => {
      for (let i = 0; i < 30; i++) await new Promise((painted) => requestAnimationFrame(painted));
      return field.value;
    });
  }

  /** Zooms where the pointer is. @param pixels up is negative: closer */
  async turnWheel(pixels: number): Promise<void> {
    await this.page.keyboard.down('Control');
    await this.page.mouse.wheel(0, pixels);
    await this.page.keyboard.up('Control');
  }

  /** Seconds that the timeline says are in view. */
  async inView(): Promise<number> {
    const text = await this.page.getByText(/^[\d.,]+ s in view$/).innerText();
    return Number(text.replace(/[^\d.]/g, ''));
  }

  /** Colour of one pixel of the lanes as it is on the screen, `#rrggbb`. */
  async colourAt(point: { x: number; y: number }): Promise<string> {
    const png = await this.page.screenshot({ clip: { ...point, width: 1, height: 1 } });
    return pixelColour(png);
  }

  /** The head of a row of the timeline. */
  header(name: string): Locator {
    return this.page.locator('.timeline-header', { hasText: name });
  }

  /** Names of the segments in a lane, as a screen reader finds them. */
  cells(lane: string): Locator {
    return this.page.getByRole('grid').getByRole('row', { name: lane, exact: true }).getByRole('gridcell');
  }
}
