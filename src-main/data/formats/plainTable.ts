import { basename, extname } from 'node:path';
import type { ColumnMapping } from '../../common/contract/project';
import { LineError } from '../../common/errors';
import { type ExportedFile, type ExportedProject, inSeconds, type Losses } from './exported';
import type { WritableFormat } from './format';
import { emptyImport, type Imported, type Place, readEach, remark, shown } from './imported';
import { type Cells, cellsOf, tableText } from './table';
import { textOf } from './text';
import { mediaOf } from './videoFiles';
import { reviewedLane, VideoLabels } from './videoLabels';

/**
 * Plain tables, a segment a row, separated by commas, semicolons, tabs or bars, below comments (`# …`) and the `sep=;`
 * of spreadsheets. Columns are found by their names, or as a person says: video (else the name of the file), start,
 * end, class (or verb and noun), lane, note. Times are seconds, clock times such as 1:02:03.5, or frames counted from
 * 0 with the end not included.
 *
 * Annotated extent: the table does not say; up to the last label. Tables that we write say it in rows of the lane
 * `reviewed`, which have no class.
 */
const table = (id: string, extension: string, delimiter: string): WritableFormat => ({
  id,
  title: `${id} table`,
  sniff: (candidate) => candidate.extension === extension && 'maybe',
  read: (paths, { columns }) =>
    readEach(paths, emptyImport(id), async (path, file, out) => {
      readTable(await textOf(path), file, columns, out);
    }),
  holds: ['reviewed spans', 'notes', 'lanes', 'verbs and nouns'],
  *write(project, losses) {
    yield tableFile(project, losses, extension, delimiter);
  },
});

export const csv = table('csv', '.csv', ',');
export const tsv = table('tsv', '.tsv', '\t');

const PREVIEW_ROWS = 8;

function readTable(text: string, file: string, chosen: ColumnMapping | undefined, out: Imported): void {
  const table = withoutComments(text);
  const rows = cellsOf(table, file, delimiterOf(table));
  const head = rows[0]?.cells ?? [];
  const columns = chosen ?? columnsByName(head);
  out.tables.push({ file, rows: rows.slice(0, PREVIEW_ROWS).map(({ cells }) => cells), columns });
  if (!columns) {
    const found = head.slice(0, 12).map(shown).join(', ') || 'nothing';
    throw new LineError(
      1,
      'unknown-columns',
      `Invalid ${file}: found the columns ${found}, expected start, end and class among them.`,
      'Say which column is which.',
    );
  }
  const videos = new Map<string, VideoLabels>();
  for (const row of columns.header ? rows.slice(1) : rows) readRow(row, columns, file, videos, out);
  for (const video of videos.values()) video.finish('labelled');
}

/** The text with what stands above the table emptied, so that lines keep their numbers. */
const withoutComments = (text: string) =>
  text.replace(/^(?:(?:#.*|sep=.)?(?:\r\n|\r|\n))+/, (above) => above.replace(/[^\r\n]/g, ''));

/** The first of the usual delimiters that the first line holds most of, outside quotes. */
function delimiterOf(text: string): string {
  const line = (/[^\r\n]+/.exec(text)?.[0] ?? '').replace(/"[^"]*"/g, '');
  const count = (delimiter: string) => line.split(delimiter).length;
  return [',', ';', '\t', '|'].reduce((best, one) => (count(one) > count(best) ? one : best));
}

const names: Record<Exclude<keyof ColumnMapping, 'header' | 'unit'>, RegExp> = {
  video: /^(video|media|clip|file)(_?(id|name|file|path))?$/,
  start: /^(start|begin|onset|t_start|from)(_(time|timestamp|sec|secs|seconds|s))?$/,
  end: /^(end|stop|offset|t_end|to)(_(time|timestamp|sec|secs|seconds|s))?$/,
  label: /^(class|class_name|label|action|activity|behaviou?r|annotation|event|step|name)$/,
  verb: /^verb$/,
  noun: /^noun$/,
  lane: /^(lane|tier|track|layer|subject|annotator)$/,
  note: /^(note|notes|comment|comments|description|remark)$/,
};
const frameNames = { start: /^(start|begin|first)_frame$/, end: /^(end|stop|last)_frame$/ };

/** "Start (s)" is start_s. */
const plain = (name: string) =>
  name
    .trim()
    .toLowerCase()
    .replace(/[()[\]]/g, '')
    .replace(/[\s_-]+/g, '_');

function columnsByName(head: readonly string[]): ColumnMapping | null {
  const at = (pattern: RegExp) => {
    const index = head.findIndex((name) => pattern.test(plain(name)));
    return index < 0 ? null : index;
  };
  const [video, label, verb, noun] = [at(names.video), at(names.label), at(names.verb), at(names.noun)];
  const times = [at(names.start), at(names.end)] as const;
  const frames = [at(frameNames.start), at(frameNames.end)] as const;
  const inFrames = times[0] === null || times[1] === null;
  const [start, end] = inFrames ? frames : times;
  if (start === null || end === null || (label === null && (verb === null || noun === null))) return null;
  const unit = inFrames ? 'frames' : 'seconds';
  return { header: true, video, start, end, unit, label, verb, noun, lane: at(names.lane), note: at(names.note) };
}

function readRow(
  { cells, line }: Cells,
  columns: ColumnMapping,
  file: string,
  videos: Map<string, VideoLabels>,
  out: Imported,
): void {
  const where = { file, line, field: null };
  const cell = (index: number | null) => (index === null ? '' : (cells[index] ?? '').trim());
  const needed = Math.max(columns.start, columns.end, columns.label ?? 0);
  if (cells.length <= needed) {
    out.refusals.push(remark(where, `found ${cells.length} cells, expected at least ${needed + 1}`));
    return;
  }
  const source = columns.video === null ? basename(file, extname(file)) : cell(columns.video);
  if (source === '') {
    out.refusals.push(remark(where, 'names no video'));
    return;
  }
  const video = videos.get(source) ?? videoOf(source, columns, where, out);
  videos.set(source, video);
  const start = time(cell(columns.start), columns.unit);
  const end = time(cell(columns.end), columns.unit);
  const [verb, noun, lane, note] = [cell(columns.verb), cell(columns.noun), cell(columns.lane), cell(columns.note)];
  const pair = verb !== '' && noun !== '' ? { verb, noun } : {};
  const label = cell(columns.label) || (verb !== '' && noun !== '' ? `${verb} ${noun}` : '');
  video.add(start, end, label, where, { ...pair, ...(lane !== '' && { lane }), ...(note !== '' && { note }) });
}

function videoOf(source: string, { unit }: ColumnMapping, where: Place, out: Imported): VideoLabels {
  const timebase = unit === 'frames' ? 'steps' : 'seconds';
  return new VideoLabels(out, { ...mediaOf(source), timebase, rate: null, duration: null, where });
}

/** A number, with a decimal comma too, or [H:]MM:SS; the text itself where it is neither, to be shown. */
function time(text: string, unit: ColumnMapping['unit']): number | string {
  const number = text.replace(',', '.');
  if (unit === 'frames') return /^\d+(\.0*)?$/.test(number) ? Number(number) : text;
  if (/^-?\d*\.?\d+(e-?\d+)?$/i.test(number)) return Number(number);
  const clock = /^(?:(\d+):)?(\d+):([0-5]?\d(?:\.\d+)?)$/.exec(number);
  if (!clock) return text;
  const [, hours = '0', minutes = '0', seconds = '0'] = clock;
  return Math.round((Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds)) * 1e6) / 1e6;
}

const written = ['video', 'start', 'end', 'class', 'verb', 'noun', 'lane', 'note'];

function tableFile(project: ExportedProject, losses: Losses, extension: string, delimiter: string): ExportedFile {
  const rows = inSeconds(project, losses, 3).flatMap((video) => [
    ...video.segments.map(({ start, end, label, lane, note = '' }) => {
      const { name, verb = '', noun = '' } = label;
      return [video.file, start, end, name, verb, noun, lane, note];
    }),
    ...video.reviewed.map(({ start, end }) => [video.file, start, end, '', '', '', reviewedLane, '']),
  ]);
  return { path: `${project.name}${extension}`, data: tableText([written, ...rows], delimiter) };
}
