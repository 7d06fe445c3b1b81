import { readFileSync, writeFileSync } from 'node:fs';
import type { FormatContext } from 'node-av/lib';

/** Files made of others without encoding anew: several streams in one, shown in part, cut off. */
const library = async () => ({ ...(await import('node-av/lib')), ...(await import('node-av/constants')) });
type Library = Awaited<ReturnType<typeof library>>;

/** Puts the first streams of files into one, in this order. */
export async function joinStreams(target: string, sources: readonly string[]): Promise<void> {
  const av = await library();
  const out = new av.FormatContext();
  out.allocOutputContext2(null, null, target);
  const opened: FormatContext[] = [];
  for (const source of sources) {
    const format = new av.FormatContext();
    format.allocContext();
    await format.openInput(source);
    await format.findStreamInfo();
    const from = format.streams[0]!;
    const to = out.newStream();
    from.codecpar.copy(to.codecpar);
    to.codecpar.codecTag = 0;
    to.timeBase = from.timeBase;
    opened.push(format);
  }
  await out.openOutput();
  await out.writeHeader();
  for (const [index, format] of opened.entries()) await copyPackets(av, format, out, index);
  await out.writeTrailer();
  await out.closeOutput();
  for (const format of opened) await format.closeInput();
}

async function copyPackets(av: Library, from: FormatContext, to: FormatContext, index: number): Promise<void> {
  const packet = new av.Packet();
  packet.alloc();
  while ((await from.readFrame(packet)) >= 0) {
    packet.rescaleTs(from.streams[0]!.timeBase, to.streams[index]!.timeBase);
    packet.streamIndex = index;
    await to.interleavedWriteFrame(packet);
  }
  packet.free();
}

/**
 * Has an MP4 of one track show only a part of it, by its edit list.
 * @param from ticks of the track's time base
 * @param milliseconds how long the part is
 */
export function trim(path: string, from: number, milliseconds: number): void {
  const bytes = readFileSync(path);
  // Version and flags, number of entries; then length, start and rate of the one there is.
  const entry = bytes.indexOf('elst') + 12;
  bytes.writeUInt32BE(milliseconds, entry);
  bytes.writeInt32BE(from, entry + 4);
  writeFileSync(path, bytes);
}

/** Keeps the bytes between two shares of a file. */
export function cutOut(path: string, from: number, to: number): void {
  const bytes = readFileSync(path);
  writeFileSync(path, bytes.subarray(Math.floor(from * bytes.length), Math.floor(to * bytes.length)));
}

/** Gives one frame of a ProRes file primaries, transfer and matrix that the standard reserves. */
export function nameReservedColours(path: string, frame: number): void {
  const bytes = readFileSync(path);
  let at = -1;
  for (let found = 0; found <= frame; found++) at = bytes.indexOf('icpf', at + 1);
  bytes.set([0, 0, 3], at + 4 + 14);
  writeFileSync(path, bytes);
}
