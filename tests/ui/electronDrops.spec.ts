import { copyFileSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, type Page, test } from '@playwright/test';
import type { VideoList } from '../../src-main/common/domain/video';
import { launch, skipWithoutElectron } from './electronProgram';
import { clipsFolder, gadw, temporaryFolder } from './program';

const oddName = 'clip #1 50% “ü”?&.mp4';

/** Drags files over the window and lets them go there: the page gets real files, with their paths. */
async function drop(page: Page, ...files: string[]): Promise<void> {
  const devtools = await page.context().newCDPSession(page);
  const data = { items: [], files, dragOperationsMask: 1 };
  for (const type of ['dragEnter', 'dragOver', 'drop'] as const) {
    await devtools.send('Input.dispatchDragEvent', { type, x: 400, y: 400, data });
  }
  await devtools.detach();
}

test.beforeEach(skipWithoutElectron);

test('what is dropped on a real Electron is imported from where it lies, and a project is opened', async () => {
  const folder = await temporaryFolder();
  const [project, soup, more] = [join(folder, 'tea'), join(folder, 'soup'), join(folder, 'more')] as const;
  for (const dir of [project, soup]) await gadw(folder, 'init', dir);
  mkdirSync(more);
  const clip = join(clipsFolder(), 'cfr30_h264_aac.mp4');
  copyFileSync(clip, join(folder, oddName));
  copyFileSync(clip, join(more, 'second.mp4'));
  writeFileSync(join(folder, 'words.mp4'), 'not a video\n');
  writeFileSync(join(folder, 'labels.srt'), '1\n00:00:01,000 --> 00:00:02,000\ncut onion\n');
  const app = await launch(folder, project);
  try {
    const page = await app.firstWindow();
    const wizard = page.getByRole('dialog', { name: 'Import' });
    await expect(page.getByRole('heading', { name: 'tea', exact: true })).toBeVisible();

    await drop(page, join(folder, oddName), join(folder, 'words.mp4'));
    await expect(wizard.getByText('Cannot read "words.mp4": it holds text, not a video.')).toBeVisible();
    await drop(page, more, join(folder, 'words.mp4'));
    await expect(wizard.getByText('and 2 more')).toBeVisible();
    await wizard.getByRole('button', { name: 'Back' }).click();
    const files = wizard.getByRole('listitem').filter({ has: page.getByRole('button', { name: /Leave out/ }) });
    await expect(files).toHaveText([join(folder, oddName), join(folder, 'words.mp4'), more]);
    await wizard.getByRole('button', { name: `Leave out ${join(folder, 'words.mp4')}` }).click();
    await wizard.getByRole('button', { name: 'Check' }).click();
    await wizard.getByRole('button', { name: 'Import 2 videos' }).click();
    await expect(wizard.getByRole('button', { name: 'Use these splits' })).toBeVisible();
    await drop(page, join(folder, 'labels.srt'));
    await wizard.getByRole('button', { name: 'Use these splits' }).click();
    await expect(wizard).toBeHidden();
    const { videos } = JSON.parse(readFileSync(join(project, 'videos.json'), 'utf8')) as VideoList;
    expect(videos.map(({ path }) => path).sort()).toEqual([`../${oddName}`, '../more/second.mp4']);

    await page.getByRole('button', { name: 'New', exact: true }).click();
    const newProject = page.getByRole('dialog', { name: 'New project' });
    await drop(page, soup);
    await drop(page, join(folder, 'labels.srt'));
    await expect(newProject).toBeVisible();
    await page.keyboard.press('Escape');
    await drop(page, soup);
    await expect(page.getByRole('heading', { name: 'soup', exact: true })).toBeVisible();
    await expect(wizard).toBeHidden();
  } finally {
    await app.close();
  }

  for (const dir of [project, soup]) rmSync(dir, { recursive: true });
  const without = await launch(folder);
  try {
    const page = await without.firstWindow();
    await expect(page.getByText('Drop a project folder here')).toBeVisible();
    await drop(page, join(folder, 'labels.srt'));
    await expect(page.getByRole('alert')).toContainText('Files are imported into a project, and none is open.');
  } finally {
    await without.close();
  }
});
