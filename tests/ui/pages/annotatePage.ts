import type { Locator, Page } from '@playwright/test';
import { pixelColour, readStrip } from '../strip';

/** The Annotate screen as a user handles it. */
export class AnnotatePage {
  readonly player: Locator;
  readonly frame: Locator;
  readonly timeline: Locator;

  constructor(readonly page: Page) {
    this.player = page.getByTestId('player');
    this.frame = page.getByRole('textbox', { name: 'Frame', exact: true });
    this.timeline = page.getByTestId('timeline-canvas');
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

  async frameShown(value: RegExp): Promise<void> {
    const { expect } = await import('@playwright/test');
    await expect(this.frame).toHaveValue(value);
  }

  /** The number burnt into the picture that is on the screen now. */
  async numberInPicture(): Promise<number | null> {
    const size = await this.player.evaluate((video: HTMLVideoElement) => {
      const box = video.getBoundingClientRect();
      return { width: box.width, height: box.height, videoWidth: video.videoWidth, videoHeight: video.videoHeight };
    });
    const scale = Math.min(size.width / size.videoWidth, size.height / size.videoHeight);
    const [width, height] = [size.videoWidth * scale, size.videoHeight * scale];
    const png = await this.player.screenshot();
    return readStrip(png, {
      x: (size.width - width) / 2,
      y: (size.height - height) / 2,
      width,
      height,
      sourceWidth: size.videoWidth,
    });
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

  /** Names of the segments in a lane, as a screen reader finds them. */
  cells(lane: string): Locator {
    return this.page.getByRole('grid').getByRole('row', { name: lane, exact: true }).getByRole('gridcell');
  }
}
