/** Videos with every kind of name: what is served by name reaches the page, and labels come out under theirs. */
import { copyFileSync, existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { AnnotatePage } from './pages/annotatePage';
import { clipsFolder, gadw, type Program, serve, temporaryFolder } from './program';
import { suite } from './suite';

/** Names of files without ending, and the ids that videos have of them; the first is played from a copy. */
const names: readonly (readonly [name: string, id: string])[] = [
  ['a copy? 🎬 #2 & "3"', 'a copy_ 🎬 #2 & _3_'],
  ['100% #1 & more+less=?;,@$', '100% #1 & more+less=_;,@$'],
  ['it’s "quoted" `so`', 'it’s _quoted_ `so`'],
  ['Ku\u0308che  ご飯 🍳👩‍🍳', 'K\u00fcche  ご飯 🍳👩‍🍳'],
  ['%2F %41..', '%2F %41__'],
  ['long '.repeat(49), `${'long '.repeat(35)}long_`],
];

suite('names of videos', () => {
  let program: Program;
  let project: string;

  test.beforeAll(async () => {
    const folder = await temporaryFolder();
    project = join(folder, 'project #1 50% ü');
    mkdirSync(join(folder, 'from'));
    const files = names.map(([name]) => join(folder, 'from', `${name}.mp4`));
    for (const [index, file] of files.entries())
      copyFileSync(join(clipsFolder(), index === 0 ? 'hevc_hvc1.mp4' : 'cfr30_h264_aac.mp4'), file);
    const rows = names.map(([, id]) => `"${id.replaceAll('"', '""')}",1,2,cut onion`);
    writeFileSync(join(folder, 'labels.csv'), `video,start,end,class\n${rows.join('\n')}\n`);
    await gadw(folder, 'init', project);
    await gadw(folder, 'import', project, ...files);
    await gadw(folder, 'import', project, join(folder, 'labels.csv'));
    program = await serve(folder, project);
  });
  test.afterAll(() => program?.stop());

  for (const [name, id] of names) {
    test(`${name.slice(0, 40)}: is shown, stepped through, played, with its pictures`, async ({ page }) => {
      const annotate = new AnnotatePage(page);
      const answered = new Map<string, number>();
      page.on('response', (response) => {
        const [, kind] = /\/media\/(\w+)\//.exec(response.url()) ?? [];
        if (kind !== undefined) answered.set(kind, Math.max(answered.get(kind) ?? 0, response.status()));
      });
      await annotate.open(program.url, id);
      await expect(annotate.status).toContainText(`${id} · `);
      for (const frame of [0, 77]) {
        await annotate.goToFrame(frame);
        await annotate.frameOnScreen(frame);
        expect(await annotate.numberInPicture()).toBe(frame);
      }
      await annotate.press('ArrowRight');
      await annotate.frameOnScreen(78);
      await annotate.press('Space');
      await annotate.frameShown(/^(8[5-9]|9\d|[12]\d\d)$/);
      await annotate.press('Space');
      await expect.poll(() => answered.get('thumbnail')).toBe(200);
      expect(answered.get(name === names[0]?.[0] ? 'copy' : 'video')).toBeLessThan(300);
      await expect(page.getByRole('alert')).toHaveCount(0);
    });
  }

  test('labels are exported, a file for each', async () => {
    const out = join(program.folder, 'out');
    await gadw(program.folder, 'export', project, '--format', 'srt', '--out', out);
    expect(readdirSync(out).sort()).toEqual(names.map(([, id]) => `${id}.srt`).sort());
    for (const [, id] of names) expect(existsSync(join(project, 'annotations', `${id}.json`))).toBe(true);
  });
});
