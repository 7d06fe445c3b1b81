import { execFileSync } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, type Page, test } from '@playwright/test';
import { type Kitchen, labelsIn, openKitchen, segmentsIn } from './labelledKitchen';
import type { AnnotatePage } from './pages/annotatePage';
import { serialSuite } from './suite';

/** A disk of a few megabytes for the test alone; null with the reason where this account may mount none. */
function smallDisk(): { folder: string } | { reason: string } {
  const folder = mkdtempSync(join(tmpdir(), 'gadw-disk-'));
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=12m', 'tmpfs', folder], { stdio: 'pipe' });
    return { folder };
  } catch (error) {
    rmSync(folder, { recursive: true });
    return { reason: `No disk can be mounted here: ${String(error).split('\n')[0]}` };
  }
}

/**
 * A disk that takes nothing: one sentence says so, edits are kept in the window, saved elsewhere,
 * and come when it takes them.
 */
serialSuite('a disk that takes nothing', () => {
  let folder: string | undefined;
  let kitchen: Kitchen;
  let page: Page;
  let annotate: AnnotatePage;

  test.beforeAll(async ({ browser }) => {
    const disk = smallDisk();
    test.skip('reason' in disk, 'reason' in disk ? disk.reason : '');
    if ('reason' in disk) return;
    folder = disk.folder;
    const usual = process.env['TMPDIR'];
    process.env['TMPDIR'] = folder;
    ({ kitchen, page, annotate } = await openKitchen(browser));
    if (usual === undefined) delete process.env['TMPDIR'];
    else process.env['TMPDIR'] = usual;
  });
  test.afterAll(async () => {
    await kitchen?.program.stop();
    if (folder === undefined) return;
    execFileSync('umount', ['-l', folder]);
    rmSync(folder, { recursive: true });
  });

  const onDisk = () => segmentsIn(kitchen.annotation);
  const alerts = () => page.getByRole('alert');

  const filler = () => join(folder ?? '', 'filler');
  const remount = (how: 'ro' | 'rw') => execFileSync('mount', ['-o', `remount,${how}`, folder ?? '']);

  function fill(): void {
    const file = openSync(filler(), 'w');
    try {
      for (;;) writeSync(file, Buffer.alloc(1024));
    } catch {
      closeSync(file);
    }
  }

  /** Labels a span by keys. */
  async function label(from: number, to: number): Promise<void> {
    await annotate.press('Escape');
    await annotate.goToFrame(from);
    await annotate.press('1');
    await annotate.goToFrame(to);
    await annotate.press('1');
  }

  /** What the window saves elsewhere, as labels. */
  async function savedElsewhere() {
    const download = page.waitForEvent('download');
    await page.getByRole('button', { name: 'Save the edits elsewhere' }).click();
    return labelsIn(await (await download).path());
  }

  test('that is full', async () => {
    fill();
    await label(100, 110);
    await expect(alerts()).toHaveCount(1);
    await expect(alerts()).toContainText('no space is left on the disk');
    await expect(alerts()).toContainText('Your edits are kept in this window.');
    await label(120, 130);
    await expect(annotate.cells('truth')).toHaveCount(4);
    expect((await savedElsewhere()).segments.map(({ start }) => start)).toEqual([30, 100, 120, 180]);
    await expect(alerts()).toHaveCount(1);
    expect(onDisk()).toHaveLength(2);
    rmSync(filler());
    await page.getByRole('button', { name: 'Save the edits again' }).click();
    await expect.poll(onDisk).toEqual(['1 30 90', '1 100 110', '1 120 130', '2 180 270']);
    await expect(alerts()).toHaveCount(0);
    await page.keyboard.press('Control+z');
    await expect.poll(onDisk).toHaveLength(3);
  });

  test('that is read-only', async () => {
    remount('ro');
    await label(140, 150);
    await expect(alerts()).toHaveCount(1);
    await expect(alerts()).toContainText('the disk is read-only');
    await expect(alerts()).toContainText(/Could not save \S+annotations\S+\.json/);
    await expect(annotate.cells('truth')).toHaveCount(4);
    expect((await savedElsewhere()).segments.map(({ start }) => start)).toEqual([30, 100, 140, 180]);
    // Closed now, the window would lose the edits: the browser asks first.
    expect(await page.evaluate(() => !window.dispatchEvent(new Event('beforeunload', { cancelable: true })))).toBe(
      true,
    );
    remount('rw');
    // Without a hand.
    await expect.poll(onDisk, { timeout: 20_000 }).toEqual(['1 30 90', '1 100 110', '1 140 150', '2 180 270']);
    await expect(alerts()).toHaveCount(0);
  });

  test('that is read-only already when the page is read', async () => {
    remount('ro');
    await page.reload();
    await expect(annotate.cells('truth')).toHaveCount(4);
    await label(160, 170);
    await expect(alerts()).toContainText('the disk is read-only');
    remount('rw');
    await expect.poll(onDisk, { timeout: 20_000 }).toContain('1 160 170');
  });
});
