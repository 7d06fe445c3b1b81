import { z } from 'zod';
import { isThin } from './evidence';
import { presets } from '../presets';
import { TrainSettings, TrainSettingsPatch } from '../settings';
import { SplitName } from './project';
import { type StudyScoreId, studyScores } from './studyScores';

/**
 * A study is a small file, `studies/<name>.json`: rows of settings, each trained with every seed, and the scores its
 * table shows. Users write their own; those the program ships lie in `resources/studies`.
 */

const scoreIds = Object.keys(studyScores) as [StudyScoreId, ...StudyScoreId[]];

/** What stands for a row in the ids of its runs: letters and digits, the rest is a dash. */
export function rowKey(label: string): string {
  return label
    .normalize('NFC')
    .toLowerCase()
    .replaceAll('+', ' plus ')
    .replace(/[^\p{L}\p{N}]+/gu, '-')
    .replace(/^-|-$/g, '');
}

/** `studies/<name>.json` */
export const Study = z
  .strictObject({
    version: z.literal(1),
    title: z.string().min(1),
    /** The table of a paper that it repeats, or what it asks. */
    about: z.string().default(''),
    /** Scores the table shows, in their order. */
    columns: z.array(z.enum(scoreIds)).min(1),
    /** Published or small settings to begin from; absent: the defaults. */
    preset: z.enum(presets.map(({ id }) => id)).optional(),
    /** What every row has in common, over preset and defaults. */
    settings: TrainSettingsPatch.default({}),
    rows: z.array(z.strictObject({ label: z.string().min(1), settings: TrainSettingsPatch.default({}) })).min(1),
    /** Every row is trained once with each. */
    seeds: z.array(z.int().nonnegative()).min(1).default([0]),
    /** Split that is predicted and scored. */
    split: SplitName.default('test'),
  })
  .check(({ value, issues }) => {
    const twice = value.seeds.findIndex((seed, i) => value.seeds.indexOf(seed) < i);
    if (twice >= 0) {
      const message = `expected every seed once, found ${value.seeds[twice]} again`;
      issues.push({ code: 'custom', input: value.seeds[twice], path: ['seeds', twice], message });
    }
    const labels = value.rows.map(({ label }) => label);
    labels.forEach((label, i) => {
      const refuse = (message: string) =>
        issues.push({ code: 'custom', input: label, path: ['rows', i, 'label'], message });
      const other = labels.slice(0, i).find((earlier) => rowKey(earlier) === rowKey(label));
      if (rowKey(label) === '') refuse(`expected a letter or a digit, found "${label}"`);
      else if (other === label) refuse(`expected a label of its own, found "${label}" twice`);
      else if (other !== undefined)
        refuse(`expected letters or digits other than those of "${other}", found "${label}"`);
    });
  });
export type Study = z.infer<typeof Study>;

/** The settings of one run of a study. */
export function rowSettings(study: Study, row: Study['rows'][number], seed: number): TrainSettings {
  const preset = presets.find(({ id }) => id === study.preset)?.settings;
  return TrainSettings.parse({ ...preset, ...study.settings, ...row.settings, seed });
}

/** A run of a study: the one that has its settings, or the one that will. */
export const StudyRun = z.object({
  run: z.string(),
  seed: z.int(),
  state: z.enum(['missing', 'unfinished', 'failed', 'done']),
  /** Why it failed, one sentence. */
  problem: z.string().optional(),
  /** Seconds of training and inference so far. */
  seconds: z.number(),
});
export type StudyRun = z.infer<typeof StudyRun>;

/** Mean over the runs that are done; the deviation is that of a sample, null for a single run. */
const Cell = z.object({ mean: z.number(), deviation: z.number().nullable() });

export const StudyRow = z.object({
  label: z.string(),
  /** The runs behind every cell of the row. */
  runs: z.array(StudyRun),
  /** In the order of the columns; null where no run has the score. */
  cells: z.array(Cell.nullable()),
  /** S-F1 above that of the first row, in points, with its 95 % interval; null where there is none to tell. */
  difference: z.object({ value: z.number(), low: z.number(), high: z.number() }).nullable(),
});
export type StudyRow = z.infer<typeof StudyRow>;

/** A study's table as far as its runs are there. */
export const StudyTable = z.object({
  name: z.string(),
  study: Study,
  rows: z.array(StudyRow),
  /** Videos scored, the fewest of any run; 0 before there is one. */
  videos: z.int(),
});
export type StudyTable = z.infer<typeof StudyTable>;

/** `studies/<name>.result.json`: the table with what its numbers depend on. */
export const StudyResult = StudyTable.extend({
  version: z.literal(1),
  made: z.string(),
  /** Name of the processor, and threads computed with. */
  device: z.string(),
  threads: z.int(),
  versions: z.record(z.string(), z.string()),
  commit: z.string(),
  /** Seconds "gadw study" was at work on it, over all the times it was called. */
  spentSeconds: z.number(),
});
export type StudyResult = z.infer<typeof StudyResult>;

/** What a table's numbers are and how far they can be trusted, one sentence each. */
export function studyNotes({ study: { seeds, split }, rows, videos }: StudyTable): string[] {
  const notes = [
    seeds.length === 1
      ? `One seed (${seeds[0]}): differences between trainings are not known.`
      : `Mean ± standard deviation over seeds ${seeds.join(', ')}.`,
  ];
  if (rows.some(({ difference }) => difference !== null)) {
    notes.push(
      `ΔS-F1: points above the first row; 95 % interval of a bootstrap over videos, the same for both${seeds.length > 1 ? ', and seeds' : ''}. An interval that holds 0 shows no difference.`,
    );
  }
  const few = isThin(videos) ? 'Too few to judge: ' : '';
  if (videos > 0) notes.push(`${few}${videos} ${split} ${videos === 1 ? 'video' : 'videos'}.`);
  return notes;
}
