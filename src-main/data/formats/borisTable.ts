import { extname } from 'node:path';
import { UserError } from '../../common/errors';
import { type ExportedFile, type ExportedProject, inSeconds, type Losses } from './exported';
import { type BorisEvent, laneOf, nobody, pairEvents } from './borisEvents';
import type { WritableFormat } from './format';
import { emptyImport, type Imported, type Place, readEach, remark } from './imported';
import { cellsOf, type NamedRow, tableText } from './table';
import { textOf } from './text';
import { mediaOf } from './videoFiles';
import { VideoLabels } from './videoLabels';

/**
 * Tables that BORIS exports, comma or tab separated. Aggregated events: a segment a row, with `Start (s)`
 * and `Stop (s)`. Tabular events: an event a row, its `Status` or `Behavior type` being START, STOP or
 * POINT, below some lines about the observation. Rows of an observation with several media files are
 * refused: their times run over all of them.
 *
 * Annotated extent: the whole media file where the table tells its length, else up to the last label.
 *
 * Source: https://www.boris.unito.it/user_guide/export_events/
 */
export const borisTable: WritableFormat = {
  id: 'boris-table',
  title: 'BORIS table',
  sniff: ({ extension, head }) =>
    ['.csv', '.tsv'].includes(extension) &&
    /^(.*[,\t])?Behavior[,\t]/m.test(head) &&
    /Start \(s\)|^Time[,\t]/m.test(head),
  read: (paths) =>
    readEach(paths, emptyImport('boris-table'), async (path, file, out) => {
      readRows(await rowsBelowHead(path, file), file, out);
    }),
  holds: ['notes', 'lanes'],
  *write(project, losses) {
    yield tableFile(project, losses);
  },
};

/** The rows below the line that names the columns, which is not the first in tables of one observation. */
async function rowsBelowHead(path: string, file: string): Promise<NamedRow[]> {
  const all = cellsOf(await textOf(path), file, extname(path).toLowerCase() === '.tsv' ? '\t' : ',');
  const at = all.findIndex(
    ({ cells }) => cells.includes('Behavior') && (cells.includes('Start (s)') || cells.includes('Time')),
  );
  const names = all[at]?.cells;
  if (!names) {
    throw new UserError(
      'invalid-boris-table',
      `Invalid ${file}: no line names the columns Behavior and Start (s), or Behavior and Time.`,
      'Export aggregated or tabular events from BORIS.',
    );
  }
  return all.slice(at + 1).map(({ cells, line }) => ({
    row: Object.fromEntries(names.map((name, i) => [name.trim(), cells[i] ?? ''])),
    line,
  }));
}

const first = ({ row }: NamedRow, ...names: string[]) => names.map((name) => row[name]).find(Boolean) ?? '';
const number = (text: string) => (text.trim() === '' ? Number.NaN : Number(text));

function readRows(rows: readonly NamedRow[], file: string, out: Imported): void {
  const videos = new Map<string, NamedRow[]>();
  for (const row of rows) {
    const where = { file, line: row.line, field: null };
    const media =
      first(row, 'Media file name', 'Media file', 'Media file path', 'Source') || first(row, 'Observation id');
    if (media === '') out.refusals.push(remark(where, 'names no media file and no observation'));
    else if (/;|player #2/.test(first(row, 'Source', 'Media file', 'Media file path'))) {
      out.refusals.push(remark(where, `has several media files (${media}); import the .boris project instead`));
    } else if (videos.has(media)) videos.get(media)?.push(row);
    else videos.set(media, [row]);
  }
  for (const [media, own] of videos) {
    const where = { file, line: own[0]?.line ?? null, field: null };
    const length = number(first(own[0] as NamedRow, 'Media duration (s)', 'Total length'));
    const duration = length > 0 ? length : null;
    const video = new VideoLabels(out, { ...mediaOf(media), timebase: 'seconds', rate: null, duration, where });
    pairEvents(
      own.flatMap((row) => eventsOf(row, { file, line: row.line, field: null })),
      new Set(),
      out,
      ({ start, end, code, said, where: place }) => video.add(start, end, code, place, said),
    );
    video.finish('whole');
  }
}

/** One event of a tabular row, start and stop of an aggregated one. */
function eventsOf(named: NamedRow, where: Place): BorisEvent[] {
  const type = first(named, 'Status', 'Behavior type').toUpperCase();
  const subject = first(named, 'Subject');
  const about = {
    subject: subject === nobody ? '' : subject,
    code: first(named, 'Behavior'),
    where,
  };
  // Aggregated rows are pairs already; a key of their own keeps them so.
  if ('Start (s)' in named.row) {
    const modifiers = `row ${where.line}`;
    const start = {
      ...about,
      modifiers,
      seconds: number(first(named, 'Start (s)')),
      comment: first(named, 'Comment start'),
    };
    const stop = {
      ...about,
      modifiers,
      seconds: number(first(named, 'Stop (s)')),
      comment: first(named, 'Comment stop'),
    };
    if (type === 'POINT') return [{ ...start, status: 'POINT' }];
    return [
      { ...start, status: 'START' },
      { ...stop, status: 'STOP' },
    ];
  }
  const status = type === 'START' || type === 'STOP' || type === 'POINT' ? type : null;
  const modifiers = first(named, 'Modifiers', 'Modifier #1');
  return [{ ...about, modifiers, seconds: number(first(named, 'Time')), comment: first(named, 'Comment'), status }];
}

const columns = [
  'Observation id',
  'Media duration (s)',
  'FPS (frame/s)',
  'Subject',
  'Behavior',
  'Behavioral category',
  'Behavior type',
  'Start (s)',
  'Stop (s)',
  'Duration (s)',
  'Media file name',
  'Comment start',
  'Comment stop',
];

function tableFile(project: ExportedProject, losses: Losses): ExportedFile {
  const videos = inSeconds(project, losses, 3);
  const one = project.lanes.length <= 1;
  const rows = videos.flatMap((video) =>
    video.segments.map(({ start, end, label, lane, note = '' }) => [
      video.id,
      video.duration > 0 ? Number(video.duration.toFixed(6)) : 'NA',
      video.fps ?? 'NA',
      one ? laneOf('') : lane,
      label.name,
      '',
      'STATE',
      start,
      end,
      Number((end - start).toFixed(6)),
      video.file,
      note,
      '',
    ]),
  );
  return { path: `${project.name}.boris.csv`, data: tableText([columns, ...rows]) };
}
