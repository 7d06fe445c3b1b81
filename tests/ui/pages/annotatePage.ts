import type { Locator, Page } from '@playwright/test';
import { readStrip } from '../strip';

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

  /** Names of the segments in a lane, as a screen reader finds them. */
  cells(lane: string): Locator {
    return this.page.getByRole('grid').getByRole('row', { name: lane, exact: true }).getByRole('gridcell');
  }
}
