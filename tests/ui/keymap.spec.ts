import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, type Page, test } from '@playwright/test';
import { type Kitchen, labelsIn, openKitchen } from './labelledKitchen';
import { AnnotatePage } from './pages/annotatePage';
import { serialSuite } from './suite';

/** Keys given to other commands: what they do, where they are named, and that they are kept. */
serialSuite('the keymap', () => {
  let kitchen: Kitchen;
  let page: Page;
  let annotate: AnnotatePage;

  test.beforeAll(async ({ browser }) => {
    ({ kitchen, page, annotate } = await openKitchen(browser));
  });
  test.afterAll(() => kitchen?.program.stop());

  const segments = () => labelsIn(kitchen.annotation).segments.length;
  const kept = () => JSON.parse(readFileSync(join(kitchen.program.folder, 'user', 'keymap.json'), 'utf8')).keys;
  const dialog = () => page.getByRole('dialog', { name: 'Change keys' });
  const keyOf = (label: string) => dialog().getByRole('button', { name: new RegExp(`^Key of ${label}:`) });
  const openEditor = async () => {
    await annotate.focusPlayer();
    await page.keyboard.press('?');
    await page.getByRole('button', { name: 'Change keys' }).click();
  };

  test('after the first of two keys the bar says what can follow; another key cancels', async () => {
    const bar = page.getByRole('contentinfo', { name: 'Status' });
    await annotate.focusPlayer();
    for (const other of ['Escape', 'q']) {
      await page.keyboard.press('g');
      await expect(bar).toContainText('G, then P Project, A Annotate');
      await page.keyboard.press(other);
      await expect(bar).not.toContainText('G, then');
      await page.keyboard.press('t');
    }
    await page.keyboard.press('g');
    await expect(bar).toContainText('G, then');
    await page.keyboard.press('p');
    await expect(page.getByRole('link', { name: 'Project', exact: true })).toHaveAttribute('aria-current', 'page');
    await expect(bar).not.toContainText('G, then');
    await page.keyboard.press('g');
    await page.keyboard.press('a');
  });

  test('a free key is given with Enter and a press; what had the key before does nothing', async () => {
    await openEditor();
    await keyOf('Split here').focus();
    await page.keyboard.press('Enter');
    await expect(keyOf('Split here')).toHaveText('Press a key');
    await page.keyboard.press('z');
    await expect(keyOf('Split here')).toHaveAccessibleName('Key of Split here: Z');
    expect(kept()).toEqual({ 'label.split': 'Z' });
    await page.keyboard.press('Escape');
    await annotate.standAt(60);
    await page.keyboard.press('ArrowDown');
    await annotate.frameShown(/^30$/);
    await page.keyboard.press('Shift+ArrowRight');
    await annotate.frameShown(/^40$/);
    await page.keyboard.press('s');
    await page.keyboard.press('z');
    await expect.poll(segments).toBe(3);
    await page.keyboard.press('Control+z');
    await expect.poll(segments).toBe(2);
    const button = page.getByRole('region', { name: 'Segment' }).getByRole('button', { name: 'Split here' });
    await expect(button).toHaveAttribute('aria-keyshortcuts', 'Z');
    await expect(button).toHaveAttribute('data-tip-key', 'Z');
  });

  test('a key that another command has is named with it, and the two are swapped', async () => {
    await openEditor();
    await keyOf('Split here').click();
    await page.keyboard.press('m');
    const conflict = dialog().getByRole('alert');
    await expect(conflict).toContainText('M does “Merge with the next segment” while player or timeline has the focus');
    await conflict.getByRole('button', { name: 'Swap the two' }).press('Enter');
    await expect(keyOf('Split here')).toHaveAccessibleName('Key of Split here: M');
    await expect(keyOf('Merge with the next segment')).toHaveAccessibleName('Key of Merge with the next segment: Z');
    expect(kept()).toEqual({ 'label.split': 'M', 'label.mergeNext': 'Z' });
  });

  test('the table of classes takes the keys of segments, whichever they are', async () => {
    await page.keyboard.press('Escape');
    await annotate.focusPlayer();
    await page.keyboard.press('g');
    await page.keyboard.press('c');
    const classes = page.getByRole('region', { name: 'Classes', exact: true });
    await expect(classes.getByRole('button', { name: /^Merge/ })).toHaveAttribute('aria-keyshortcuts', 'Z');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Space');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('m');
    await expect(classes.getByRole('region', { name: 'Preview of the merge' })).toHaveCount(0);
    await page.keyboard.press('z');
    await expect(classes.getByRole('region', { name: 'Preview of the merge' })).toBeVisible();
    await classes.getByRole('button', { name: 'Close the classes' }).click();
    await openEditor();
  });

  test('keys of browsers are refused, two keys one after the other taken, and Escape gives up', async () => {
    await keyOf('Delete segment').click();
    await page.keyboard.press('Control+1');
    await expect(dialog().getByText('Browsers keep Ctrl 1 for themselves')).toBeVisible();
    await keyOf('Delete segment').click();
    await page.keyboard.press('g');
    await page.keyboard.press('d');
    await expect(keyOf('Delete segment')).toHaveAccessibleName('Key of Delete segment: G D');
    await keyOf('Delete segment').click();
    await page.keyboard.press('Escape');
    await expect(dialog()).toBeVisible();
    await expect(keyOf('Delete segment')).toHaveAccessibleName('Key of Delete segment: G D');
  });

  test('another window has them at once, the palette too; all are taken back', async ({ browser }) => {
    const other = await browser.newPage();
    const beside = new AnnotatePage(other);
    await beside.open(kitchen.program.url, kitchen.video);
    await beside.press('ArrowDown');
    const split = other.getByRole('region', { name: 'Segment' }).getByRole('button', { name: 'Split here' });
    await expect(split).toHaveAttribute('aria-keyshortcuts', 'M');
    await other.keyboard.press('Control+k');
    await other.keyboard.type('split here');
    await expect(other.getByRole('option', { name: /^Split here/ })).toContainText('M');
    await other.keyboard.press('Escape');
    await dialog().getByRole('button', { name: 'Reset all' }).click();
    await expect(split).toHaveAttribute('aria-keyshortcuts', 'S');
    expect(kept()).toEqual({});
    await other.close();
  });
});
