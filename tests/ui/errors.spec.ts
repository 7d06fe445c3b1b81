import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, type Page, test } from '@playwright/test';
import type { ProjectStore } from '../../src-main/data/project/store';
import { writePrediction } from '../../src-main/jobs/predictionFiles';
import { createRun } from '../../src-main/jobs/runFolder';
import { toyKitchen } from '../builders/toyKitchen';
import { openWindow, type Program, serve, temporaryFolder } from './program';
import { madeRun } from '../builders/madeRun';
import { serialSuite } from './suite';

type Span = [from: number, to: number, classIndex: number];
const [onion, pot, water] = [1, 2, 3];

/** Imported predictions at 2 steps a second, in steps. */
async function predict(store: ProjectStore, id: string, videos: Record<string, Span[]>): Promise<void> {
  const classes = store.taxonomy.classes.map(({ id: classId, name, background }) => ({
    id: classId,
    name,
    ...(background && { background }),
  }));
  const run = madeRun(id, {
    created: `2026-01-01T00:00:0${id === 'first' ? 1 : 0}.000Z`,
    status: 'imported',
    origin: 'imported',
    classes,
    splits: { train: [], val: [], test: ['d', 'e'] },
    rate: 2,
  });
  const dir = await createRun(store.dir, run);
  for (const [video, spans] of Object.entries(videos)) {
    const labels = new Int32Array(40);
    for (const [from, to, classIndex] of spans) labels.fill(classIndex, from, to);
    const nothing = { scores: null, confidence: null, features: null, texts: null };
    await writePrediction(dir, 'test', video, run, { labels, ...nothing });
  }
}

async function annotate(store: ProjectStore, video: string, spans: Span[]): Promise<void> {
  const classOf = (index: number) => store.taxonomy.classes[index]?.id ?? 0;
  await store.saveAnnotation({
    ...(await store.annotation(video)),
    segments: spans.map(([from, to, index], i) => ({
      id: `s${i}`,
      start: from / 2,
      end: to / 2,
      classId: classOf(index),
      origin: 'human',
    })),
  });
}

serialSuite('errors, in the window', () => {
  let program: Program;
  let page: Page;
  let dir: string;
  const row = (text: RegExp) => page.getByRole('grid', { name: 'Errors' }).getByRole('row', { name: text });
  const open = () => page.getByRole('region', { name: 'Error', exact: true });

  test.beforeAll(async ({ browser }) => {
    const folder = await temporaryFolder();
    const store = await toyKitchen(join(folder, 'kitchen'), []);
    dir = store.dir;
    await annotate(store, 'd', [
      [0, 10, onion],
      [12, 20, pot],
      [24, 30, water],
    ]);
    await annotate(store, 'e', [[0, 8, water]]);
    await predict(store, 'second', {
      d: [
        [0, 10, onion],
        [12, 20, pot],
      ],
    });
    await predict(store, 'first', {
      d: [
        [0, 10, onion],
        [12, 20, onion],
        [32, 36, pot],
      ],
      e: [[0, 8, water]],
    });
    program = await serve(folder, dir);
    page = await browser.newPage();
    await openWindow(page, program);
  });
  test.afterAll(() => program?.stop());

  test('every error is listed with its kind, its cost and what the second run says', async () => {
    await page.keyboard.press('g');
    await page.keyboard.press('e');
    await page.getByLabel('Second run').selectOption('second');
    await expect(page.getByText('second has seen 1 of the 2 videos.')).toBeVisible();
    await expect(page.getByRole('button', { name: /All kinds 3/ })).toHaveAttribute('aria-pressed', 'true');
    await expect(page.getByRole('button', { name: /confused 1 costs 25\.0/ })).toBeVisible();
    await expect(row(/confused d 00:06\.00 4\.00 stir pot cut onion 1\.00 correct/)).toBeVisible();
    await expect(row(/missed d 00:12\.00 3\.00 pour water — — missed/)).toBeVisible();
    await expect(row(/invented d 00:16\.00 2\.00 — stir pot/)).toBeVisible();
  });

  test('keys go through the list, flag and note; the project keeps it', async () => {
    await row(/confused/).click();
    await expect(open()).toContainText('stir pot called cut onion');
    await expect(open()).toContainText('No scores: this run has labels only.');
    await page.keyboard.press('e');
    await expect(open()).toContainText('pour water not found');
    await page.keyboard.press('Shift+e');
    await page.keyboard.press('f');
    await expect(open().getByRole('button', { name: 'Label error' })).toHaveAttribute('aria-pressed', 'true');
    await page.keyboard.press('t');
    await page.keyboard.type('the pot stands still');
    await page.keyboard.press('Escape');
    await expect(row(/confused/).getByLabel('note')).toBeVisible();
    const marks = JSON.parse(readFileSync(join(dir, 'marks.json'), 'utf8')) as { marks: unknown[] };
    expect(marks.marks).toMatchObject([
      { video: 'd', start: 6, end: 10, labelError: true, note: 'the pot stands still' },
    ]);
  });

  test('an address brings back filters and the open error', async () => {
    await page.getByRole('button', { name: /invented/ }).click();
    await page.getByLabel('Errors by length').selectOption('2 to 5 s');
    await expect(page.getByText('1 of 3 errors')).toBeVisible();
    const before = page.url();
    await row(/invented/).click();
    // The error that was open before is in the address until this one is.
    await expect(page).not.toHaveURL(before);
    await expect(page).toHaveURL(/kinds=invented&length=2%20to%205%20s&event=d/);
    await page.reload();
    await expect(page.getByText('1 of 3 errors')).toBeVisible();
    await expect(open()).toContainText('stir pot where there is none');
    await page.getByLabel('Find errors').fill('nowhere');
    await page.getByRole('button', { name: 'Clear the filters' }).click();
    await expect(row(/confused|missed|invented/)).toHaveCount(3);
  });

  test('a label is mended there and then, and back again', async () => {
    await row(/confused/).click();
    await page.getByRole('button', { name: 'Mend the label' }).click();
    await page.getByRole('menuitem', { name: 'It is cut onion' }).click();
    await expect(page.getByRole('button', { name: /All kinds 2/ })).toBeVisible();
    await page.getByRole('button', { name: 'Undo' }).click();
    await expect(row(/confused/)).toBeVisible();
  });

  test('the list is exported as it stands', async () => {
    const download = page.waitForEvent('download');
    await page.getByRole('button', { name: 'Export the list' }).click();
    await page.getByRole('menuitem', { name: 'CSV' }).click();
    const lines = readFileSync(await (await download).path(), 'utf8')
      .trim()
      .split('\n');
    expect(lines).toHaveLength(4);
    expect(lines[1]).toBe('confused,d,6,10,stir pot,cut onion,1,,,correct,yes,,the pot stands still');
  });

  test('in a narrow window the confusion matrix covers a part of the list', async () => {
    await page.setViewportSize({ width: 1024, height: 700 });
    await page.reload();
    await page.getByRole('button', { name: 'Confusion matrix' }).click();
    const matrix = page.getByRole('region', { name: 'Confusions', exact: true });
    await expect(matrix).toBeVisible();
    expect((await matrix.boundingBox())?.width).toBeGreaterThan(300);
  });
});
