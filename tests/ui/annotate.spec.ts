import { copyFile, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { type Labelled, writeDecided, writeScores, writeTruth } from '../builders/annotatedClip';
import { AnnotatePage } from './pages/annotatePage';
import { clipsFolder, gadw, type Program, serve, temporaryFolder } from './program';
import { suite } from './suite';

/** 300 frames, 30 a second, each with its number. */
const clip = 'cfr30_h264_aac.mp4';
const video = 'kitchen';
const truth: Labelled[] = [
  { start: 1, end: 3, label: 'cut onion' },
  { start: 3, end: 4.5, label: 'stir pot' },
  { start: 6, end: 9, label: 'pour water' },
];
const scored: Labelled[] = [
  { start: 1, end: 3.5, label: 'cut onion' },
  { start: 6, end: 8, label: 'stir pot' },
];
const decided: Labelled[] = [{ start: 2, end: 7, label: 'pour water' }];
/** Pixels from the top of the lanes: pictures 50, truth 42, reviewed 14, then a run, whose scores follow. */
const [truthAt, firstRunAt] = [71, 127];

async function makeProject(folder: string): Promise<string> {
  const project = join(folder, 'project');
  const file = join(folder, `${video}.mp4`);
  await copyFile(join(clipsFolder(), clip), file);
  await copyFile(join(clipsFolder(), clip), join(folder, 'lost.mp4'));
  await writeTruth(join(folder, 'truth.json'), video, 10, truth);
  const classes = ['background', 'cut onion', 'stir pot', 'pour water'];
  await writeScores(join(folder, 'scored'), video, { classes, steps: 40, rate: 4, probability: 0.7 }, scored);
  await writeDecided(join(folder, 'decided.json'), video, decided);
  await gadw(folder, 'init', project);
  await gadw(folder, 'import', project, file, join(folder, 'lost.mp4'), join(folder, 'truth.json'));
  const theirs = ['import', project, '--predictions', '--rate', '4', '--name'];
  await gadw(folder, ...theirs, 'scored', join(folder, 'scored'));
  await gadw(folder, ...theirs, 'decided', join(folder, 'decided.json'));
  await rename(join(folder, 'lost.mp4'), join(folder, 'found.mp4'));
  return project;
}

suite('Annotate', () => {
  let program: Program;
  let annotate: AnnotatePage;

  test.beforeAll(async () => {
    const folder = await temporaryFolder();
    program = await serve(folder, await makeProject(folder));
  });
  test.afterAll(() => program?.stop());
  test.beforeEach(async ({ page }) => {
    annotate = new AnnotatePage(page);
    await annotate.open(program.url, video);
    await annotate.focusPlayer();
  });

  test('truth and what each run says stand in their lanes, and a run can be hidden', async ({ page }) => {
    await expect(annotate.cells('truth')).toHaveText([
      'cut onion, truth, 1.00 to 3.00 seconds, 1 of 3',
      'stir pot, truth, 3.00 to 4.50 seconds, 2 of 3',
      'pour water, truth, 6.00 to 9.00 seconds, 3 of 3',
    ]);
    await expect(annotate.cells('scored')).toHaveText([
      'cut onion, scored, 1.00 to 3.50 seconds, 1 of 2, correct',
      'stir pot, scored, 6.00 to 8.00 seconds, 2 of 2, confused, truth is pour water',
    ]);
    await expect(annotate.cells('decided')).toHaveText(['pour water, decided, 2.00 to 7.00 seconds, 1 of 1, boundary']);
    const chip = page.getByRole('toolbar', { name: 'Timeline tools' }).getByRole('button', { name: 'scored' });
    await chip.click();
    await expect(annotate.cells('scored')).toHaveCount(0);
    await expect(annotate.cells('decided')).toHaveCount(1);
    await chip.click();
    await expect(annotate.cells('scored')).toHaveCount(2);
  });

  test('plays while the timeline follows, and pauses on the frame it names', async ({ page }) => {
    const middle = await annotate.point(0, truthAt);
    await page.mouse.move(middle.x + 4, middle.y);
    await annotate.turnWheel(-900);
    await expect.poll(() => annotate.inView()).toBeLessThan(1);
    await page.mouse.move(5, 5);
    await page.keyboard.press('Space');
    await expect(page.getByRole('button', { name: 'Pause' })).toBeVisible();
    await expect.poll(async () => Number(await annotate.frame.inputValue())).toBeGreaterThan(45);
    await page.keyboard.press('Space');
    await expect(page.getByRole('button', { name: 'Play', exact: true })).toBeVisible();
    await annotate.settledFrame();
    const playhead = await annotate.timeline.evaluate((canvas: HTMLCanvasElement) => {
      const row = canvas.getContext('2d')?.getImageData(0, 100, canvas.width, 1).data ?? [];
      return row.some((value, i) => i % 4 === 3 && value === 255);
    });
    expect(playhead, 'the playhead is in view').toBe(true);
  });

  test('the wheel with Ctrl zooms about the pointer, a drag pans, and clicks and typed frames go exactly there', async ({
    page,
  }) => {
    const at = await annotate.point(0.437, truthAt);
    const frame = await annotate.clickedFrame(at);
    expect(frame).toBe(131);
    expect(await annotate.numberInPicture()).toBe(131);
    await annotate.turnWheel(-400);
    await expect.poll(() => annotate.inView()).toBeLessThan(4);
    expect(await annotate.clickedFrame(at)).toBe(frame);
    const before = await annotate.inView();
    await page.mouse.move(at.x, at.y);
    await page.mouse.down();
    await page.mouse.move(at.x - 60, at.y);
    await page.mouse.move(at.x - 120, at.y);
    await page.mouse.up();
    expect(await annotate.inView()).toBe(before);
    expect(await annotate.clickedFrame({ ...at, x: at.x - 120 })).toBe(frame);
    await annotate.goToFrame(250);
    expect(await annotate.numberInPicture()).toBe(250);
  });

  test('keys go through segments, lanes and edges, and zoom to the choice', async ({ page }) => {
    const press = async (key: string, frame: number) => {
      await page.keyboard.press(key);
      await expect(annotate.frame, key).toHaveValue(String(frame));
    };
    const segment = page.getByRole('region', { name: 'Segment', exact: true });
    await press('ArrowDown', 30);
    await expect(segment).toContainText('cut onion');
    await expect(segment).toContainText('1 of 3');
    await press('ArrowDown', 90);
    await press('ArrowUp', 30);
    await press('Control+ArrowRight', 60);
    await press('Control+ArrowRight', 90);
    await press('Control+ArrowRight', 105);
    await press('Control+ArrowLeft', 90);
    await press('ArrowRight', 91);
    await press('Shift+ArrowLeft', 81);
    await page.keyboard.press('Control+ArrowDown');
    await expect(segment).toContainText('1 of 2');
    await expect(annotate.cells('scored').first()).toHaveAttribute('aria-selected', 'true');
    await page.keyboard.press('Shift+Backslash');
    await expect.poll(() => annotate.inView()).toBeCloseTo(3.8, 1);
    await page.keyboard.press('\\');
    await expect.poll(() => annotate.inView()).toBe(10);
  });

  test('pointing tells class, span, frames and probability', async ({ page }) => {
    const tip = page.getByRole('tooltip');
    const move = async (fraction: number, y: number) => {
      const { x, y: top } = await annotate.point(fraction, y);
      await page.mouse.move(x, top);
    };
    await move(0.2, truthAt);
    await expect(tip).toContainText('cut onion');
    await expect(tip).toContainText('00:01.00 – 00:03.00, 2.00 s');
    await expect(tip).toContainText('f 30 – 90, 60 frames');
    await move(0.7, firstRunAt);
    await expect(tip).toContainText('stir pot');
    await expect(tip).toContainText('mean probability 0.70');
    await move(0.5, truthAt);
    await expect(tip).toHaveCount(0);
  });

  test('moments are found for a text, and a click goes there; a run without states says so', async ({ page }) => {
    const moments = page.getByRole('region', { name: 'Moments' });
    await page.keyboard.press('Control+K');
    await page.getByRole('combobox', { name: 'Go to or run' }).fill('moments by text');
    await page.keyboard.press('Enter');
    await moments.getByRole('combobox', { name: 'Run that is searched' }).selectOption('scored');
    await moments.getByRole('searchbox', { name: 'Find moments by text' }).fill('stirring');
    await page.keyboard.press('Enter');
    const best = moments.getByRole('listitem').first();
    await expect(best).toContainText('stir pot');
    await best.getByRole('button').click();
    // The run says so from 6 to 8 s, at 30 frames a second.
    await expect(annotate.frame).toHaveValue(/^(18|19|20|21|22|23)\d$/);
    await annotate.focusPlayer();
    await page.keyboard.press('Control+Shift+F');
    await expect(moments.getByRole('alert')).toContainText('without the states that decided');
    await moments.getByRole('button', { name: 'Close the moments' }).click();
    await expect(moments).toHaveCount(0);
  });

  test('an edit of labels reads no scores again', async ({ page }) => {
    const asked: string[] = [];
    page.on('websocket', (socket) =>
      socket.on('framesent', ({ payload }) =>
        asked.push((JSON.parse(String(payload)) as { name?: string }).name ?? ''),
      ),
    );
    await page.reload();
    await annotate.open(program.url, video);
    await annotate.focusPlayer();
    const count = (name: string) => asked.filter((one) => one === name).length;
    await expect.poll(() => count('runs.scores')).toBeGreaterThan(0);
    await page.keyboard.press('ArrowDown');
    await expect.poll(() => count('errors.verdicts')).toBeGreaterThan(0);
    const [scores, verdicts] = [count('runs.scores'), count('errors.verdicts')];
    await page.keyboard.press('.');
    await expect(annotate.status).toContainText('Move edge of “cut onion”');
    await page.keyboard.press('Control+z');
    await expect(annotate.status).toContainText('Undone: Move edge of “cut onion”');
    await expect.poll(() => count('errors.verdicts')).toBeGreaterThan(verdicts);
    expect(count('runs.scores')).toBe(scores);
  });

  test('light and dark draw the lanes anew', async ({ page }) => {
    const empty = await annotate.point(0.55, firstRunAt);
    const labelled = await annotate.point(0.28, firstRunAt);
    await page.mouse.move(5, 5);
    await expect.poll(() => annotate.colourAt(empty)).toBe('#16191d');
    const dark = await annotate.colourAt(labelled);
    await page.getByRole('button', { name: 'Light theme' }).click();
    await page.mouse.move(5, 5);
    await expect.poll(() => annotate.colourAt(empty)).toBe('#ffffff');
    expect(await annotate.colourAt(labelled)).not.toBe(dark);
    await page.getByRole('button', { name: 'Dark theme' }).click();
    await expect.poll(() => annotate.colourAt(empty)).toBe('#16191d');
  });

  test('a video whose file is gone is located through the list of files, and then shows its picture', async ({
    page,
  }) => {
    await page.goto(`${program.url}#/annotate?video=lost`);
    await expect(page.getByText('The file of lost is gone')).toBeVisible();
    await page.getByRole('button', { name: 'Locate' }).click();
    const dialog = page.getByRole('dialog', { name: 'Locate lost' });
    await expect(dialog.getByRole('button', { name: 'Choose', exact: true })).toBeDisabled();
    await dialog.getByRole('textbox', { name: 'Folder' }).fill(program.folder);
    await dialog.getByRole('textbox', { name: 'Folder' }).press('Enter');
    await dialog.getByRole('button', { name: /^found\.mp4/ }).click();
    await dialog.getByRole('button', { name: 'Choose', exact: true }).click();
    await annotate.goToFrame(77);
    expect(await annotate.numberInPicture()).toBe(77);
  });
});
