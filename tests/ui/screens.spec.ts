import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, type Page, test } from '@playwright/test';
import { toyKitchen } from '../builders/toyKitchen';
import { clipsFolder, openWindow, type Program, serve, temporaryFolder } from './program';
import { serialSuite } from './suite';

const clip = 'cfr30_h264_aac.mp4';
/** Small enough for a few updates a second, many enough that a person is in time to cancel. */
const toy = { 'Short window': 4, 'Long window': 4, 'Stride in training': 1, Batch: 2, Epochs: 40 };

serialSuite('from a file to a run, in the window', () => {
  let program: Program;
  let page: Page;

  const run = (name: string) => page.getByRole('grid', { name: 'Runs' }).getByRole('row', { name });
  const goTo = (screen: string) => page.getByRole('link', { name: screen, exact: true }).click();

  test.beforeAll(async ({ browser }) => {
    const folder = await temporaryFolder();
    const gone = { path: join(folder, 'gone'), name: 'gone', opened: new Date().toISOString() };
    await mkdir(join(folder, 'user'));
    await writeFile(join(folder, 'user', 'recent.json'), JSON.stringify({ version: 1, projects: [gone] }));
    const { dir } = await toyKitchen(join(folder, 'kitchen'), []);
    program = await serve(folder, dir);
    page = await browser.newPage();
    await openWindow(page, program);
  });
  test.afterAll(() => program?.stop());

  test('a text named mp4 is refused by name, and a video comes in', async () => {
    await goTo('Project');
    await pickFile('text_renamed.mp4');
    const wizard = page.getByRole('dialog', { name: 'Import' });
    await expect(wizard.getByRole('table', { name: 'Refused rows' })).toContainText('it holds text, not a video');
    await expect(wizard.getByRole('button', { name: 'Nothing to import' })).toBeDisabled();
    await page.keyboard.press('Escape');
    await expect(wizard).toBeHidden();

    await pickFile(clip);
    await wizard.getByRole('button', { name: 'Import 1 video' }).click();
    await wizard.getByRole('button', { name: 'Leave them without a split' }).click();
    const row = page.getByRole('grid', { name: 'Videos' }).getByRole('row', { name: 'cfr30_h264_aac' });
    await expect(row).toContainText(clip);
  });

  test('a recent project that is gone can be taken off the list, and stays off', async () => {
    await goTo('Project');
    const projects = page.getByRole('region', { name: 'Projects' });
    await expect(projects.getByRole('button', { name: /^gone/ })).toBeDisabled();
    await projects.getByRole('button', { name: 'Take gone off the list' }).click();
    await expect(projects.getByRole('button', { name: /^gone/ })).toBeHidden();
    await page.reload();
    await expect(projects.getByText('kitchen', { exact: true })).toBeVisible();
    await expect(projects.getByRole('button', { name: /^gone/ })).toBeHidden();
  });

  test('a training draws its curve while it runs, and stops when it is told to', async () => {
    await goTo('Train');
    const form = page.getByRole('region', { name: 'New run' });
    await form.getByRole('combobox', { name: 'Features' }).selectOption('toy');
    for (const [setting, value] of Object.entries(toy))
      await form.getByRole('textbox', { name: setting, exact: true }).fill(String(value));
    await form.getByRole('textbox', { name: 'Name' }).fill('first try');
    await expect(form.getByRole('button', { name: 'Start training' })).toBeEnabled();
    await page.keyboard.press('Control+Enter');

    const live = page.getByRole('region', { name: 'Run', exact: true });
    await expect(live.getByText('running')).toBeVisible();
    const curve = live.getByRole('img', { name: /^Loss of first try over \d+ updates/ });
    await expect(curve).toBeVisible();
    const updates = async () => Number(/over (\d+) updates/.exec((await curve.getAttribute('aria-label')) ?? '')?.[1]);
    const seen = await updates();
    await expect.poll(updates).toBeGreaterThan(seen + 2);

    await live.getByRole('button', { name: 'Cancel' }).click();
    await expect(live.getByText('cancelled', { exact: true })).toBeVisible();
    await expect(live.getByRole('button', { name: 'Resume' })).toBeVisible();
  });

  test('the run stands in the table as cancelled, is renamed, and is evaluated', async () => {
    await goTo('Runs');
    await expect(run('first try').getByRole('img', { name: 'cancelled' })).toBeVisible();
    await run('first try').click();
    await page.keyboard.press('F2');
    await page.keyboard.type('second thoughts');
    await page.keyboard.press('Enter');
    await expect(run('second thoughts')).toBeVisible();

    await page.getByRole('button', { name: 'Evaluate on test' }).click();
    const scores = page.getByRole('region', { name: 'Scores on test' });
    await expect(scores.getByRole('row', { name: /^Frame accuracy \d/ })).toBeVisible();
    await expect(scores).toContainText('Too few to judge: 2 videos.');
  });

  test('a resumed training goes on from where it stopped', async () => {
    const titles = await page.getByRole('grid', { name: 'Runs' }).getByRole('columnheader').allTextContents();
    const trained = titles.findIndex((title) => title.startsWith('Trained'));
    const done = async () => Number(await run('second thoughts').getByRole('gridcell').nth(trained).textContent());
    const before = await done();
    expect(before).toBeGreaterThan(0);
    await page.getByRole('button', { name: 'Resume', exact: true }).first().click();
    await expect.poll(done).toBeGreaterThan(before);
    await page.getByRole('button', { name: 'Jobs' }).click();
    await page.getByRole('button', { name: 'Cancel Resume first try' }).click();
    await expect(run('second thoughts').getByRole('img', { name: 'cancelled' })).toBeVisible();
    await page.keyboard.press('Escape');
  });

  test('a run is deleted only after a second word', async () => {
    await page.getByRole('button', { name: 'Delete second thoughts' }).click();
    const dialog = page.getByRole('dialog', { name: 'Delete second thoughts' });
    await expect(dialog.getByRole('button', { name: 'Keep it' })).toBeFocused();
    await dialog.getByRole('button', { name: /^Delete \d/ }).click();
    await expect(page.getByText('No runs yet')).toBeVisible();
  });

  /** Import, the path typed, the file chosen. */
  async function pickFile(name: string): Promise<void> {
    await page.getByRole('button', { name: 'Import', exact: true }).click();
    const picker = page.getByRole('dialog', { name: 'Files to import' });
    await picker.getByRole('textbox', { name: 'Folder' }).fill(join(clipsFolder(), name));
    await page.keyboard.press('Enter');
    await expect(picker.getByRole('button', { name })).toHaveAttribute('aria-pressed', 'true');
    await page.keyboard.press('Enter');
  }
});
