import { readdir, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { splitNames } from '../../common/domain/project';
import { type Span, subtractSpans } from '../../common/domain/span';
import { UserError } from '../../common/errors';
import { type ExportedFile, type ExportedProject, inFrames, type Losses, type TimedVideo } from './exported';
import { classOfFrames } from './classOfFrames';
import { filesOf, type WritableFormat } from './format';
import { emptyImport, fileRefusal, type Imported, remark, shown } from './imported';
import { linesOf, textIfThere, textOf } from './text';

/**
 * MS-TCN frame text (GTEA, 50 Salads, Breakfast): `groundTruth/<video>.txt` with one label a frame, spaces as `_`;
 * `mapping.txt` with `<index> <label>` a line; `splits/train.split1.bundle` and `test.split1.bundle` with a file name a
 * line. Give the folder, the `groundTruth` folder, or single files: mapping and splits are looked for around them.
 * Labels are one a frame of the video; without a video they stay steps of one feature row each.
 *
 * Annotated extent: every frame has a label, so the file's whole length is reviewed. Runs of a background class
 * (`background`, `SIL`) are no segments.
 *
 * Splits: those of the lowest number.
 */
export const msTcn: WritableFormat = {
  id: 'ms-tcn',
  title: 'MS-TCN frame text',
  sniff: ({ name, isFolder, extension, head, entries, beside, path }) => {
    if (entries.includes('groundTruth') || (isFolder && name === 'groundTruth')) return true;
    if (extension === '.bundle' || name === mappingFile) return true;
    if (extension !== '.txt') return false;
    if (basename(dirname(path)) === 'groundTruth' || beside.includes(mappingFile)) return true;
    return head.trim() !== '' && linesOf(head).every((line) => /^\S*$/.test(line)) && 'maybe';
  },
  async read(paths) {
    const out = emptyImport('ms-tcn');
    const files = (await Promise.all(paths.map(labelFiles))).flat();
    if (files.length === 0) out.refusals.push(fileRefusal(basename(paths[0] ?? ''), noLabels()));
    try {
      const mapping = files[0] === undefined ? null : await readMapping(files[0], out);
      for (const file of files) await readLabels(file, mapping, out);
      if (files[0] !== undefined) await readSplits(files[0], out);
    } catch (error) {
      out.refusals.push(fileRefusal(basename(files[0] ?? ''), error));
    }
    return out;
  },
  holds: ['the list of classes', 'splits', 'videos without segments'],
  write: labelFilesOf,
};

const mappingFile = 'mapping.txt';
const stem = (name: string) => basename(name.trim(), '.txt');
const className = (label: string) => label.replace(/_/g, ' ');
const isBackground = (label: string) => /^(background|sil)$/i.test(label);
/** Where a companion may stand, seen from a label file: beside it or beside its folder. */
const around = (labels: string, name: string) => [join(dirname(labels), name), join(dirname(labels), '..', name)];

async function labelFiles(path: string): Promise<string[]> {
  if (path.endsWith('.bundle') || basename(path) === mappingFile) return [];
  const inner = join(path, 'groundTruth');
  const folder = (await stat(inner).catch(() => null)) ? inner : path;
  return filesOf(folder, (name) => name.endsWith('.txt') && name !== mappingFile);
}

/** Label to class name, declared in the order of the indices; null where there is no mapping file. */
async function readMapping(labels: string, out: Imported): Promise<Map<string, string> | null> {
  for (const path of around(labels, mappingFile)) {
    const text = await textIfThere(path);
    if (text === null) continue;
    const entries: { index: number; label: string }[] = [];
    for (const [i, line] of linesOf(text).entries()) {
      if (line.trim() === '') continue;
      const found = /^\s*(\d+)[\s|]+(\S.*?)\s*$/.exec(line);
      const where = { file: mappingFile, line: i + 1, field: null };
      if (found) entries.push({ index: Number(found[1]), label: found[2] as string });
      else out.refusals.push(remark(where, `found ${shown(line)}, expected a number and a label`));
    }
    entries.sort((a, b) => a.index - b.index);
    for (const { label } of entries) {
      out.classes.push({ name: className(label), ...(isBackground(label) ? { background: true as const } : {}) });
    }
    return new Map(entries.map(({ label }) => [label, className(label)]));
  }
  return null;
}

async function readLabels(path: string, mapping: Map<string, string> | null, out: Imported): Promise<void> {
  const file = basename(path);
  const labels = linesOf((await textOf(path)).trimEnd()).map((label) => label.trim());
  if (labels[0] === '') {
    out.refusals.push(remark({ file, line: null, field: null }, 'is empty, expected one label a line'));
    return;
  }
  const unknown: Span[] = [];
  for (let start = 0, end: number; start < labels.length; start = end) {
    const label = labels[start] as string;
    for (end = start + 1; end < labels.length && labels[end] === label; ) end++;
    const where = { file, line: start + 1, field: null };
    const name = mapping ? mapping.get(label) : className(label);
    if (name === undefined || name === '') {
      out.refusals.push(remark(where, `found ${shown(label)}, expected a label of mapping.txt`));
      unknown.push({ start, end });
    } else if (!isBackground(label)) {
      out.segments.push({ video: stem(file), start, end, label: name, where });
    }
  }
  out.videos.push({
    id: stem(file),
    timebase: 'steps',
    rate: null,
    duration: null,
    frames: labels.length,
    reviewed: subtractSpans([{ start: 0, end: labels.length }], unknown),
    where: { file, line: null, field: null },
  });
}

async function readSplits(labels: string, out: Imported): Promise<void> {
  for (const folder of around(labels, 'splits')) {
    const names = await readdir(folder).catch(() => []);
    const numbers = names.flatMap((name) => /^train\.split(\d+)\.bundle$/.exec(name)?.[1] ?? []).map(Number);
    if (numbers.length === 0) continue;
    const number = Math.min(...numbers);
    const listed = async (part: string) =>
      linesOf((await textIfThere(join(folder, `${part}.split${number}.bundle`))) ?? '')
        .filter(Boolean)
        .map(stem);
    out.splits = { train: await listed('train'), val: await listed('val'), test: await listed('test') };
    if (numbers.length > 1) {
      const where = { file: `train.split${number}.bundle`, line: null, field: null };
      out.warnings.push(remark(where, `split ${number} of ${numbers.length} is taken`));
    }
    return;
  }
}

function noLabels(): UserError {
  return new UserError(
    'no-annotations',
    'Missing labels: no file of groundTruth was given.',
    'Give the folder that holds groundTruth.',
  );
}

function* labelFilesOf(project: ExportedProject, losses: Losses): Generator<ExportedFile> {
  const names = project.classes.map((c) => (c.background ? 'background' : c.name.replace(/\s+/g, '_')));
  yield { path: 'mapping.txt', data: names.map((name, index) => `${index} ${name}\n`).join('') };
  const videos = inFrames(project, losses).filter((video) => video.frames > 0);
  for (const video of videos) {
    const labels = classOfFrames(video, project.classes, losses);
    const text = Array.from(labels, (index) => `${names[index]}\n`).join('');
    yield { path: `groundTruth/${video.id}.txt`, data: text };
  }
  for (const split of splitNames) {
    const lines = videos.filter((video: TimedVideo) => video.split === split).map((video) => `${video.id}.txt\n`);
    if (lines.length > 0) yield { path: `splits/${split}.split1.bundle`, data: lines.join('') };
  }
}
