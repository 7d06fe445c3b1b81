import { basename, dirname, join } from 'node:path';
import { type Span, subtractSpans } from '../../common/domain/span';
import { UserError } from '../../common/errors';
import { type ExportedFile, type ExportedProject, inSeconds, type Losses, type TimedVideo } from './exported';
import type { WritableFormat } from './format';
import { checkedSpan, emptyImport, fileRefusal, type Imported, type Place, remark, shown } from './imported';
import { type Row, rowsOf, tableText } from './table';
import { linesOf, textIfThere, textOf } from './text';

/**
 * EPIC-KITCHENS-100 csv: one action a row, `start_timestamp` and `stop_timestamp` as HH:MM:SS.ss, a class being a pair
 * of `verb_class` and `noun_class`. Names come from `EPIC_100_verb_classes.csv` and `EPIC_100_noun_classes.csv`,
 * lengths from `EPIC_100_video_info.csv`, given along or found beside the annotations. Without the class files a class
 * is named by the narrated verb and noun of its first row. The 1-based frame numbers are not read: they count frames
 * extracted at a nominal rate.
 *
 * Annotated extent: narrators went through the whole video, so all of it is reviewed; up to the last end
 * where the length is not known.
 *
 * Splits: the rows name none, the file names do: `*train*` is train, `*validation*` is val, `*test*` is test.
 */
export const epicKitchens: WritableFormat = {
  id: 'epic-kitchens',
  title: 'EPIC-KITCHENS csv',
  sniff: ({ extension, head, name }) =>
    extension === '.csv' &&
    (companionOf(name) !== null ||
      ['video_id', 'start_timestamp', 'verb_class'].every((one) => columnsIn(head).includes(one))),
  async read(paths) {
    const out = emptyImport('epic-kitchens');
    const annotations = paths.filter((path) => companionOf(basename(path)) === null);
    const names = await readNames(paths, out);
    for (const path of annotations) {
      try {
        readActions(await textOf(path), basename(path), names, out);
      } catch (error) {
        out.refusals.push(fileRefusal(basename(path), error));
      }
    }
    if (annotations.length === 0) {
      out.refusals.push(fileRefusal(basename(paths[0] ?? ''), noAnnotations()));
    }
    return out;
  },
  holds: ['verbs and nouns', 'participants', 'splits'],
  write: epicFiles,
};

/** Names of columns, in any order, in quotes or not. */
const columnsIn = (head: string) => (linesOf(head)[0] ?? '').split(',').map((name) => name.replace(/"/g, '').trim());

type Companion = 'verb_classes' | 'noun_classes' | 'video_info';
const companions: readonly Companion[] = ['verb_classes', 'noun_classes', 'video_info'];
const companionOf = (name: string) => companions.find((c) => name.toLowerCase().endsWith(`${c}.csv`)) ?? null;

/** Verbs and nouns by class number. */
type WordsById = Record<'verb' | 'noun', Map<string, string>>;

interface Names {
  /** Class number to key; null where the file is not there. */
  verb: Map<string, string> | null;
  noun: Map<string, string> | null;
  durations: Map<string, number>;
}

async function readNames(paths: readonly string[], out: Imported): Promise<Names> {
  const names: Names = { verb: null, noun: null, durations: new Map() };
  const folder = dirname(paths[0] ?? '');
  for (const companion of companions) {
    const path = paths.find((p) => companionOf(basename(p)) === companion) ?? join(folder, `EPIC_100_${companion}.csv`);
    try {
      const text = await textIfThere(path);
      if (text === null) continue;
      const file = basename(path);
      if (companion === 'video_info') {
        for (const { row, line } of rowsOf(text, file, ['video_id', 'duration'])) {
          const duration = Number(row['duration']);
          if (duration > 0 && duration < Infinity) names.durations.set(row['video_id'] as string, duration);
          else
            out.refusals.push(
              remark({ file, line, field: 'duration' }, `found ${shown(row['duration'])}, expected seconds`),
            );
        }
      } else {
        const keys = rowsOf(text, file, ['id', 'key']).map(({ row }) => [row['id'], row['key']] as [string, string]);
        names[companion === 'verb_classes' ? 'verb' : 'noun'] = new Map(keys);
      }
    } catch (error) {
      out.refusals.push(fileRefusal(basename(path), error));
    }
  }
  return names;
}

const columns = ['video_id', 'start_timestamp', 'stop_timestamp', 'verb', 'verb_class', 'noun', 'noun_class'] as const;

/** What the rows say of one video. */
interface Narrated {
  participant: string;
  lastEnd: number;
  /** Actions whose class is not known. */
  unknown: Span[];
}

function readActions(text: string, file: string, names: Names, out: Imported): void {
  const videos = new Map<string, Narrated>();
  const first: WordsById = { verb: new Map(), noun: new Map() };
  for (const { row, line } of rowsOf(text, file, columns)) {
    const where = { file, line, field: null };
    const start = seconds(row['start_timestamp'], { ...where, field: 'start_timestamp' }, out);
    const end = seconds(row['stop_timestamp'], { ...where, field: 'stop_timestamp' }, out);
    if (start === null || end === null) continue;
    const span = checkedSpan(start, end, 'seconds', { ...where, field: 'stop_timestamp' }, out.refusals);
    if (!span) continue;
    const id = row['video_id'] as string;
    const participant = row['participant_id'] ?? id.split('_')[0] ?? '';
    const video = videos.get(id) ?? { participant, lastEnd: 0, unknown: [] };
    videos.set(id, video);
    video.lastEnd = Math.max(video.lastEnd, span.end);
    const verb = wordOf(row, 'verb', names.verb, first, where, out);
    const noun = wordOf(row, 'noun', names.noun, first, where, out);
    if (verb === null || noun === null) video.unknown.push(span);
    else out.segments.push({ video: id, ...span, label: `${verb} ${noun}`, verb, noun, where });
  }
  declareClasses(names, out);
  for (const [id, { participant, lastEnd, unknown }] of videos) {
    const duration = names.durations.get(id) ?? null;
    const reviewed = subtractSpans([{ start: 0, end: duration ?? lastEnd }], unknown);
    const where = { file, line: null, field: null };
    out.videos.push({ id, timebase: 'seconds', rate: null, duration, participant, reviewed, where });
  }
  addToSplit(file, [...videos.keys()], out);
}

function addToSplit(file: string, ids: readonly string[], out: Imported): void {
  const split = /train/i.test(file) ? 'train' : /val/i.test(file) ? 'val' : /test/i.test(file) ? 'test' : null;
  if (!split) return;
  out.splits ??= { train: [], val: [], test: [] };
  out.splits[split].push(...ids);
}

/**
 * With both class files every pair of a known verb and noun is a class; those that occur are
 * declared, in order of numbers.
 */
function declareClasses(names: Names, out: Imported): void {
  if (!names.verb || !names.noun) return;
  const order = (list: Map<string, string>) => new Map([...list.values()].map((key, index) => [key, index]));
  const [verbs, nouns] = [order(names.verb), order(names.noun)];
  const pairs = new Map(out.segments.map((s) => [s.label, { verb: s.verb as string, noun: s.noun as string }]));
  const rank = (p: { verb: string; noun: string }) => (verbs.get(p.verb) ?? 0) * nouns.size + (nouns.get(p.noun) ?? 0);
  out.classes = [...pairs].sort((a, b) => rank(a[1]) - rank(b[1])).map(([name, pair]) => ({ name, ...pair }));
}

/** Seconds of `HH:MM:SS.ss`; null, with a refusal, where it is not that. */
function seconds(text: string | undefined, where: Place, out: Imported): number | null {
  const found = /^(\d+):([0-5]\d):([0-5]\d(?:\.\d+)?)$/.exec(text ?? '');
  if (found) return Math.round((Number(found[1]) * 3600 + Number(found[2]) * 60 + Number(found[3])) * 1e6) / 1e6;
  out.refusals.push(remark(where, `found ${shown(text)}, expected a time as HH:MM:SS.ss`));
  return null;
}

/** The name of a row's verb or noun; null, with a refusal, where its number is none of the class list. */
function wordOf(
  row: Row,
  kind: 'verb' | 'noun',
  keys: Map<string, string> | null,
  first: WordsById,
  where: Place,
  out: Imported,
): string | null {
  const id = row[`${kind}_class`] as string;
  const field = { ...where, field: `${kind}_class` };
  if (!/^\d+$/.test(id)) {
    out.refusals.push(remark(field, `found ${shown(id)}, expected a class number`));
    return null;
  }
  if (keys && !keys.has(id)) {
    out.refusals.push(remark(field, `found ${id}, which is no ${kind} of the class list`));
    return null;
  }
  const word = keys?.get(id) ?? first[kind].get(id) ?? (row[kind] as string);
  first[kind].set(id, word);
  return word;
}

function noAnnotations(): UserError {
  return new UserError(
    'no-annotations',
    'Missing annotations: only class or length tables of EPIC-KITCHENS were given.',
    'Add EPIC_100_train.csv or EPIC_100_validation.csv.',
  );
}

const fileOfSplit = { train: 'train', val: 'validation', test: 'test', none: 'other' } as const;

/** One table of actions a split, and the tables of classes and lengths beside them. */
function* epicFiles(project: ExportedProject, losses: Losses): Generator<ExportedFile> {
  const verbs = wordNumbers(project, 'verb');
  const nouns = wordNumbers(project, 'noun');
  const videos = inSeconds(project, losses, 2);
  for (const [split, name] of Object.entries(fileOfSplit)) {
    const rows = videos
      .filter((video) => (video.split ?? 'none') === split)
      .flatMap((video) => actionRows(video, verbs, nouns, losses));
    if (rows.length > 0) yield { path: `EPIC_100_${name}.csv`, data: tableText([columnsWritten, ...rows]) };
  }
  const named = (words: Map<string, number>) => [['id', 'key'], ...[...words].map(([key, id]) => [id, key])];
  yield { path: 'EPIC_100_verb_classes.csv', data: tableText(named(verbs)) };
  yield { path: 'EPIC_100_noun_classes.csv', data: tableText(named(nouns)) };
  const lengths = videos
    .filter((v) => v.duration > 0)
    .map((v) => [v.id, Number(v.duration.toFixed(6)), v.fps ?? '', v.width > 0 ? `${v.width}x${v.height}` : '']);
  yield {
    path: 'EPIC_100_video_info.csv',
    data: tableText([['video_id', 'duration', 'fps', 'resolution'], ...lengths]),
  };
  for (const { name, verb, noun } of project.classes) {
    if (verb !== undefined && noun !== undefined && name !== `${verb} ${noun}`)
      losses.add('Named by their verb and noun instead of their own name', 'class', 1);
  }
}

function wordNumbers(project: ExportedProject, kind: 'verb' | 'noun'): Map<string, number> {
  const words = new Set(project.classes.flatMap((c) => c[kind] ?? []));
  return new Map([...words].map((word, index) => [word, index]));
}

const columnsWritten =
  'narration_id,participant_id,video_id,narration_timestamp,start_timestamp,stop_timestamp,start_frame,stop_frame,narration,verb,verb_class,noun,noun_class,all_nouns,all_noun_classes'.split(
    ',',
  );

function actionRows(
  video: TimedVideo,
  verbs: Map<string, number>,
  nouns: Map<string, number>,
  losses: Losses,
): (string | number)[][] {
  const participant = video.participant ?? video.id.split('_')[0] ?? '';
  return video.segments.flatMap(({ start, end, label: { verb, noun } }, i) => {
    if (verb === undefined || noun === undefined) {
      losses.add('Left out, as their class has no verb and noun', 'segment');
      return [];
    }
    const [verbId, nounId] = [verbs.get(verb) ?? 0, nouns.get(noun) ?? 0];
    const from = timestamp(start);
    const frame = (seconds: number) => (video.fps === null ? '' : Math.max(1, Math.round(seconds * video.fps)));
    const times = [from, from, timestamp(end), frame(start), frame(end)];
    const allNouns = [`['${noun.replace(/'/g, "\\'")}']`, `[${nounId}]`];
    return [
      [`${video.id}_${i}`, participant, video.id, ...times, `${verb} ${noun}`, verb, verbId, noun, nounId, ...allNouns],
    ];
  });
}

/** HH:MM:SS with at least two decimals. */
function timestamp(seconds: number): string {
  const decimals = Math.max(2, (/\.(\d+)$/.exec(String(seconds))?.[1] ?? '').length);
  const rest = (seconds % 60).toFixed(decimals).padStart(decimals + 3, '0');
  const pad = (value: number) => String(Math.floor(value)).padStart(2, '0');
  return `${pad(seconds / 3600)}:${pad((seconds % 3600) / 60)}:${rest}`;
}
