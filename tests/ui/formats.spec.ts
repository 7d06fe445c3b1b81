import { readFileSync, writeFileSync } from 'node:fs';
import { mkdir, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, type Page, test } from '@playwright/test';
import { toyKitchen } from '../builders/toyKitchen';
import { holdAnswers } from './heldAnswers';
import { openWindow, type Program, serve, temporaryFolder } from './program';
import { serialSuite } from './suite';

const rows = ['clip\tt0\tt1\twhat', 'v0\t1\t2\tcut onion', 'v0\t3\t4\tslice onion', 'v0\t6\t5\tstir pot'];

serialSuite('labels in and out, in the window', () => {
  let program: Program;
  let page: Page;
  let folder: string;
  let project: string;

  test.beforeAll(async ({ browser }) => {
    folder = await temporaryFolder();
    project = (await toyKitchen(join(folder, 'kitchen'), [])).dir;
    await mkdir(join(folder, 'out'));
    writeFileSync(join(folder, 'labels.tsv'), `${rows.join('\n')}\n`);
    program = await serve(folder, project);
    page = await browser.newPage();
    await openWindow(page, program);
    await page.keyboard.press('g');
    await page.keyboard.press('p');
  });
  test.afterAll(() => program?.stop());

  const pick = async (path: string, button: RegExp) => {
    await page.getByLabel('Folder', { exact: true }).fill(path);
    await page.keyboard.press('Enter');
    await expect(page.getByRole('button', { name: button })).toBeEnabled();
    await page.getByRole('button', { name: button }).click();
  };

  test('a table with columns of unknown names is read as it is told to be, and classes mean what is chosen', async () => {
    await page.getByRole('button', { name: 'Import', exact: true }).click();
    await pick(join(folder, 'labels.tsv'), /^Choose$/);
    const dialog = page.getByRole('dialog', { name: 'Import' });
    await expect(dialog.getByText('say which is which')).toBeVisible();
    await expect(dialog.getByRole('button', { name: /Nothing to import/ })).toBeDisabled();
    await dialog.getByRole('button', { name: 'Read them so' }).click();
    await expect(dialog.getByText('2 rows cannot be read')).toBeVisible();
    await expect(dialog.getByRole('table', { name: 'Refused rows' })).toContainText('Ends before it starts: 6 to 5');
    await dialog.getByLabel('What slice onion becomes').selectOption('cut onion');
    await expect(dialog.getByText('1 row cannot be read')).toBeVisible();
    await dialog.getByText('Leave out 1 row and import the rest').click();
    await dialog.getByRole('button', { name: /^Import 2 segments/ }).click();
    await expect(page.getByText('Imported 1 video with 2 segments')).toBeVisible();
    const { importedClasses } = JSON.parse(readFileSync(join(project, 'project.json'), 'utf8')) as {
      importedClasses: Record<string, number>;
    };
    expect(Object.keys(importedClasses)).toEqual(['slice onion']);
  });

  test('an export says what its files do not hold, and writes them where it is told', async () => {
    const open = page.getByRole('dialog', { name: 'Import' });
    if (await open.isVisible()) await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'Export', exact: true }).click();
    const dialog = page.getByRole('dialog', { name: 'Export labels' });
    await dialog.getByLabel('Format').selectOption('SRT');
    await expect(dialog.getByText('SRT keeps no splits.')).toBeVisible();
    expect(await readdir(join(folder, 'out'))).toEqual([]);
    await dialog.getByRole('button', { name: 'Choose a folder and write' }).click();
    await pick(join(folder, 'out'), /^Choose this folder$/);
    await expect(dialog).toBeHidden();
    const names = await readdir(join(folder, 'out'));
    expect(names).toContain('v0.srt');
    expect(readFileSync(join(folder, 'out', 'v0.srt'), 'utf8')).toContain('00:00:01,000 --> 00:00:02,000\ncut onion\n');
  });

  test('what an earlier choice would write does not come after what the last one would', async ({ browser }) => {
    const second = await browser.newPage();
    const answers = await holdAnswers(second, 'project.exportPreview');
    await openWindow(second, program);
    await second.keyboard.press('g');
    await second.keyboard.press('p');
    await second.getByRole('button', { name: 'Export', exact: true }).click();
    const dialog = second.getByRole('dialog', { name: 'Export labels' });
    await expect.poll(answers.count).toBe(1);
    await dialog.getByLabel('Format').selectOption('SRT');
    await expect.poll(answers.count).toBe(2);
    answers.letGo();
    // What is answered behind them says that both have come.
    await dialog.getByRole('button', { name: 'Choose a folder and write' }).click();
    await expect(second.getByLabel('Folder', { exact: true })).not.toHaveValue('');
    await expect(dialog.getByText('SRT keeps no splits.')).toBeVisible();
    await second.close();
  });

  test('files that are there are replaced only where that is ticked', async () => {
    await page.getByRole('button', { name: 'Export', exact: true }).click();
    const dialog = page.getByRole('dialog', { name: 'Export labels' });
    await dialog.getByLabel('Format').selectOption('SRT');
    await dialog.getByRole('button', { name: 'Choose a folder and write' }).click();
    await pick(join(folder, 'out'), /^Choose this folder$/);
    await expect(dialog.getByRole('alert')).toContainText('exists already');
    await dialog.getByText('Replace files that are there').click();
    await dialog.getByRole('button', { name: 'Choose a folder and write' }).click();
    await pick(join(folder, 'out'), /^Choose this folder$/);
    await expect(dialog).toBeHidden();
  });
});
