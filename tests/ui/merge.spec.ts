import { existsSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, type Page, test } from '@playwright/test';
import type { Annotation, Segment } from '../../src-main/common/domain/annotation';
import { type Kitchen, labelsIn, openKitchen, segmentsIn } from './labelledKitchen';
import { AnnotatePage } from './pages/annotatePage';
import { serve } from './program';
import { serialSuite, suite } from './suite';

/** Segments that were changed here and by another window or program: told, both kept, and a merge offered. */
serialSuite('merging', () => {
  let kitchen: Kitchen;
  let page: Page;
  let annotate: AnnotatePage;

  test.beforeAll(async ({ browser }) => {
    ({ kitchen, page, annotate } = await openKitchen(browser));
    await expect(annotate.cells('truth')).toHaveCount(2);
  });
  test.afterAll(() => kitchen?.program.stop());

  const read = () => labelsIn(kitchen.annotation);
  const onDisk = () => segmentsIn(kitchen.annotation);
  const files = () => readdirSync(join(kitchen.project, 'annotations')).map((name) => name.replace(/\d+\.json$/, '…'));
  const bar = () => page.locator('.conflict-bar');
  const rows = () => page.getByRole('listbox', { name: 'Changed twice' }).getByRole('option');
  const button = (name: string) => page.getByRole('button', { name, exact: true });

  /** Moves the end of the first segment to a frame, and waits until it is in the file. */
  async function moveEnd(frame: number): Promise<void> {
    await annotate.goToFrame(31);
    await annotate.press('Escape');
    await annotate.press('ArrowDown');
    await annotate.goToFrame(frame);
    await annotate.press(']');
    await expect.poll(() => onDisk()[0]).toBe(`1 30 ${frame}`);
  }

  /** Another program writes what it had read before, with its own end of the first segment. */
  function writeTheirs(before: Annotation, end: number): void {
    const segments = before.segments.map((one, i) => (i === 0 ? { ...one, end } : one));
    writeFileSync(kitchen.annotation, JSON.stringify({ ...before, segments }, null, 1));
  }

  test('another program’s change of the same segment is told and shown, and theirs can be kept', async () => {
    const before = read();
    await moveEnd(100);
    writeTheirs(before, 80);
    await expect(bar()).toHaveText(/^1 segment was changed here and by another program\. Both versions are kept\./);
    expect(onDisk()[0]).toBe('1 30 80');
    await expect(annotate.cells('truth').first()).toContainText('1.00 to 2.67 seconds');
    await button('Merge').click();
    await expect(rows()).toHaveCount(1);
    await expect(rows().first()).toHaveText(/Mine.*03\.33.*cut onion.*Theirs.*02\.67.*cut onion.*Before.*03\.00/s);
    await expect(page.getByRole('listbox', { name: 'Changed twice' })).toBeFocused();
    await page.keyboard.press('a');
    await expect(bar()).toBeHidden();
    await expect(annotate.status).toContainText('Merge of 1 segment');
    expect(onDisk()[0]).toBe('1 30 80');
    expect(files()).toContain('kitchen.settled-…');
  });

  test('undone, it is offered again, and mine can be kept, which is undone by its name', async () => {
    await page.keyboard.press('Control+z');
    await expect(annotate.status).toContainText('Undone: Merge of 1 segment');
    await expect(rows()).toHaveCount(1);
    await page.getByRole('listbox', { name: 'Changed twice' }).focus();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('x');
    await expect.poll(onDisk).toEqual(['1 30 100', '2 180 270']);
    await expect(bar()).toBeHidden();
    await page.keyboard.press('Control+z');
    await expect.poll(onDisk).toEqual(['1 30 80', '2 180 270']);
    await expect(rows()).toHaveCount(1);
  });

  test('of both, mine comes to what is free where segments must not overlap', async () => {
    await button('Keep both').click();
    await expect.poll(onDisk).toEqual(['1 30 80', '1 80 100', '2 180 270']);
    await expect(bar()).toBeHidden();
    await page.keyboard.press('Control+z');
    await expect.poll(onDisk).toEqual(['1 30 80', '2 180 270']);
  });

  test('what is not settled is offered after a restart', async () => {
    await page.getByText('Videos', { exact: true }).first().click();
    const again = await serve(join(kitchen.program.folder, 'again'), kitchen.project);
    await annotate.open(again.url, kitchen.video);
    await expect(bar()).toContainText('1 segment was changed here and by another program');
    await page.keyboard.press('Control+k');
    await page.getByRole('combobox', { name: 'Go to or run' }).fill('my version of all');
    await page.keyboard.press('Enter');
    await expect.poll(onDisk).toEqual(['1 30 100', '2 180 270']);
    await expect(bar()).toBeHidden();
    await page.goto('about:blank');
    await again.stop();
    await annotate.open(kitchen.program.url, kitchen.video);
  });

  test('of two windows that move the same edge at once, the later one is offered', async ({ browser }) => {
    const second = new AnnotatePage(await browser.newPage());
    // It hears of the first window's edit only after its own.
    const late: (string | Buffer)[] = [];
    let hears = false;
    await second.page.routeWebSocket(/.*/, (socket) => {
      socket.connectToServer().onMessage((message) => {
        if (!hears && /labels\.(changed|counted)/.test(String(message))) late.push(message);
        else socket.send(message);
      });
    });
    await second.open(kitchen.program.url, kitchen.video);
    await expect(second.cells('truth')).toHaveCount(2);
    await second.goToFrame(31);
    await second.press('ArrowDown');
    await second.goToFrame(120);
    await moveEnd(110);
    await second.press(']');
    await expect(second.page.locator('.conflict-bar')).toContainText('1 segment was changed here');
    expect(late).not.toHaveLength(0);
    hears = true;
    expect(onDisk()).toEqual(['1 30 110', '2 180 270']);
    // The window that was faster can settle it as well.
    await expect(bar()).toBeVisible();
    await second.page.getByRole('button', { name: 'Merge', exact: true }).click();
    await second.page.keyboard.press('x');
    await expect.poll(onDisk).toEqual(['1 30 120', '2 180 270']);
    await expect(bar()).toBeHidden();
    await second.page.close();
  });

  test('rubbish of another program is told by line and left; edits wait and come when it is mended', async () => {
    const before = read();
    writeFileSync(kitchen.annotation, '{\n  "version": 1,\n  oops\n}\n');
    const told = page.getByText('Invalid annotations/kitchen.json: not JSON at line 3, column 3: found oops.');
    await expect(told.first()).toBeVisible();
    await annotate.press('Escape');
    await annotate.goToFrame(140);
    await annotate.press('2');
    await annotate.goToFrame(160);
    await annotate.press('2');
    await expect(page.getByText('Your edits are kept in this window.')).toBeVisible();
    await expect(told).toHaveCount(1);
    await expect(annotate.cells('truth')).toHaveCount(3);
    expect(readFileSync(kitchen.annotation, 'utf8')).toContain('oops');
    writeFileSync(kitchen.annotation, JSON.stringify(before));
    await expect.poll(() => onDisk().at(1), { timeout: 20_000 }).toBe('2 140 160');
    await expect(told).toHaveCount(0);
  });

  test('a folder that has gone: edits wait, are saved elsewhere, and come when it is back', async () => {
    const away = `${kitchen.project}-away`;
    renameSync(kitchen.project, away);
    await annotate.press('Escape');
    await annotate.goToFrame(165);
    await annotate.press('1');
    await annotate.goToFrame(175);
    await annotate.press('1');
    const told = page.getByText(`${kitchen.project} is no longer there. Your edits are kept in this window.`);
    await expect(told).toBeVisible();
    await expect(annotate.cells('truth')).toHaveCount(4);
    const download = page.waitForEvent('download');
    await button('Save the edits elsewhere').click();
    const saved = join(kitchen.program.folder, 'elsewhere.json');
    await (await download).saveAs(saved);
    const elsewhere = labelsIn(saved);
    expect(elsewhere.segments.map(({ start }) => start)).toEqual([30, 140, 165, 180]);
    expect(existsSync(kitchen.project)).toBe(false);
    renameSync(away, kitchen.project);
    await expect.poll(() => onDisk().at(2), { timeout: 20_000 }).toBe('1 165 175');
    await expect(told).toBeHidden();
    // What was saved elsewhere is labels that can be put in their place.
    writeFileSync(kitchen.annotation, JSON.stringify(elsewhere));
    await expect(annotate.cells('truth')).toHaveCount(4);
  });
});

suite('merging where segments may overlap', () => {
  test('all at once, both are kept in their lanes as one step', async ({ browser }) => {
    const { kitchen, page, annotate } = await openKitchen(browser, { overlapping: true });
    const taxonomy = join(kitchen.project, 'taxonomy.json');
    const before = labelsIn(kitchen.annotation);
    const edit = (one: Segment, after: Segment | null) => ({
      video: kitchen.video,
      name: 'Edit',
      segments: [{ before: one, after }],
    });
    const [one, two] = before.segments as [Segment, Segment];
    const lanes = [0, 1].map((id) => ({ id, name: `hand ${id}` }));
    const classes = JSON.parse(readFileSync(taxonomy, 'utf8')) as object;
    writeFileSync(taxonomy, JSON.stringify({ ...classes, lanes, nextLane: 2 }));
    const edits = [edit(one, { ...one, end: 100, lane: 1 }), edit(two, { ...two, start: 150 })];
    const kept = kitchen.annotation.replace('.json', '.refused-1.json');
    writeFileSync(kept, JSON.stringify({ version: 1, edits }));
    const theirs = before.segments.map((segment) => ({ ...segment, end: segment.end - 10 }));
    writeFileSync(kitchen.annotation, JSON.stringify({ ...before, segments: theirs }));
    const program = await serve(join(kitchen.program.folder, 'again'), kitchen.project);
    await annotate.open(program.url, kitchen.video);
    await expect(page.locator('.conflict-bar')).toContainText('2 segments were changed here and by another program');
    await page.getByRole('button', { name: 'Merge', exact: true }).click();
    await page.getByRole('button', { name: 'Keep both of all' }).click();
    await expect(annotate.cells('hand 0')).toHaveCount(3);
    await expect(annotate.cells('hand 1')).toHaveCount(1);
    await expect(annotate.status).toContainText('Merge of 2 segments');
    await page.keyboard.press('Control+z');
    await expect(annotate.cells('hand 1')).toHaveCount(0);
    await expect.poll(() => segmentsIn(kitchen.annotation)).toEqual(['1 30 80', '2 180 260']);
    await program.stop();
    await kitchen.program.stop();
  });
});
