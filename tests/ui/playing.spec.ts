/**
 * Playing at any speed, stretches and loops, copies of what browsers cannot play, damaged files, and the sound's row.
 */
import { mkdirSync } from 'node:fs';
import { copyFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, type Page, test } from '@playwright/test';
import { writeTruth } from '../builders/annotatedClip';
import { clip } from '../builders/clips';
import { writeDamaged } from '../builders/damagedClip';
import { folderDigest } from '../builders/folderDigest';
import { giveKeys } from './labelledKitchen';
import { AnnotatePage } from './pages/annotatePage';
import { gadw, type Program, serve, temporaryFolder } from './program';
import { suite } from './suite';

/** 300 frames, 30 a second, a beep of 80 ms at every full second. */
const video = 'kitchen';
/** In the middle of the sound's row and 5 pixels above, below pictures 50, truth 42 and reviewed 14. */
const soundAt = 106 + 8;

async function makeProject(folder: string): Promise<string> {
  const project = join(folder, 'project');
  const files = join(folder, 'videos');
  mkdirSync(files);
  await copyFile(clip('cfr30_h264_aac.mp4'), join(files, `${video}.mp4`));
  await copyFile(clip('vfr_h264.mp4'), join(files, 'silent.mp4'));
  await copyFile(clip('hevc_hvc1.mp4'), join(files, 'hevc.mp4'));
  writeDamaged(join(files, 'broken.mp4'), 'cfr30_h264_aac.mp4', 'zeros');
  const truth = join(folder, 'truth.json');
  await writeTruth(truth, video, 10, [{ start: 3, end: 4.5, label: 'cut onion' }]);
  await gadw(folder, 'init', project);
  const names = [video, 'silent', 'hevc', 'broken'].map((name) => join(files, `${name}.mp4`));
  await gadw(folder, 'import', project, ...names, truth);
  giveKeys(project);
  return project;
}

/** How often frames from further back came again. */
const jumpsBack = (frames: readonly number[]): number =>
  frames.filter((frame, i) => i > 0 && frame < (frames[i - 1] as number)).length;

suite('playing', () => {
  let program: Program;

  test.beforeAll(async () => {
    const folder = await temporaryFolder();
    program = await serve(folder, await makeProject(folder));
  });
  test.afterAll(() => program?.stop());

  async function open(page: Page, name = video): Promise<AnnotatePage> {
    const annotate = new AnnotatePage(page);
    await annotate.open(program.url, name);
    return annotate;
  }
  const play = (page: Page) => page.getByRole('button', { name: 'Play', exact: true });
  const shown = async (annotate: AnnotatePage) => Number(await annotate.player.getAttribute('data-frame'));

  for (const [speed, until] of [
    ['0.1', 4],
    ['0.5', 12],
    ['2', 60],
    ['16', 100],
  ] as const) {
    test(`paused at ${speed} times the speed, playhead, frame and picture agree`, async ({ page }) => {
      const annotate = await open(page);
      await page.getByRole('combobox', { name: 'Speed' }).selectOption(speed);
      for (let round = 0; round < 3; round++) {
        const from = await shown(annotate);
        if (from + until > 299) await annotate.goToFrame(0);
        await annotate.press('Space');
        await expect.poll(() => shown(annotate)).toBeGreaterThanOrEqual(Math.min(299, (from % 200) + until / 2));
        await annotate.press('Space');
        await expect(play(page)).toBeVisible();
        const number = await annotate.settledFrame();
        const said = await page.getByRole('slider', { name: 'Playhead' }).getAttribute('aria-valuetext');
        expect(said).toBe(`${(number / 30).toFixed(2)} seconds, frame ${number}`);
      }
    });
  }

  test('a frame is typed while it plays, digit by digit, and the keys are the player’s again', async ({ page }) => {
    const annotate = await open(page);
    await page.getByRole('combobox', { name: 'Speed' }).selectOption('0.1');
    await annotate.press('Space');
    await expect.poll(() => shown(annotate)).toBeGreaterThan(0);
    await annotate.frame.click();
    await page.keyboard.press('2');
    // The picture goes on meanwhile, the field does not.
    const begun = await shown(annotate);
    await expect.poll(() => shown(annotate)).toBeGreaterThan(begun + 1);
    await page.keyboard.press('0');
    await page.keyboard.press('0');
    await page.keyboard.press('Enter');
    await expect.poll(() => shown(annotate)).toBeGreaterThanOrEqual(200);
    expect(await shown(annotate)).toBeLessThan(290);
    await page.keyboard.press('Space');
    await expect(play(page)).toBeVisible();
    await annotate.frame.click();
    await page.keyboard.type('7');
    await page.keyboard.press('Escape');
    await page.keyboard.press('Home');
    await annotate.frameShown(/^0$/);
  });

  test('the chosen segment is played once to its last frame, then in a loop, then round its edge', async ({ page }) => {
    const annotate = await open(page);
    await annotate.press('ArrowDown');
    await annotate.frameOnScreen(90);
    const seen = await recordFrames(page);
    await annotate.press('Shift+Space');
    await annotate.frameOnScreen(134);
    await expect(play(page)).toBeVisible();
    // A browser that is late may show the next frame for a moment; what stays is the last one of the segment.
    await expect.poll(() => annotate.numberInPicture()).toBe(134);
    expect((await seen()).at(-1)).toBe(134);

    await page.getByRole('combobox', { name: 'Speed' }).selectOption('2');
    await annotate.press('O');
    const rounds = async () => jumpsBack(await seen());
    await expect.poll(rounds).toBeGreaterThanOrEqual(3);
    await annotate.press('O');
    await annotate.press('Space');
    await expect(play(page)).toBeVisible();
    await annotate.settledFrame();
    expect((await seen()).filter((frame) => frame < 90)).toEqual([]);

    await page.getByRole('combobox', { name: 'Speed' }).selectOption('1');
    const round = await recordFrames(page);
    await annotate.press('Q');
    await annotate.press('P');
    await expect.poll(async () => Math.min(...(await round()))).toBe(75);
    await annotate.frameOnScreen(104);
    await expect(play(page)).toBeVisible();
    await expect.poll(() => annotate.numberInPicture()).toBe(104);
  });

  for (const speed of ['1', '16']) {
    test(`at ${speed} times the speed a segment that ends with the video is looped, and played to its last frame`, async ({
      page,
    }) => {
      const annotate = await open(page);
      await annotate.press('ArrowDown');
      await annotate.frameOnScreen(90);
      await annotate.press('Shift+BracketRight');
      await page.getByRole('combobox', { name: 'Speed' }).selectOption(speed);
      await annotate.goToFrame(280);
      await annotate.press('[');
      const seen = await recordFrames(page);
      await annotate.press('O');
      const rounds = async () => jumpsBack(await seen());
      await expect.poll(rounds).toBeGreaterThanOrEqual(4);
      await annotate.press('O');
      await annotate.press('Space');
      await annotate.press('Shift+Space');
      await annotate.frameOnScreen(299);
      await expect(play(page)).toBeVisible();
      await annotate.press('Control+z');
      await annotate.press('Control+z');
    });
  }

  test('a loop keeps to its segment while the edges of that are moved', async ({ page }) => {
    const annotate = await open(page);
    await annotate.press('ArrowDown');
    await annotate.frameOnScreen(90);
    await annotate.press('O');
    await expect.poll(() => shown(annotate)).toBeGreaterThan(92);
    const seen = await recordFrames(page);
    // It ended at 135, and now by ten frames later, twice.
    await annotate.press('w');
    await annotate.press('Control+Period');
    await annotate.press('Control+Period');
    await expect.poll(async () => Math.max(...(await seen()))).toBeGreaterThan(145);
    const rounds = async () => jumpsBack(await seen());
    const before = await rounds();
    await expect.poll(rounds).toBeGreaterThan(before);
    expect((await seen()).filter((frame) => frame < 90)).toEqual([]);
    await annotate.press('Space');
    await annotate.press('Control+z');
    await annotate.press('Control+z');
  });

  test('what is played backwards when a video is left is not played in the next one', async ({ page }) => {
    const annotate = await open(page);
    await annotate.goToFrame(299);
    await annotate.press('j');
    await expect(page.getByRole('button', { name: 'Pause' })).toBeVisible();
    await page.getByRole('region', { name: 'Videos' }).getByRole('option').filter({ hasText: 'silent' }).click();
    await expect(page.getByRole('application', { name: 'Timeline, silent' })).toBeVisible();
    await annotate.frameOnScreen(0);
    await expect(play(page)).toBeVisible();
  });

  test('the sound stands beside the frames it is heard with, and its row can be hidden', async ({ page }) => {
    const annotate = await open(page);
    await page.mouse.move(5, 5);
    const at = async (seconds: number) => annotate.colourAt(await annotate.point(seconds / 10, soundAt));
    await expect.poll(() => at(1.04)).not.toBe('#16191d');
    for (let second = 2; second < 10; second++) {
      expect(await at(second - 0.04), `before second ${second}`).toBe('#16191d');
      expect(await at(second + 0.04), `at second ${second}`).not.toBe('#16191d');
      expect(await at(second + 0.12), `after second ${second}`).toBe('#16191d');
    }
    const chip = page.getByRole('toolbar', { name: 'Timeline tools' }).getByRole('button', { name: 'Sound' });
    const header = annotate.header('Sound');
    await chip.click();
    await expect(header).toHaveCount(0);
    await page.reload();
    await annotate.frameShown(/\d+/);
    await expect(header).toHaveCount(0);
    await chip.click();
    await expect(header).toHaveText('Sound');
  });

  test('a video without sound opens as any other, and its row says so', async ({ page }) => {
    const annotate = await open(page, 'silent');
    await expect(annotate.header('Sound')).toContainText('none in this video');
    await annotate.goToFrame(120);
    expect(await annotate.numberInPicture()).toBe(120);
    await expect(page.getByRole('alert')).toHaveCount(0);
  });

  test('what the browser cannot decode plays from a copy, made once, and the file stays as it is', async ({ page }) => {
    const files = join(program.folder, 'videos');
    const before = folderDigest(files);
    const annotate = new AnnotatePage(page);
    await page.goto(`${program.url}#/annotate?video=hevc`);
    const making = page.getByText(/^Making a copy for playing, \d+ %$/);
    await expect(making).toBeVisible();
    await expect(page.getByRole('progressbar', { name: 'Copy of hevc' })).toBeVisible();
    await annotate.goToFrame(222);
    expect(await annotate.numberInPicture()).toBe(222);
    await expect(making).toHaveCount(0);
    const copies = folderDigest(join(program.folder, 'project', '.cache', 'playing'));
    expect(Object.keys(copies)).toHaveLength(1);
    await page.reload();
    await annotate.goToFrame(17);
    expect(await annotate.numberInPicture()).toBe(17);
    expect(folderDigest(join(program.folder, 'project', '.cache', 'playing'))).toEqual(copies);
    expect(folderDigest(files)).toEqual(before);
  });

  test('of a file with a broken middle all whole frames are shown, the gap is marked, and can be labelled', async ({
    page,
  }) => {
    const annotate = await open(page, 'broken');
    await expect(annotate.status).toContainText('56 frames damaged', {
      timeout: 60_000,
    });
    const notice = page.getByText('Damaged, frames 124 to 179');
    await annotate.goToFrame(100);
    expect(await annotate.numberInPicture()).toBe(100);
    await expect(notice).toHaveCount(0);
    for (const frame of [124, 150, 179]) {
      await annotate.goToFrame(frame);
      await expect(notice).toBeVisible();
      expect(await annotate.numberInPicture()).toBeNull();
    }
    await annotate.press('ArrowRight');
    await annotate.frameOnScreen(180);
    await expect(notice).toHaveCount(0);
    expect(await annotate.numberInPicture()).toBe(180);
    await annotate.goToFrame(130);
    await annotate.press('1');
    await annotate.goToFrame(190);
    await annotate.press('1');
    await expect(annotate.cells('truth')).toHaveText(['cut onion, truth, 4.33 to 6.33 seconds, 1 of 1']);
  });
});

/** @returns reads the frames that the player has said it shows since now */
async function recordFrames(page: Page): Promise<() => Promise<number[]>> {
  const record = await page.getByTestId('player').evaluateHandle((player) => {
    const frames: number[] = [];
    const note = () => frames.push(Number(player.getAttribute('data-frame')));
    new MutationObserver(note).observe(player, { attributes: true, attributeFilter: ['data-frame'] });
    return frames;
  });
  return () => record.jsonValue();
}
