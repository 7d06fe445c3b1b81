import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { expect, type Page, test } from '@playwright/test';
import type { Annotation } from '../../src-main/common/domain/annotation';
import type { Taxonomy } from '../../src-main/common/domain/taxonomy';
import { folderDigest } from '../builders/folderDigest';
import { toyKitchen } from '../builders/toyKitchen';
import { clipsFolder, type Program, serve, temporaryFolder } from './program';
import { serialSuite } from './suite';

const rows = (tier: string) => `video,start,end,class,tier\na,1,2,cut onion,${tier}\na,3,4,stir pot,voice\n`;

/** Files that are dropped on the window, and the wizard that they open. */
serialSuite('importing, in the window', () => {
  let program: Program;
  let page: Page;
  let folder: string;
  let project: string;

  test.beforeAll(async ({ browser }) => {
    folder = await temporaryFolder();
    project = (await toyKitchen(join(folder, 'kitchen'), [])).dir;
    mkdirSync(join(folder, 'more'));
    copyFileSync(join(clipsFolder(), 'cfr30_h264_aac.mp4'), join(folder, 'clip.mp4'));
    writeFileSync(join(folder, 'clip.srt'), '1\n00:00:01,000 --> 00:00:02,000\ncut onion\n');
    writeFileSync(join(folder, 'more', 'b.srt'), '1\n00:00:01,000 --> 00:00:02,000\nstir pot\n');
    writeFileSync(join(folder, 'more', 'notes.md'), 'words and words\n');
    writeFileSync(join(folder, '2024_clip.csv'), '1,0.5,2.5\n');
    writeFileSync(join(folder, 'hands.csv'), rows('hand'));
    const many = Array.from({ length: 100_000 }, (_, i) => `v${i % 50},${i},${i + 1},cut onion`);
    writeFileSync(join(folder, 'many.csv'), `video,start,end,class\n${many.join('\n')}\n`);
    program = await serve(folder, project);
    page = await browser.newPage();
    await page.goto(program.url);
    await page.keyboard.press('g');
    await page.keyboard.press('p');
    await expect(page.getByRole('button', { name: 'Import', exact: true })).toBeVisible();
  });
  test.afterAll(() => program?.stop());

  const dialog = () => page.getByRole('dialog', { name: 'Import' });
  /** As the desktop shell hands them over, which alone learns where dropped files lie. */
  const drop = (...paths: string[]) =>
    page.evaluate(
      (given) => {
        const byName = new Map(given);
        Object.assign(window, { gadw: { pathOf: (file: File) => byName.get(file.name) } });
        const dataTransfer = new DataTransfer();
        for (const [name] of given) dataTransfer.items.add(new File(['x'], name));
        for (const type of ['dragover', 'drop']) {
          document.body.dispatchEvent(new DragEvent(type, { dataTransfer, bubbles: true, cancelable: true }));
        }
      },
      paths.map((path) => [basename(path), path] as const),
    );
  const labels = (video: string) =>
    JSON.parse(readFileSync(join(project, 'annotations', `${video}.json`), 'utf8')) as Annotation;
  const taxonomy = () => JSON.parse(readFileSync(join(project, 'taxonomy.json'), 'utf8')) as Taxonomy;
  const counted = (name: string) => dialog().locator('.counts div', { hasText: name }).locator('dd');

  test('a video with its labels, a folder and a file of two possible formats are dropped together', async () => {
    const before = folderDigest(project);
    await drop(...['clip.mp4', 'clip.srt', 'more', '2024_clip.csv'].map((name) => join(folder, name)));
    await expect(dialog().getByText('Could be CrossTask csv or csv table')).toBeVisible({ timeout: 60_000 });
    await expect(counted('segments')).toHaveText('2');
    await expect(counted('new videos')).toHaveText('1');
    await expect(dialog().getByRole('table', { name: 'Rows read with a change' })).toContainText('notes.md');
    await dialog().getByLabel('Format of 2024_clip.csv').selectOption('csv table');
    await expect(dialog().getByRole('table', { name: 'Columns' })).toBeVisible({ timeout: 60_000 });
    expect(folderDigest(project)).toEqual(before);
    await page.keyboard.press('Escape');
    await expect(dialog()).toBeHidden();
  });

  test('an unknown file is refused, and nothing can be imported', async () => {
    writeFileSync(join(folder, 'picture.xyz'), Buffer.from([0, 1, 2, 255]));
    await drop(join(folder, 'picture.xyz'));
    await expect(dialog().getByText('Its format is not known')).toBeVisible({ timeout: 60_000 });
    await expect(dialog().getByRole('button', { name: /Nothing to import/ })).toBeDisabled();
    await page.keyboard.press('Escape');
  });

  test('lanes of the file are folded into one by keys, and the import is undone and done again', async () => {
    const before = labels('a').segments.length;
    await drop(join(folder, 'hands.csv'));
    const all = dialog().getByLabel('One lane for all');
    await all.focus({ timeout: 60_000 });
    await page.keyboard.press('ArrowDown');
    await expect(dialog().getByLabel('Lane of hand')).toHaveValue('0', { timeout: 60_000 });
    await dialog().getByLabel('Lane of voice').selectOption('a new lane');
    await expect(dialog().getByText('New lanes')).toBeVisible({ timeout: 60_000 });
    await expect(dialog().getByRole('button', { name: /^Import 2 segments/ })).toBeEnabled();
    await dialog().getByText('Preview').click();
    await page.keyboard.press('Enter');
    await expect(dialog()).toBeHidden({ timeout: 60_000 });
    expect(taxonomy().lanes?.map(({ name }) => name)).toEqual(['labels', 'voice']);
    expect(labels('a').segments).toHaveLength(before + 2);
    await page.keyboard.press('Control+z');
    await expect(page.getByText('Undone: Import hands.csv')).toBeVisible({ timeout: 30_000 });
    expect(taxonomy().lanes).toBeUndefined();
    expect(labels('a').segments).toHaveLength(before);
    await page.keyboard.press('Control+Shift+z');
    await expect(page.getByText('Redone: Import hands.csv')).toBeVisible({ timeout: 30_000 });
    expect(taxonomy().lanes?.map(({ name }) => name)).toEqual(['labels', 'voice']);
    expect(labels('a').segments).toHaveLength(before + 2);
  });

  test('lanes are remembered for the next import, and can be each its own again', async () => {
    await drop(join(folder, 'hands.csv'));
    await expect(dialog().getByLabel('Lane of hand')).toHaveValue('0');
    await expect(dialog().getByLabel('Lane of voice')).toHaveValue('1');
    await dialog().getByLabel('One lane for all').selectOption('all into voice');
    await expect(dialog().getByLabel('Lane of hand')).toHaveValue('1');
    await dialog().getByLabel('One lane for all').selectOption('each its own');
    await expect(dialog().getByLabel('Lane of hand')).toHaveValue('new');
    await expect(dialog().getByLabel('Lane of voice')).toHaveValue('1');
    await page.keyboard.press('Escape');
    await expect(dialog()).toBeHidden();
  });

  test('100,000 segments are looked at without the window waiting, and can be stopped', async () => {
    const before = folderDigest(project);
    await drop(join(folder, 'many.csv'));
    await dialog().getByRole('button', { name: 'Stop' }).click();
    await expect(dialog().getByRole('button', { name: 'Add files' })).toBeVisible();
    await dialog().getByRole('button', { name: 'Check' }).click();
    await expect(dialog().getByRole('progressbar')).toBeVisible({ timeout: 60_000 });
    await expect(dialog().getByRole('button', { name: /^Import 100,000 segments/ })).toBeEnabled({ timeout: 120_000 });
    await page.keyboard.press('Escape');
    expect(folderDigest(project)).toEqual(before);
  });
});
