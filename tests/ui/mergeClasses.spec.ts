import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, type Page, test } from '@playwright/test';
import type { ActionClass, Taxonomy } from '../../src-main/common/domain/taxonomy';
import { type Kitchen, openKitchen } from './labelledKitchen';
import { AnnotatePage } from './pages/annotatePage';
import { ClassesPanel } from './pages/classesPanel';
import { gadw, serve } from './program';
import { serialSuite } from './suite';

/** Classes and lanes that were changed here and by another window or program: told, both kept, and a merge offered. */
serialSuite('merging classes', () => {
  let kitchen: Kitchen;
  let page: Page;
  let annotate: AnnotatePage;
  let late: Page;
  /** What the late window has not heard of; null: it hears everything. */
  let unheard: string[] | null = null;

  test.beforeAll(async ({ browser }) => {
    ({ kitchen, page, annotate } = await openKitchen(browser, { overlapping: true }));
    late = await browser.newPage();
    await late.routeWebSocket(/.*/, (socket) => {
      socket.connectToServer().onMessage((message) => {
        if (unheard && String(message).includes('"taxonomy.changed"')) unheard.push(String(message));
        else socket.send(message);
      });
    });
  });
  /** The panels of the two windows. */
  let fast: ClassesPanel;
  let slow: ClassesPanel;

  test.beforeAll(async () => {
    slow = await openClasses(late);
    fast = await openClasses(page);
  });
  test.afterAll(() => kitchen?.program.stop());

  const taxonomy = () => JSON.parse(readFileSync(join(kitchen.project, 'taxonomy.json'), 'utf8')) as Taxonomy;
  const classOf = (id: number) => taxonomy().classes.find((one) => one.id === id);
  const bar = (where: Page) => where.locator('.conflict-bar');
  const rows = (where: Page) => where.getByRole('listbox', { name: 'Changed twice' }).getByRole('option');

  async function openClasses(where: Page): Promise<ClassesPanel> {
    await new AnnotatePage(where).open(kitchen.program.url, kitchen.video);
    await where.keyboard.press('g');
    await where.keyboard.press('c');
    const panel = new ClassesPanel(where);
    await expect(panel.row('background')).toBeFocused();
    return panel;
  }

  /** Types over the name of a class, or its key. */
  async function change(panel: ClassesPanel, name: string, field: 'Name' | 'Key', text: string): Promise<void> {
    await panel.region.getByRole('button', { name: `${field} of ${name}`, exact: true }).click();
    await panel.page.keyboard.type(text);
    await panel.page.keyboard.press('Enter');
  }

  /** Changes classes in the first window while the late one hears nothing of it. */
  async function unnoticed(work: () => Promise<void>): Promise<void> {
    unheard = [];
    await work();
    await expect.poll(() => unheard).toHaveLength(1);
    unheard = null;
  }

  test('other fields of a class stand beside each other, and are undone by their names', async () => {
    await unnoticed(() => change(fast, 'cut onion', 'Name', 'dice onion'));
    await expect.poll(() => classOf(1)?.name).toBe('dice onion');
    await change(slow, 'cut onion', 'Key', '7');
    await expect.poll(() => classOf(1)).toMatchObject({ name: 'dice onion', hotkey: '7' });
    await expect(slow.row('dice onion')).toBeVisible();
    await slow.row('dice onion').focus();
    await late.keyboard.press('Control+z');
    await expect(late.getByRole('contentinfo', { name: 'Status' })).toContainText('Undone: Give “cut onion” key 7');
    await expect.poll(() => classOf(1)).toMatchObject({ name: 'dice onion', hotkey: '1' });
    await expect(bar(late)).toBeHidden();
  });

  test('two names for one class are told and shown in both windows, and mine can be kept and taken back', async () => {
    await unnoticed(() => change(fast, 'dice onion', 'Name', 'slice onion'));
    await expect.poll(() => classOf(1)?.name).toBe('slice onion');
    await change(slow, 'dice onion', 'Name', 'chop onion');
    await expect(slow.region).toContainText('Your change is kept: Annotate offers to merge the two.');
    for (const where of [page, late])
      await expect(bar(where)).toHaveText(
        /^1 class was changed here and by another program\. Both versions are kept\./,
      );
    expect(classOf(1)?.name).toBe('slice onion');
    await bar(late).getByRole('button', { name: 'Merge' }).click();
    await expect(rows(late)).toHaveText(/Class “slice onion”.*Mine“chop onion”Theirs“slice onion”Before“dice onion”/s);
    await late.keyboard.press('x');
    await expect.poll(() => classOf(1)?.name).toBe('chop onion');
    expect(classOf(1)?.formerNames).toEqual(['cut onion', 'dice onion', 'slice onion']);
    await expect(bar(page)).toBeHidden();
    await expect(bar(late)).toBeHidden();
    await expect(late.getByRole('contentinfo', { name: 'Status' })).toContainText('Merge of 1 class');
    await late.keyboard.press('Control+z');
    await expect.poll(() => classOf(1)?.name).toBe('slice onion');
    await expect(rows(late)).toHaveCount(1);
  });

  test('is offered after a restart and on the command line; of both, mine is a class of its own', async () => {
    const listed = await gadw(kitchen.program.folder, 'conflicts', kitchen.project);
    expect(listed).toContain('Class “slice onion”\t“chop onion”\t“slice onion”\t“dice onion”');
    const again = await serve(join(kitchen.program.folder, 'again'), kitchen.project);
    await annotate.open(again.url, kitchen.video);
    await bar(page).getByRole('button', { name: 'Merge' }).click();
    await page.getByRole('button', { name: 'Keep both', exact: true }).click();
    const names = () => taxonomy().classes.map(({ id, name }: ActionClass) => `${id} ${name}`);
    await expect.poll(names).toEqual(['0 background', '1 slice onion', '2 stir pot', '3 chop onion']);
    await expect(annotate.status).toContainText('Merge of 1 class');
    await page.keyboard.press('Control+z');
    await expect.poll(names).toEqual(['0 background', '1 slice onion', '2 stir pot']);
    await expect(rows(page)).toHaveCount(1);
    await page.goto('about:blank');
    await again.stop();
    fast = await openClasses(page);
    expect(await gadw(kitchen.program.folder, 'conflicts', kitchen.project, 'theirs')).toBe(
      '1 class settled, nothing left.\n',
    );
    expect(classOf(1)?.name).toBe('slice onion');
  });

  test('two new classes both stand, and a label gets the one that was meant', async () => {
    const add = async ({ page: where }: ClassesPanel, name: string) => {
      await where.getByRole('textbox', { name: 'Name of a new class' }).fill(name);
      await where.keyboard.press('Enter');
      await expect.poll(() => taxonomy().classes.map((one) => one.name)).toContain(name);
    };
    await unnoticed(() => add(fast, 'grate cheese'));
    await add(slow, 'peel egg');
    const added = taxonomy().classes.slice(-2);
    expect(added.map(({ name }) => name)).toEqual(['grate cheese', 'peel egg']);
    expect(new Set(taxonomy().classes.map(({ id }) => id)).size).toBe(taxonomy().classes.length);
    await expect(slow.row('peel egg')).toBeVisible();
    await expect(slow.row('grate cheese')).toBeVisible();
  });

  test('what another program writes from an old copy leaves labels their classes, and offers what was done here', async () => {
    const old = taxonomy();
    await change(fast, 'stir pot', 'Name', 'stir soup');
    await expect.poll(() => classOf(2)?.name).toBe('stir soup');
    const theirs = { ...old, classes: old.classes.filter(({ id }) => id !== 1) };
    writeFileSync(join(kitchen.project, 'taxonomy.json'), JSON.stringify(theirs));
    await expect(bar(page)).toContainText('1 class was changed here and by another program');
    await expect.poll(() => classOf(1)?.name).toBe('slice onion');
    await expect(fast.row('stir pot')).toBeVisible();
    await expect(annotate.cells('truth').first()).toContainText('slice onion');
    await bar(page).getByRole('button', { name: 'Merge' }).click();
    await expect(rows(page)).toHaveText(/Class “stir pot”.*Mine“stir soup”Theirs“stir pot”Before“stir pot”/s);
    await page.getByRole('button', { name: 'Keep mine', exact: true }).click();
    await expect.poll(() => classOf(2)?.name).toBe('stir soup');
    await expect(bar(page)).toBeHidden();
  });
});
