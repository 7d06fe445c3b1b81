/** A project with one clip of 300 frames, 30 a second, its labels and, where wanted, the predictions of a run. */
import { readFileSync, writeFileSync } from 'node:fs';
import { copyFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Labelled, writeDecided, writeTruth } from '../builders/annotatedClip';
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

/** Serves the project. @param predicted what a run called `other` says of the clip @param labels whether they may overlap */
export async function labelledKitchen(
  predicted?: readonly Labelled[],
  labels: 'single' | 'overlapping' = 'single',
): Promise<Kitchen> {
  const folder = await temporaryFolder();
  const project = join(folder, 'project');
  const file = join(folder, `${video}.mp4`);
  await copyFile(join(clipsFolder(), 'cfr30_h264_aac.mp4'), file);
  await writeTruth(join(folder, 'truth.json'), video, 10, truth);
  await gadw(folder, 'init', project, ...(labels === 'single' ? ['--single-label'] : []));
  await gadw(folder, 'import', project, file, join(folder, 'truth.json'));
  giveKeys(project);
  if (predicted) {
    const decided = join(folder, 'decided.json');
    await writeDecided(decided, video, predicted);
    await gadw(folder, 'import', project, '--predictions', '--rate', '4', '--name', 'other', decided);
  }
  const program = await serve(folder, project);
  return { program, project, video, annotation: join(project, 'annotations', `${video}.json`) };
}

/** Digits for the classes, as the taxonomy of the demo has them. */
export function giveKeys(project: string): void {
  const path = join(project, 'taxonomy.json');
  const taxonomy = JSON.parse(readFileSync(path, 'utf8')) as { classes: { id: number; hotkey?: string }[] };
  for (const one of taxonomy.classes) if (one.id > 0) one.hotkey = String(one.id);
  writeFileSync(path, JSON.stringify(taxonomy));
}
