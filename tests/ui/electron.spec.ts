import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type ElectronApplication, expect, test } from '@playwright/test';
import { root } from '../../scripts/prepare.mjs';
import { writeTruth } from '../builders/annotatedClip';
import { launch, skipWithoutElectron } from './electronProgram';
import { clipsFolder, environment, gadw, temporaryFolder } from './program';

/** Labels of the application menu's items, by menu. */
function menuLabels(app: ElectronApplication): Promise<Record<string, string[]>> {
  return app.evaluate(({ Menu }) => {
    const menus = Menu.getApplicationMenu()?.items ?? [];
    return Object.fromEntries(menus.map(({ label, submenu }) => [label, submenu?.items.map((one) => one.label) ?? []]));
  });
}

/** Chooses an item of the application menu by the path of its labels, as a person does. */
async function choose(app: ElectronApplication, ...labels: string[]): Promise<void> {
  await app.evaluate(({ Menu }, path) => {
    let items = Menu.getApplicationMenu()?.items ?? [];
    for (const [depth, label] of path.entries()) {
      const item = items.find((one) => one.label.startsWith(label));
      if (!item) throw new Error(`no "${label}" among ${items.map((one) => one.label).join(', ')}`);
      if (depth === path.length - 1) item.click();
      else items = item.submenu?.items ?? [];
    }
  }, labels);
}

test.beforeEach(skipWithoutElectron);

test('a first start opens the demo with its runs', async () => {
  const app = await launch(await temporaryFolder());
  try {
    const page = await app.firstWindow();
    await page.getByRole('link', { name: 'Runs', exact: true }).click();
    await expect(page.getByRole('grid', { name: 'Runs' }).getByRole('row').nth(1)).toBeVisible();
  } finally {
    await app.close();
  }
});

test('a real Electron opens a project: sandboxed page, picture at its frame', async () => {
  const folder = await temporaryFolder();
  const project = join(folder, 'project');
  await gadw(folder, 'init', project);
  await gadw(folder, 'import', project, join(clipsFolder(), 'cfr30_h264_aac.mp4'));
  const app = await launch(folder, project);
  try {
    const page = await app.firstWindow();
    await expect(page.getByRole('link', { name: 'Annotate' })).toBeVisible();
    expect(await page.evaluate(() => typeof (globalThis as { require?: unknown }).require)).toBe('undefined');
    await page.getByRole('link', { name: 'Annotate' }).click();
    const frame = page.getByRole('textbox', { name: 'Frame', exact: true });
    await expect(frame).toHaveValue('0');
    await frame.fill('120');
    await frame.press('Enter');
    await expect(frame).toHaveValue('120');
  } finally {
    await app.close();
  }
});

test('the application menu does the page’s actions; dialogs are native; a second start hands over its project', async () => {
  const folder = await temporaryFolder();
  const [tea, soup] = [join(folder, 'tea'), join(folder, 'soup')] as const;
  for (const project of [tea, soup]) await gadw(folder, 'init', project);
  const app = await launch(folder, tea);
  try {
    const page = await app.firstWindow();
    const heading = (name: string) => page.getByRole('heading', { name, exact: true });
    await expect(page.getByRole('link', { name: 'Train' })).toBeVisible();
    await expect
      .poll(async () => (await menuLabels(app))['Project'])
      .toEqual(expect.arrayContaining(['Open a project', 'Open recent']));
    await choose(app, 'Go to', 'Train');
    await expect(page).toHaveURL(/train/);

    await app.evaluate(({ dialog }, path) => {
      dialog.showOpenDialog = () => Promise.resolve({ canceled: false, filePaths: [path] });
    }, soup);
    await choose(app, 'Project', 'Open a project');
    await expect(heading('soup')).toBeVisible();

    await choose(app, 'Project', 'Open recent', 'tea');
    await expect(heading('tea')).toBeVisible();

    await page.getByRole('link', { name: 'Studies', exact: true }).click();
    await page.getByRole('button', { name: /Discriminative against generative/ }).click();
    await expect(page.getByRole('grid', { name: 'Discriminative against generative' })).toBeVisible();
    const table = join(folder, 'table one.csv');
    const choice = async (answer: { canceled: boolean; filePath: string }) => {
      await app.evaluate(({ dialog }, given) => {
        Object.assign(globalThis, { asked: null });
        dialog.showSaveDialog = (...asked: unknown[]) => {
          Object.assign(globalThis, { asked: asked.at(-1) });
          return Promise.resolve(given);
        };
      }, answer);
      await choose(app, 'Studies', 'Export the study’s table as CSV');
      const proposed = () => app.evaluate(() => (globalThis as { asked?: { defaultPath: string } }).asked?.defaultPath);
      await expect.poll(proposed).toMatch(/disc-vs-gen\.csv$/);
    };
    await choice({ canceled: true, filePath: table });
    expect(existsSync(table)).toBe(false);
    await choice({ canceled: false, filePath: table });
    await expect(page.getByText(`${table} saved`)).toBeVisible();
    expect(readFileSync(table, 'utf8')).toMatch(/^label,runs,segmentF1,/);

    const program = app.process().spawnfile;
    const second = spawn(program, [root, soup, '--no-sandbox'], { env: environment(folder), stdio: 'ignore' });
    await once(second, 'exit');
    await expect(heading('soup')).toBeVisible();
    expect(app.windows()).toHaveLength(1);
  } finally {
    await app.close();
  }
});

test('labels are exported into the folder that a native dialog names, and replaced only when told to', async () => {
  const folder = await temporaryFolder();
  const project = join(folder, 'project');
  const target = join(folder, 'for others');
  mkdirSync(target);
  await writeTruth(join(folder, 'truth.json'), 'kitchen', 10, [{ start: 1, end: 3, label: 'cut onion' }]);
  await gadw(folder, 'init', project);
  await gadw(folder, 'import', project, join(folder, 'truth.json'));
  const app = await launch(folder, project);
  try {
    const page = await app.firstWindow();
    await expect(page.getByRole('link', { name: 'Project', exact: true })).toBeVisible();
    const answer = (given: { canceled: boolean; filePaths: string[] }) =>
      app.evaluate(({ dialog }, result) => {
        dialog.showOpenDialog = () => Promise.resolve(result);
      }, given);
    const write = page.getByRole('button', { name: 'Choose a folder and write' });
    await page.getByRole('button', { name: 'Export' }).click();
    await page.getByLabel('Format').selectOption('srt');
    await answer({ canceled: true, filePaths: [] });
    await write.click();
    await expect(write).toBeEnabled();
    expect(readdirSync(target)).toEqual([]);
    await answer({ canceled: false, filePaths: [target] });
    await write.click();
    await expect(page.getByText(`in ${target}`)).toBeVisible();
    expect(readFileSync(join(target, 'kitchen.srt'), 'utf8')).toContain('00:00:01,000 --> 00:00:03,000\ncut onion');

    await page.getByRole('button', { name: 'Export' }).click();
    await page.getByLabel('Format').selectOption('srt');
    await write.click();
    await expect(page.getByRole('alert')).toContainText('kitchen.srt');
    await page.getByText('Replace files that are there').click();
    await write.click();
    await expect(write).toBeHidden();
  } finally {
    await app.close();
  }
});
