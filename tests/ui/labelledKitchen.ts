/** A project with one clip of 300 frames, 30 a second, its labels and, where wanted, the predictions of a run. */
import { readFileSync, writeFileSync } from 'node:fs';
import { copyFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Browser, Page } from '@playwright/test';
import type { Annotation } from '../../src-main/common/domain/annotation';
import { type Labelled, writeDecided, writeTruth } from '../builders/annotatedClip';
import { AnnotatePage } from './pages/annotatePage';
import { clipsFolder, gadw, type Program, serve, temporaryFolder } from './program';

export interface Kitchen {
  program: Program;
  project: string;
  video: string;
  /** The labels' file. */
  annotation: string;
}

const truth: readonly Labelled[] = [
  { start: 1, end: 3, label: 'cut onion' },
  { start: 6, end: 9, label: 'stir pot' },
];
const video = 'kitchen';

interface KitchenOptions {
  /** What a run called `other` says of the clip. */
  predicted?: readonly Labelled[];
  /** Whether labels may overlap. */
  overlapping?: boolean;
  /** Files of further videos, without labels. */
  others?: readonly string[];
}

/** Serves the project. */
export async function labelledKitchen(options: KitchenOptions = {}): Promise<Kitchen> {
  const { predicted, overlapping = false, others = [] } = options;
  const folder = await temporaryFolder();
  const project = join(folder, 'project');
  const file = join(folder, `${video}.mp4`);
  await copyFile(join(clipsFolder(), 'cfr30_h264_aac.mp4'), file);
  await writeTruth(join(folder, 'truth.json'), video, 10, truth);
  await gadw(folder, 'init', project, ...(overlapping ? [] : ['--single-label']));
  await gadw(folder, 'import', project, file, ...others, join(folder, 'truth.json'));
  giveKeys(project);
  if (predicted) {
    const decided = join(folder, 'decided.json');
    await writeDecided(decided, video, predicted);
    await gadw(folder, 'import', project, '--predictions', '--rate', '4', '--name', 'other', decided);
  }
  const program = await serve(folder, project);
  return { program, project, video, annotation: join(project, 'annotations', `${video}.json`) };
}

/** The same project, served and open on the Annotate screen, whose player has the focus. */
export async function openKitchen(
  browser: Browser,
  options?: KitchenOptions,
): Promise<{ kitchen: Kitchen; page: Page; annotate: AnnotatePage }> {
  const kitchen = await labelledKitchen(options);
  const page = await browser.newPage();
  const annotate = new AnnotatePage(page);
  await annotate.open(kitchen.program.url, kitchen.video);
  await annotate.focusPlayer();
  return { kitchen, page, annotate };
}

/** Labels as their file holds them; edits reach it a moment later. */
export const labelsIn = (file: string): Annotation => JSON.parse(readFileSync(file, 'utf8')) as Annotation;

/** `class start end` of the labels in a file, in frames. */
export const segmentsIn = (file: string): string[] =>
  labelsIn(file).segments.map(({ classId, start, end }) => `${classId} ${start} ${end}`);

/** Digits for the classes, as the taxonomy of the demo has them. */
export function giveKeys(project: string): void {
  const path = join(project, 'taxonomy.json');
  const taxonomy = JSON.parse(readFileSync(path, 'utf8')) as { classes: { id: number; hotkey?: string }[] };
  for (const one of taxonomy.classes) if (one.id > 0) one.hotkey = String(one.id);
  writeFileSync(path, JSON.stringify(taxonomy));
}
