import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

/**
 * Clips that show their own frame number, with the table of what a right reader finds in them. The
 * folder is `CLIPS_DIR`, else `../shared/data/video/generated` beside the repository, else the small
 * copy in `tests/fixtures/clips`.
 */
const root = resolve(dirname(fileURLToPath(import.meta.url)), '../..');
const given = process.env['CLIPS_DIR'];
const beside = join(process.env['SHARED_DATA_DIR'] ?? join(root, '../shared/data'), 'video/generated');
const kept = join(root, 'tests/fixtures/clips');
const clipsDir = given !== undefined ? resolve(given) : existsSync(beside) ? beside : kept;

export function clip(name: string): string {
  return join(clipsDir, name);
}

/** One row of `frames/<clip>.csv`, in order of presentation. */
export interface ClipFrame {
  /** Seconds, rounded to microseconds. */
  time: number;
  /** The number shown in the picture. */
  burnt: number;
  /** Decoding can begin here. */
  key: boolean;
}

export function clipFrames(name: string): ClipFrame[] {
  const lines = readFileSync(join(clipsDir, 'frames', `${name}.csv`), 'utf8')
    .trim()
    .split('\n');
  return lines.slice(1).map((line) => {
    const [, time, burnt, key] = line.split(',').map(Number);
    return { time: time as number, burnt: burnt as number, key: key === 1 };
  });
}

/** Clips of the folder that have a table of frames. */
export function clipNames(): string[] {
  const tables = readdirSync(join(clipsDir, 'frames')).map((name) => name.replace(/\.csv$/, ''));
  return tables.filter((name) => existsSync(clip(name))).sort();
}

/** What ffprobe said of a clip. */
export interface ClipFacts {
  file: string;
  video: string;
  coded_width: number;
  coded_height: number;
  rotation_deg: number;
  variable_frame_rate: boolean;
}

export function clipFacts(name: string): ClipFacts {
  const manifest = JSON.parse(readFileSync(join(clipsDir, 'manifest.json'), 'utf8')) as ClipFacts[];
  return manifest.find((facts) => facts.file === name) as ClipFacts;
}

/** The frame number shown in a picture `[height, width, channels]`; -1 where the strip cannot be read. */
export function readStrip(pixels: Uint8Array, width: number, channels = 3): number {
  const side = Math.floor(width / 20);
  const bits = Array.from({ length: 20 }, (_, block) =>
    blockLuma(pixels, width, channels, block, side) > 128 ? 1 : 0,
  );
  const number = bits.slice(2, 18).reduce<number>((value, bit) => value * 2 + bit, 0);
  const ones = bits.slice(2, 18).filter((bit) => bit === 1).length;
  const whole = bits[0] === 1 && bits[1] === 0 && bits[18] === ones % 2 && bits[19] === 1;
  return whole ? number : -1;
}

/** Mean luma of the middle half of a block. */
function blockLuma(pixels: Uint8Array, width: number, channels: number, block: number, side: number): number {
  let sum = 0;
  let count = 0;
  for (let y = side >> 2; y < side - (side >> 2); y++) {
    for (let x = block * side + (side >> 2); x < (block + 1) * side - (side >> 2); x++) {
      const at = (y * width + x) * channels;
      sum += 0.299 * pixels[at]! + 0.587 * pixels[at + 1]! + 0.114 * pixels[at + 2]!;
      count++;
    }
  }
  return sum / count;
}
