import { basename, dirname, join } from 'node:path';
import type { Span } from '../../common/domain/span';
import { cleanClassName } from '../../common/domain/taxonomy';
import { UserError } from '../../common/errors';
import { type ExportedFile, type ExportedProject, inFrames, type Losses, type TimedVideo } from './exported';
import type { WritableFormat } from './format';
import { emptyImport, type Imported, type Place, readEach, remark } from './imported';
import { floatValues, type NpyArray, npyBytes, readNpy } from './npy';
import { readNpyText } from './npyText';
import { linesOf, oneLine, textIfThere } from './text';

/**
 * Labels as NumPy arrays, `<video>.npy` with `classes.txt` beside, a class a line: whole numbers `[frames]`, the class
 * of each frame, or 0 and 1 `[frames, classes]`; or the names of the classes themselves, `[frames]`, without a list.
 * The first class is the background where it is called so; -1, or a row of zeros where there is a background, is a
 * frame that nobody has looked at. `<video>.labels10hz.npy` has 10 steps a second instead. We write the latter form,
 * for only that holds what overlaps.
 *
 * Annotated extent: every frame that has a class or is background.
 */
export const frameLabels: WritableFormat = {
  id: 'frame-labels',
  title: 'NumPy frame labels',
  sniff({ name, extension, head, beside }) {
    if (name === list) return beside.some((one) => one.endsWith('.npy'));
    if (extension !== '.npy') return false;
    if (/'descr'\s*:\s*'[<>|=](?:[iu]\d|b1|[US]\d+)'/.test(head)) return true;
    return beside.includes(list) && (/'shape'\s*:\s*\(\d+L?,\s*\)/.test(head) || 'maybe');
  },
  async read(paths) {
    const out = emptyImport('frame-labels');
    const known = new Map<string, string[]>();
    const arrays = paths.filter((path) => basename(path) !== list);
    return readEach(arrays, out, async (path, file) => {
      const classesOf = async () => {
        const folder = dirname(path);
        const classes = known.get(folder) ?? (await readClasses(folder, out));
        known.set(folder, classes);
        return classes;
      };
      await readArray(path, file, classesOf, out);
    });
  },
  holds: ['reviewed spans', 'the list of classes', 'videos without segments'],
  write: labelArrays,
};

const list = 'classes.txt';
const isBackground = (name: string | undefined) => cleanClassName(name ?? '') === 'background';

async function readClasses(folder: string, out: Imported): Promise<string[]> {
  const text = await textIfThere(join(folder, list));
  if (text === null) {
    throw new UserError(
      'no-classes',
      `Missing ${list} beside the arrays in ${basename(folder)}: it names the classes, one a line.`,
      `Put ${list} there.`,
    );
  }
  const names = linesOf(text.trimEnd()).map((name) => name.trim());
  out.classes.push(
    ...names.map((name, i) => ({ name, ...(i === 0 && isBackground(name) && { background: true as const }) })),
  );
  return names;
}

/** Whether a frame is of a class. */
type IsAt = (frame: number, index: number) => boolean;

async function readArray(path: string, file: string, classesOf: () => Promise<readonly string[]>, out: Imported) {
  const where: Place = { file, line: null, field: null };
  const named = await readNpyText(path);
  const classes = named ? [...new Set(named.data)] : await classesOf();
  const found = named ? namedFrames(named.data, classes) : numberedFrames(await readNpy(path), classes, where, out);
  if (!found) return;
  const { frames, isAt } = found;
  const mark = /^(.+)\.[a-z_-]*?(\d+(?:\.\d+)?)(?:hz|fps)\.npy$/i.exec(file);
  const video = mark?.[1] ?? file.replace(/\.npy$/i, '').replace(/\.labels$/, '');
  const rate = mark ? Number(mark[2]) : null;
  const silent = named ? classes.findIndex(isBackground) : isBackground(classes[0]) ? 0 : -1;
  const looked = new Uint8Array(frames);
  for (const [index, label] of classes.entries()) {
    if (label === '') continue;
    for (const span of runs(frames, (frame) => isAt(frame, index))) {
      looked.fill(1, span.start, span.end);
      const place = { ...where, field: `row ${span.start}` };
      if (index !== silent) out.segments.push({ video, ...span, label, where: place });
    }
  }
  const reviewed = silent >= 0 || named ? runs(frames, (frame) => looked[frame] === 1) : [{ start: 0, end: frames }];
  const frameCount = rate === null ? { frames } : {};
  const duration = rate === null ? null : frames / rate;
  out.videos.push({ id: video, timebase: 'steps', rate, duration, reviewed, where, ...frameCount });
}

function namedFrames(names: readonly string[], classes: readonly string[]): { frames: number; isAt: IsAt } {
  return { frames: names.length, isAt: (frame, index) => names[frame] === classes[index] };
}

/** Frames of numbers of classes, or of one column a class; null, refused, where the array is neither. */
function numberedFrames(
  array: NpyArray,
  classes: readonly string[],
  where: Place,
  out: Imported,
): { frames: number; isAt: IsAt } | null {
  const { shape, dtype } = array;
  const data: ArrayLike<number | bigint> = floatValues(array) ?? array.data;
  const [frames = 0, columns] = shape;
  const fits = shape.length === 1 || (shape.length === 2 && columns === classes.length);
  if (!fits || frames === 0) {
    const expected = `whole numbers [frames] or [frames, ${classes.length}]`;
    out.refusals.push(remark(where, `found ${dtype} [${shape.join(', ')}], expected ${expected}`));
    return null;
  }
  const [least, most] = columns === undefined ? [-1, classes.length - 1] : [0, 1];
  for (let i = 0; i < data.length; i++) {
    const value = Number(data[i]);
    if (value >= least && value <= most && Number.isInteger(value)) continue;
    const field = `row ${Math.floor((i * frames) / data.length)}`;
    out.refusals.push(remark({ ...where, field }, `found ${value}, expected a whole number from ${least} to ${most}`));
    return null;
  }
  if (columns === undefined) return { frames, isAt: (frame, index) => Number(data[frame]) === index };
  return { frames, isAt: (frame, index) => Number(data[frame * columns + index]) === 1 };
}

/** Maximal spans of frames that are in. */
function runs(frames: number, isIn: (frame: number) => boolean): Span[] {
  const spans: Span[] = [];
  for (let start = 0; start < frames; start++) {
    if (!isIn(start)) continue;
    let end = start + 1;
    while (end < frames && isIn(end)) end++;
    spans.push({ start, end });
    start = end;
  }
  return spans;
}

function* labelArrays(project: ExportedProject, losses: Losses): Generator<ExportedFile> {
  const background = project.classes.filter((c) => c.background).slice(0, 1);
  const others = project.classes.filter((c) => !c.background);
  const names = ['background', ...others.map((c) => c.name)];
  yield { path: list, data: names.map((name) => `${oneLine(name)}\n`).join('') };
  const columnOf = new Map([...background, ...others].map((c, i) => [c.id, i + 1 - background.length]));
  for (const video of inFrames(project, losses)) {
    if (video.frames > 0) yield { path: `${video.id}.npy`, data: arrayOf(video, names.length, columnOf, losses) };
  }
}

function arrayOf(video: TimedVideo, columns: number, columnOf: Map<number, number>, losses: Losses): Uint8Array {
  const data = new Uint8Array(video.frames * columns);
  const ends = new Map<number, number>();
  for (const { start, end, label } of video.segments) {
    const column = columnOf.get(label.id) as number;
    for (let frame = start; frame < end; frame++) data[frame * columns + column] = 1;
    if (start <= (ends.get(column) ?? -1))
      losses.add('Joined with a segment of the same class that they touch', 'segment');
    ends.set(column, Math.max(end, ends.get(column) ?? -1));
  }
  for (const { start, end } of video.reviewed) {
    for (let frame = start; frame < end; frame++) {
      const row = data.subarray(frame * columns, (frame + 1) * columns);
      if (!row.includes(1)) row[0] = 1;
    }
  }
  const unseen = video.segments.filter((s) => !video.reviewed.some((r) => r.start <= s.start && s.end <= r.end));
  losses.add('Said to be reviewed, as they have a label, though nobody has', 'segment', unseen.length);
  return npyBytes({ dtype: 'uint8', shape: [video.frames, columns], data });
}
