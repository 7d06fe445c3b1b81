import { basename, dirname, join } from 'node:path';
import { CsvError, parse } from 'csv-parse/sync';
import { type Span, subtractSpans } from '../../common/domain/span';
import { UserError } from '../../common/errors';
import { readText } from '../project/records';
import { type Format, textOf } from './format';
import { checkedSpan, emptyImport, fileRefusal, type Imported, type Place, remark, shown } from './imported';

/**
 * EPIC-KITCHENS-100 csv: one action a row, `start_timestamp` and `stop_timestamp` as HH:MM:SS.ss, a class being a pair of
 * `verb_class` and `noun_class`. Names come from `EPIC_100_verb_classes.csv` and `EPIC_100_noun_classes.csv`, lengths
 * from `EPIC_100_video_info.csv`, given along or found beside the annotations. Without the class files a class is named by
 * the narrated verb and noun of its first row. The 1-based frame numbers are not read: they count frames extracted at a
 * nominal rate.
 *
 * Annotated extent: narrators went through the whole video, so all of it is reviewed; up to the last end where the length
 * is not known.
 *
 * Splits: the rows name none, the file names do: `*train*` is train, `*validation*` is val, `*test*` is test.
 */
export const epicKitchens: Format = {
  id: 'epic-kitchens',
  title: 'EPIC-KITCHENS csv',
  sniff: ({ extension, head, name }) =>
    extension === '.csv' && (companionOf(name) !== null || /^\uFEFF?\S*video_id,.*start_timestamp,/.test(utf8(head))),
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
};

type Companion = 'verb_classes' | 'noun_classes' | 'video_info';
const companions: readonly Companion[] = ['verb_classes', 'noun_classes', 'video_info'];
const companionOf = (name: string) => companions.find((c) => name.toLowerCase().endsWith(`${c}.csv`)) ?? null;
const utf8 = (head: string) => head.replace(/^\xef\xbb\xbf/, '');

type Row = Record<string, string>;

/** Rows with the line each stands on. Throws UserError where the text is no table or lacks a column. */
function rowsOf(text: string, file: string, columns: readonly string[]): { row: Row; line: number }[] {
  try {
    const found: unknown = parse(text, { columns: true, bom: true, info: true, skip_empty_lines: true });
    const rows = (found as { record: Row; info: { lines: number } }[]).map((r) => ({
      row: r.record,
      line: r.info.lines,
    }));
    if (rows.length === 0)
      throw new UserError('invalid-csv', `Invalid ${file}: it holds no rows.`, 'Choose another file.');
    const lacking = rows[0] ? columns.find((column) => !(column in (rows[0] as { row: Row }).row)) : undefined;
    if (lacking === undefined) return rows;
    throw new UserError(
      'invalid-csv',
      `Invalid ${file}: column ${lacking} is missing.`,
      'Give the file as EPIC-KITCHENS-100 publishes it.',
    );
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    throw new UserError('invalid-csv', `Invalid ${file}: ${error.message}.`, 'Mend that line.', { cause: error });
  }
}

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
      const text = await readText(path);
      if (text === null) continue;
      const file = basename(path);
      if (companion === 'video_info') {
        for (const { row } of rowsOf(text, file, ['video_id', 'duration'])) {
          names.durations.set(row['video_id'] as string, Number(row['duration']));
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

/** With both class files every pair of a known verb and noun is a class; those that occur are declared, in order of numbers. */
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
