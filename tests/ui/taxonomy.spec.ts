import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type BrowserContext, expect, type Page, test } from '@playwright/test';
import type { Taxonomy } from '../../src-main/common/domain/taxonomy';
import { writeTruth } from '../builders/annotatedClip';
import { ClassesPanel } from './pages/classesPanel';
import { gadw, type Program, serve, temporaryFolder } from './program';
import { serialSuite } from './suite';

const videos = {
  soup: [
    { start: 1, end: 3, label: 'cut onion' },
    { start: 3, end: 5, label: 'slice onion' },
    { start: 6, end: 9, label: 'stir pot' },
  ],
  salad: [
    { start: 0, end: 4, label: 'cut onion' },
    { start: 2, end: 6, label: 'slice onion' },
  ],
  tea: [{ start: 4, end: 5, label: 'pour water' }],
};

serialSuite('the classes of a project', () => {
  let program: Program;
  let context: BrowserContext;
  let page: Page;
  let panel: ClassesPanel;
  let project: string;

  test.beforeAll(async ({ browser }) => {
    const folder = await temporaryFolder();
    project = join(folder, 'project');
    await gadw(folder, 'init', project);
    const files = Object.entries(videos).map(async ([video, truth]) => {
      const file = join(folder, `${video}.json`);
      await writeTruth(file, video, 10, truth);
      return file;
    });
    await gadw(folder, 'import', project, ...(await Promise.all(files)));
    program = await serve(folder, project);
    context = await browser.newContext();
    page = await context.newPage();
    panel = new ClassesPanel(page);
    await page.goto(`${program.url}#/annotate?video=soup`);
    await expect(page.getByRole('region', { name: 'Timeline' })).toContainText('Ground truth');
  });
  test.afterAll(async () => {
    await context?.close();
    await program?.stop();
  });

  const onDisk = () => JSON.parse(readFileSync(join(project, 'taxonomy.json'), 'utf8')) as Taxonomy;
  const namesOnDisk = () => onDisk().classes.map(({ name }) => name);
  const classesOf = (video: string) => {
    const path = join(project, 'annotations', `${video}.json`);
    const { segments } = JSON.parse(readFileSync(path, 'utf8')) as { segments: { classId: number }[] };
    const names = new Map(onDisk().classes.map(({ id, name }) => [id, name]));
    return segments.map(({ classId }) => names.get(classId));
  };

  test('are listed with how often each is used', async () => {
    await page.keyboard.press('g');
    await page.keyboard.press('c');
    await expect(panel.row('background')).toBeFocused();
    await expect
      .poll(() => panel.rows())
      .toEqual([
        'background background | — | 0 | 0',
        'cut onion | — | 2 | 2',
        'pour water | — | 1 | 1',
        'slice onion | — | 2 | 2',
        'stir pot | — | 1 | 1',
      ]);
  });

  test('are renamed in place, once what that means was shown', async () => {
    await panel.choose('pour water');
    await page.keyboard.press('Enter');
    await page.keyboard.type('pour tea');
    await expect(panel.region).toContainText('1 segment in 1 video shows the new name');
    expect(namesOnDisk()).toContain('pour water');
    await page.keyboard.press('Enter');
    await expect.poll(namesOnDisk).toContain('pour tea');
    await page.keyboard.press('Enter');
    await page.keyboard.type('something else');
    await page.keyboard.press('Escape');
    await expect(panel.row('pour tea')).toBeFocused();
    expect(namesOnDisk()).not.toContain('something else');
  });

  test('take a verb, a noun and a key in one go, and a key that is taken is swapped', async () => {
    await page.keyboard.press('Enter');
    await page.keyboard.press('Tab');
    await page.keyboard.type('pour');
    await page.keyboard.press('Tab');
    await page.keyboard.type('tea');
    await page.keyboard.press('Tab');
    await page.keyboard.press('7');
    await expect(panel.region).toContainText('Key 7 is free.');
    await page.keyboard.press('Enter');
    await expect
      .poll(() => onDisk().classes.find(({ name }) => name === 'pour tea'))
      .toMatchObject({
        verb: 'pour',
        noun: 'tea',
        hotkey: '7',
      });
    await panel.choose('stir pot');
    await panel.row('stir pot').getByRole('button', { name: 'Key of stir pot' }).click();
    await page.keyboard.press('7');
    await expect(panel.region).toContainText('Key 7 is that of “pour tea”, which is left without a key.');
    await page.keyboard.press('Enter');
    await expect.poll(() => onDisk().classes.find(({ hotkey }) => hotkey === '7')?.name).toBe('stir pot');
    expect(onDisk().classes.filter(({ hotkey }) => hotkey)).toHaveLength(1);
  });

  test('are merged once the preview is confirmed, in every video, and it is undone and redone by name', async () => {
    await panel.choose('cut onion');
    await page.keyboard.press('Space');
    await panel.choose('slice onion');
    await page.keyboard.press('m');
    const preview = panel.region.getByRole('region', { name: 'Preview of the merge' });
    await expect(preview).toContainText('2 segments in 2 videos become “slice onion”.');
    await expect(preview).toContainText('1 pair of segments will overlap, 1 pair will touch');
    expect(namesOnDisk()).toContain('cut onion');
    await page.keyboard.press('Enter');
    await expect.poll(namesOnDisk).not.toContain('cut onion');
    expect([classesOf('soup'), classesOf('salad')]).toEqual([
      ['slice onion', 'slice onion', 'stir pot'],
      ['slice onion', 'slice onion'],
    ]);
    const timeline = page.getByRole('region', { name: 'Timeline' });
    await expect(timeline.getByRole('gridcell', { name: /^slice onion, truth/ })).toHaveCount(2);
    await panel.row('slice onion').focus();
    await page.keyboard.press('Control+z');
    await expect(page.getByRole('contentinfo', { name: 'Status' })).toContainText(
      'Undone: Merge “cut onion” into “slice onion”',
    );
    await expect.poll(namesOnDisk).toContain('cut onion');
    expect(classesOf('salad')).toEqual(['cut onion', 'slice onion']);
    await expect(timeline.getByRole('gridcell', { name: /^cut onion, truth/ })).toHaveCount(1);
    await page.keyboard.press('Control+Shift+z');
    await expect.poll(namesOnDisk).not.toContain('cut onion');
  });

  test('that are used are not deleted; new ones are added and deleted, and another window follows', async () => {
    const other = new ClassesPanel(await context.newPage());
    await other.page.goto(`${program.url}#/project`);
    await other.page.getByRole('button', { name: 'Edit', exact: true }).click();
    await panel.choose('stir pot');
    await page.keyboard.press('Delete');
    await expect(panel.region).toContainText('“stir pot” cannot be deleted: a segment is of it.');
    await page.getByRole('textbox', { name: 'Name of a new class' }).fill('grate cheese');
    await page.keyboard.press('Enter');
    await expect.poll(namesOnDisk).toContain('grate cheese');
    await expect(other.row('grate cheese')).toBeVisible();
    await panel.choose('grate cheese');
    await page.keyboard.press('Delete');
    await expect(other.row('grate cheese')).toBeHidden();
    await page.getByRole('button', { name: 'Undo', exact: true }).click();
    await expect(other.row('grate cheese')).toBeVisible();
    expect(onDisk().classes.at(-1)).toMatchObject({ name: 'grate cheese' });
  });
});
