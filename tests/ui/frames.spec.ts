/**
 * Every clip with frame numbers, as a user goes through it: the first frame, the last, 50 seeded ones by typing and by
 * clicking the ruler, and single steps both ways over key frames. Each time the number is read off a screenshot.
 */
import { readFileSync } from 'node:fs';
import { copyFile } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { expect, type Page, test } from '@playwright/test';
import { VideoList } from '../../src-main/common/domain/video';
import { Rng } from '../../src-main/common/rng';
import { idKey, safeId } from '../../src-main/data/project/ids';
import { clip, type ClipFrame, clipFrames, clipNames } from '../builders/clips';
import { AnnotatePage } from './pages/annotatePage';
import { gadw, type Program, serve, temporaryFolder } from './program';
import { suite } from './suite';

const clips = clipNames();
const seed = Number(process.env['FRAMES_SEED'] ?? 20);
const samples = 50;
/** Key frames whose borders are stepped over, and how far to either side. */
const borders = 3;
const beside = 2;
/** What tables say of a picture whose number nobody can read. */
const unreadable = -1;
/** A frame this wide on the ruler is clicked, a narrower one is typed. */
const clickablePixels = 3;

type Walk = Iterable<{ frame: number; by: string; go: () => Promise<void> }>;

interface Readings {
  count: number;
  /** Where the picture did not show the number of the frame the program names. */
  wrong: string[];
}

/** Does what the walk says and reads each picture. */
async function readAlong(annotate: AnnotatePage, frames: readonly ClipFrame[], walk: Walk): Promise<Readings> {
  const readings: Readings = { count: 0, wrong: [] };
  for (const { frame, by, go } of walk) {
    await go();
    await annotate.frameOnScreen(frame);
    const found = await annotate.numberInPicture();
    readings.count++;
    if ((found ?? unreadable) === frames[frame]?.burnt) continue;
    readings.wrong.push(`${by}: frame ${frame} shows ${found}, not ${frames[frame]?.burnt}`);
  }
  return readings;
}

/** `file` or `copy`: what the player plays. */
const playedFrom = (annotate: AnnotatePage) =>
  annotate.player.evaluate((player: HTMLVideoElement) => (player.currentSrc.includes('/copy/') ? 'copy' : 'file'));

/** First and last by key, then seeded frames by ruler and by field in turn. */
function* jumps(annotate: AnnotatePage, frames: readonly ClipFrame[], perSecond: number, rng: Rng): Walk {
  const last = frames.length - 1;
  yield { frame: last, by: 'End', go: () => annotate.press('End') };
  yield { frame: 0, by: 'Home', go: () => annotate.press('Home') };
  for (let sample = 0; sample < samples; sample++) {
    const frame = rng.below(frames.length);
    const [x, width] = placeOnRuler(frames, frame, perSecond);
    yield sample % 2 === 0 && frame < last && width >= clickablePixels
      ? { frame, by: 'ruler', go: () => annotate.clickRuler(x) }
      : { frame, by: 'field', go: () => annotate.typeFrame(frame) };
  }
}

/** How long the clip is; the tables do not tell when its last frame ends. */
function secondsOf({ folder }: Program, name: string): number {
  const { videos } = VideoList.parse(JSON.parse(readFileSync(join(folder, 'project', 'videos.json'), 'utf8')));
  return videos.find(({ id }) => id === videoOf(name))!.duration;
}

/** Middle and width in pixels of a frame, while all of the video is in view. */
function placeOnRuler(frames: readonly ClipFrame[], frame: number, perSecond: number): [number, number] {
  const { time } = frames[frame]!;
  const next = frames[frame + 1]?.time ?? time;
  return [((time + next) / 2 - frames[0]!.time) * perSecond, (next - time) * perSecond];
}

/** Steps on and back over key frames, or over the middle where there is none. */
function* steps(annotate: AnnotatePage, frames: readonly ClipFrame[], rng: Rng): Walk {
  const inside = (frame: number) => frame >= beside && frame + beside < frames.length;
  const keys = frames.flatMap(({ key }, frame) => (key && inside(frame) ? [frame] : []));
  const chosen = keys.length > 0 ? rng.shuffle(keys).slice(0, borders) : [Math.floor(frames.length / 2)];
  for (const border of chosen) {
    const [from, to] = [Math.max(0, border - beside), Math.min(frames.length - 1, border + beside)];
    yield { frame: from, by: 'field', go: () => annotate.typeFrame(from) };
    for (let frame = from + 1; frame <= to; frame++)
      yield { frame, by: 'ArrowRight', go: () => annotate.press('ArrowRight') };
    for (let frame = to - 1; frame >= from; frame--)
      yield { frame, by: 'ArrowLeft', go: () => annotate.press('ArrowLeft') };
  }
}

/** Ids come from the names of files without their ending; of clips with the same one, from all of the name. */
const stemOf = (name: string) => name.replace(/\.[^.]+$/, '');
const isAlone = (name: string) => clips.filter((other) => idKey(stemOf(other)) === idKey(stemOf(name))).length === 1;
const videoOf = (name: string) => safeId(isAlone(name) ? stemOf(name) : name);

/** @returns a path under which the clip can be imported beside all others */
async function importable(name: string, folder: string): Promise<string> {
  if (isAlone(name)) return clip(name);
  const path = join(folder, `${videoOf(name)}${extname(name)}`);
  await copyFile(clip(name), path);
  return path;
}

suite('the picture is the frame', () => {
  let program: Program;

  test.beforeAll(async () => {
    const folder = await temporaryFolder();
    const project = `${folder}/project`;
    await gadw(folder, 'init', project);
    const files: string[] = [];
    for (const name of clips) files.push(await importable(name, folder));
    await gadw(folder, 'import', '--keep-valid', project, ...files);
    program = await serve(folder, project);
  });
  test.afterAll(() => program?.stop());

  async function open(page: Page, name: string): Promise<AnnotatePage> {
    const annotate = new AnnotatePage(page);
    await annotate.open(program.url, videoOf(name));
    return annotate;
  }

  for (const name of clips) {
    test(`${name}: jumps and steps show the picture with that number`, async ({ page, browser }) => {
      const frames = clipFrames(name);
      const annotate = await open(page, name);
      const rng = new Rng(seed, name);
      const perSecond = (await annotate.rulerWidth()) / secondsOf(program, name);
      const walks = [jumps(annotate, frames, perSecond, rng), steps(annotate, frames, rng)];
      const readings: Readings[] = [];
      for (const walk of walks) readings.push(await readAlong(annotate, frames, walk));
      const wrong = readings.flatMap((one) => one.wrong);
      const count = readings.reduce((sum, one) => sum + one.count, 0);
      // For scripts/frames.mjs, which keeps it in docs/video.json.
      const found = { name, seed, count, wrong: wrong.length, from: await playedFrom(annotate) };
      const description = JSON.stringify({ ...found, browser: browser.version() });
      test.info().annotations.push({ type: 'frames', description });
      expect(wrong, `seed ${seed}`).toEqual([]);
    });
  }

  test('a player made one frame off is found out by every jump and step', async ({ page }) => {
    const name = clips.find((candidate) => candidate.startsWith('cfr30')) ?? clips.find(isRegular);
    test.skip(name === undefined, 'No clip has ten frames or more, evenly spaced and all with their number.');
    const frames = clipFrames(name!);
    await page.addInitScript(reportPicturesEarly, frames[1]!.time - frames[0]!.time);
    const annotate = await open(page, name!);
    const rng = new Rng(seed, name!);
    const middle = Array.from({ length: 5 }, () => 1 + rng.below(frames.length - 2));
    const typed = middle.map((frame) => ({ frame, by: 'field', go: () => annotate.typeFrame(frame) }));
    const offByOne = (frame: number) => expect.stringContaining(`frame ${frame} shows ${frames[frame + 1]!.burnt}`);
    expect((await readAlong(annotate, frames, typed)).wrong).toEqual(middle.map(offByOne));
    const on = middle[4]! + 1;
    const stepped = [{ frame: on, by: 'ArrowRight', go: () => annotate.press('ArrowRight') }];
    expect((await readAlong(annotate, frames, stepped)).wrong).toEqual([offByOne(on)]);
  });
});

/** Whether its frames follow one another evenly, each with its number. */
function isRegular(name: string): boolean {
  const frames = clipFrames(name);
  const lengths = frames.slice(1).map(({ time }, before) => time - frames[before]!.time);
  const isEven = Math.max(...lengths) < 1.2 * Math.min(...lengths);
  return frames.length >= 10 && isEven && frames.every(({ burnt }) => burnt !== unreadable);
}

/** In the page: after the first picture, each is told with the time of the one before it. */
function reportPicturesEarly(by: number): void {
  const honest = HTMLVideoElement.prototype.requestVideoFrameCallback;
  let calibrated = false;
  HTMLVideoElement.prototype.requestVideoFrameCallback = function (told) {
    return honest.call(this, (now, metadata) => {
      told(now, calibrated ? { ...metadata, mediaTime: metadata.mediaTime - by } : metadata);
      calibrated = true;
    });
  };
}
