import { remark, type Imported } from './imported';
import { linesOf } from './text';
import type { VideoLabels } from './videoLabels';

/** Subtitles as WebVTT and SubRip share them: blocks of lines with one line of times, empty lines between. */
export interface Block {
  /** Line of the first of `lines`, from 1. */
  line: number;
  lines: string[];
}

/** Blocks of lines between empty ones, as SRT and WebVTT have them. */
export function blocksOf(text: string): Block[] {
  const blocks: Block[] = [];
  let open: Block | null = null;
  for (const [i, line] of linesOf(text).entries()) {
    if (line.trim() === '') open = null;
    else if (open) open.lines.push(line);
    else {
      open = { line: i + 1, lines: [line] };
      blocks.push(open);
    }
  }
  return blocks;
}

const clock = String.raw`(?:(\d+):)?([0-5]?\d):([0-5]?\d[.,]\d{1,3})`;
const timing = new RegExp(`^\\s*${clock}\\s*-->\\s*${clock}(?:\\s.*)?$`);

/** The two times of a line such as `00:01.000 --> 00:02.500`, in seconds; null where it is none. */
export function timesOf(line: string): { start: number; end: number } | null {
  const found = timing.exec(line);
  if (!found) return null;
  const seconds = (hours = '0', minutes = '0', rest = '0') =>
    Math.round((Number(hours) * 3600 + Number(minutes) * 60 + Number(rest.replace(',', '.'))) * 1000) / 1000;
  return { start: seconds(found[1], found[2], found[3]), end: seconds(found[4], found[5], found[6]) };
}

/**
 * Adds the segment of a cue: times in its first or second line, the class below. Refused where they are not there.
 * @param read the text below the times as class and lane
 */
export function addCue(
  { line, lines }: Block,
  file: string,
  video: VideoLabels,
  out: Imported,
  read: (text: string) => { label: string; lane?: string },
): void {
  const at = lines.findIndex((one) => one.includes('-->'));
  const where = { file, line: line + Math.max(0, at), field: null };
  const times = at < 0 || at > 1 ? null : timesOf(lines[at] as string);
  if (!times) {
    out.refusals.push(remark(where, `found ${JSON.stringify(lines[Math.max(0, at)])}, expected start --> end`));
    return;
  }
  const { label, lane } = read(lines.slice(at + 1).join(' '));
  video.add(times.start, times.end, label, where, lane === undefined ? {} : { lane });
}

/** `01:02:03.456` */
export function clockTime(seconds: number, separator: '.' | ','): string {
  const milliseconds = Math.round(seconds * 1000);
  const pad = (value: number, digits = 2) => String(Math.floor(value)).padStart(digits, '0');
  const [hours, minutes] = [milliseconds / 3_600_000, (milliseconds / 60_000) % 60];
  return `${pad(hours)}:${pad(minutes)}:${pad((milliseconds / 1000) % 60)}${separator}${pad(milliseconds % 1000, 3)}`;
}
