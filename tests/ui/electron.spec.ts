import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { _electron, expect, test } from '@playwright/test';
import { root } from '../../scripts/prepare.mjs';
import { clipsFolder, environment, gadw, temporaryFolder } from './program';

const dist = process.env['ELECTRON_OVERRIDE_DIST_PATH'] ?? '';
const electronFound = existsSync(join(dist, 'electron')) || existsSync(join(root, 'node_modules', 'electron', 'dist'));
const display = process.platform !== 'linux' || Boolean(process.env['DISPLAY']);

test('a real Electron opens a project: sandboxed page, picture at its frame', async () => {
  test.skip(!electronFound, 'There is no Electron binary: set ELECTRON_OVERRIDE_DIST_PATH.');
  test.skip(!display, 'There is no display.');
  const folder = await temporaryFolder();
  const project = join(folder, 'project');
  await gadw(folder, 'init', project);
  await gadw(folder, 'import', project, join(clipsFolder(), 'cfr30_h264_aac.mp4'));
  const env = Object.fromEntries(
    Object.entries(environment(folder)).filter(([, value]) => value !== undefined),
  ) as Record<string, string>;
  const app = await _electron.launch({ args: [root, project], env });
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
