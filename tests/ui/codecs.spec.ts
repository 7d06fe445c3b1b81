/** Videos in many codecs and containers: each is played exactly, from the file or from a copy. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { clipHeight, clipWidth, codecClips, writeCodecClip } from '../builders/codecClips';
import { AnnotatePage } from './pages/annotatePage';
import { gadw, type Program, serve, temporaryFolder } from './program';
import { suite } from './suite';

const idOf = (name: string) => name.replaceAll('.', '-');

suite('every codec', () => {
  let program: Program;

  test.beforeAll(async () => {
    const folder = await temporaryFolder();
    const project = join(folder, 'project');
    const files: string[] = [];
    for (const clip of codecClips) {
      // Names of videos come from those of their files.
      const ending = clip.name.slice(clip.name.lastIndexOf('.'));
      mkdirSync(join(folder, 'clips'), { recursive: true });
      files.push(await writeCodecClip(join(folder, 'clips'), { ...clip, name: `${idOf(clip.name)}${ending}` }));
    }
    await gadw(folder, 'init', project);
    await gadw(folder, 'import', project, ...files);
    program = await serve(folder, project);
  });
  test.afterAll(() => program?.stop());

  for (const { name, ticks, pixelAspect: [across, down] = [1, 1], turned } of codecClips) {
    test(`${name}: the picture on the screen is that of the frame`, async ({ page }) => {
      const annotate = new AnnotatePage(page);
      await annotate.open(program.url, idOf(name));
      const last = ticks.length - 1;
      const wrong: string[] = [];
      const read = async (frame: number) => {
        await annotate.frameOnScreen(frame);
        const found = await annotate.numberInPicture();
        if (found !== frame) wrong.push(`frame ${frame} shows ${found}`);
      };
      await annotate.press('End');
      await read(last);
      await annotate.press('Home');
      await read(0);
      for (const frame of [13, 7, 8, 20, 1]) {
        await annotate.typeFrame(frame);
        await read(frame);
      }
      for (const frame of [2, 3]) {
        await annotate.press('ArrowRight');
        await read(frame);
      }
      await annotate.press('ArrowLeft');
      await read(2);
      const from = await annotate.player.evaluate((player: HTMLVideoElement) =>
        player.currentSrc.includes('/copy/') ? 'copy' : 'file',
      );
      test.info().annotations.push({ type: 'from', description: from });
      const shape = await annotate.player.evaluate(
        ({ videoWidth, videoHeight }: HTMLVideoElement) => videoWidth / videoHeight,
      );
      const aspect = (clipWidth / clipHeight) * (across / down);
      expect(shape).toBeCloseTo(turned ? 1 / aspect : aspect, 1);
      expect(wrong, `played from the ${from}`).toEqual([]);
    });
  }
});
