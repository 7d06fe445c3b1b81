import { copyFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { writeTruth } from '../builders/annotatedClip';
import { AnnotatePage } from './pages/annotatePage';
import { clipsFolder, gadw, type Program, serve, temporaryFolder } from './program';
import { suite } from './suite';

/** Two videos of 10 s, 30 frames a second. */
async function makeProject(folder: string): Promise<string> {
  const project = join(folder, 'project');
  await gadw(folder, 'init', project);
  const files: string[] = [];
  for (const [video, start] of [
    ['breakfast', 2],
    ['dinner', 5],
  ] as const) {
    const [file, truth] = [join(folder, `${video}.mp4`), join(folder, `${video}.json`)];
    await copyFile(join(clipsFolder(), 'cfr30_h264_aac.mp4'), file);
    await writeTruth(truth, video, 10, [
      { start, end: start + 1, label: 'cut onion' },
      { start: 8, end: 9, label: `stir ${video}` },
    ]);
    files.push(file, truth);
  }
  await gadw(folder, 'import', project, ...files);
  return project;
}

suite('Search', () => {
  let program: Program;
  let annotate: AnnotatePage;

  test.beforeAll(async () => {
    const folder = await temporaryFolder();
    program = await serve(folder, await makeProject(folder));
  });
  test.afterAll(() => program?.stop());
  test.beforeEach(async ({ page }) => {
    annotate = new AnnotatePage(page);
    await annotate.open(program.url, 'breakfast');
    await annotate.focusPlayer();
  });

  test('Ctrl F finds segments of all videos; Enter opens one, chosen and played', async ({ page }) => {
    await page.keyboard.press('Control+f');
    await page.keyboard.type('onion');
    const list = page.getByRole('listbox', { name: 'Videos' });
    await expect(list.getByRole('option')).toHaveCount(2);
    await expect(list).toContainText('2 segments');
    await expect(list.getByRole('option').nth(1)).toContainText('cut oniondinner');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await expect(page).toHaveURL(/video=dinner/);
    await expect(page.getByRole('gridcell', { selected: true })).toHaveText(/cut onion, truth, 5\.00 to 6\.00/);
    // It ends on the segment's last frame.
    await expect(page.getByLabel('At playhead')).toContainText('f 179');
  });

  test('arrows go through the list, which keeps the focus; a click goes to the picture', async ({ page }) => {
    const list = page.getByRole('listbox', { name: 'Videos' });
    await list.focus();
    await page.keyboard.press('ArrowDown');
    await expect(page).toHaveURL(/video=dinner/);
    await expect(page.getByRole('application', { name: 'Timeline, dinner' })).toBeVisible();
    await expect(list).toBeFocused();
    await page.keyboard.press('ArrowUp');
    await expect(page).toHaveURL(/video=breakfast/);
    await list.getByRole('option', { name: /dinner/ }).click();
    await expect(annotate.playerPanel).toBeFocused();
  });

  test('the palette finds segments beside classes', async ({ page }) => {
    await page.keyboard.press('Control+k');
    await page.keyboard.type('onion dinner');
    const results = page.getByRole('listbox', { name: 'Results' });
    await expect(results.getByRole('option')).toHaveCount(1);
    await page.keyboard.press('Enter');
    await expect(page).toHaveURL(/video=dinner/);
    await expect(page.getByRole('gridcell', { selected: true })).toHaveText(/cut onion, truth/);
  });

  test('an edit is counted in the list, and found at once', async ({ page }) => {
    await page.getByRole('option', { name: /breakfast/ }).click();
    await page.keyboard.press('Control+f');
    await page.keyboard.type('stir');
    const list = page.getByRole('listbox', { name: 'Videos' });
    await expect(list).toContainText('2 segments');
    await page.keyboard.press('Enter');
    await expect(page.getByRole('gridcell', { selected: true })).toHaveText(/stir breakfast/);
    await annotate.press('Delete');
    await expect(list).toContainText('1 segment');
    await expect(annotate.status).toContainText('1 segment');
  });
});
