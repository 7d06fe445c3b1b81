import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { Rng } from '../../src-main/common/rng';
import { chromium } from '../../playwright.config';
import { AnnotatePage } from './pages/annotatePage';
import { clipsFolder, gadw, type Program, serve, temporaryFolder } from './program';

/** Some play as they are; HEVC and open groups of pictures, in which Chromium cannot seek, from a copy for playing. */
const clips = [
  'cfr30_h264_aac.mp4',
  'vfr_h264.mp4',
  'ntsc2997_bframes_opengop_h264.mp4',
  'editlist_midgop_h264.mp4',
  'empty_edit_video_starts_0733ms_h264_aac.mp4',
  'rotated90_h264.mp4',
  'odd_321x241_vp9.webm',
  'hevc_hvc1.mp4',
].filter((name) => existsSync(join(clipsFolder(), name)));
const seed = 20;
const samples = 6;

/** Burnt-in index of every presented frame. */
function burnt(clip: string): number[] {
  const lines = readFileSync(join(clipsFolder(), 'frames', `${clip}.csv`), 'utf8')
    .trim()
    .split('\n')
    .slice(1);
  return lines.map((line) => Number(line.split(',')[2]));
}

test.describe('the picture is the frame', () => {
  test.skip(!existsSync(chromium), `There is no Chromium at ${chromium}.`);
  let program: Program;

  test.beforeAll(async () => {
    const folder = await temporaryFolder();
    const project = join(folder, 'project');
    await gadw(folder, 'init', project);
    await gadw(folder, 'import', project, ...clips.map((clip) => join(clipsFolder(), clip)));
    program = await serve(folder, project);
  });
  test.afterAll(() => program?.stop());

  for (const clip of clips) {
    test(`${clip}: typed frames and single steps show the picture with that number`, async ({ page }) => {
      const numbers = burnt(clip);
      const annotate = new AnnotatePage(page);
      await annotate.open(program.url, clip.replace(/\.[^.]+$/, ''));
      const rng = new Rng(seed, clip);
      const frames = [0, numbers.length - 1, ...Array.from({ length: samples }, () => rng.below(numbers.length))];
      for (const frame of frames) {
        await annotate.goToFrame(frame);
        expect(await annotate.numberInPicture(), `frame ${frame}, seed ${seed}`).toBe(numbers[frame]);
      }
      const middle = Math.floor(numbers.length / 2);
      await annotate.goToFrame(middle);
      await annotate.page.locator('.player').focus();
      for (const [key, frame] of [
        ['ArrowRight', middle + 1],
        ['ArrowRight', middle + 2],
        ['ArrowLeft', middle + 1],
        ['Shift+ArrowLeft', middle - 9],
      ] as const) {
        await page.keyboard.press(key);
        await annotate.frameShown(new RegExp(`^${frame}$`));
        expect(await annotate.numberInPicture(), `${key} to frame ${frame}`).toBe(numbers[frame]);
      }
    });
  }

  test('a click on the timeline goes to the frame under the pointer', async ({ page }) => {
    const annotate = new AnnotatePage(page);
    const clip = clips[0] as string;
    const numbers = burnt(clip);
    await annotate.open(program.url, clip.replace(/\.[^.]+$/, ''));
    const box = await annotate.timeline.boundingBox();
    if (!box) throw new Error('the timeline is not on the screen');
    await page.mouse.click(box.x + box.width * 0.731, box.y + 100);
    const expected = Math.floor(0.731 * numbers.length);
    await expect(annotate.frame).toHaveValue(new RegExp(`^(${expected - 1}|${expected}|${expected + 1})$`));
    const shown = Number(await annotate.frame.inputValue());
    expect(await annotate.numberInPicture()).toBe(numbers[shown]);
  });

  test('the reading itself tells neighbours apart: a player one frame off would fail', async ({ page }) => {
    const annotate = new AnnotatePage(page);
    const clip = clips[0] as string;
    await annotate.open(program.url, clip.replace(/\.[^.]+$/, ''));
    await annotate.goToFrame(100);
    const before = await annotate.numberInPicture();
    await annotate.player.evaluate((video: HTMLVideoElement) => {
      const shown = new Promise((resolve) => video.requestVideoFrameCallback(resolve));
      video.currentTime += 1 / 30;
      return shown.then(() => undefined);
    });
    expect(before).toBe(100);
    expect(await annotate.numberInPicture()).toBe(101);
  });
});
