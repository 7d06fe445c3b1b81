import { open, stat } from 'node:fs/promises';
import { basename } from 'node:path';
import type { AVMediaType } from 'node-av/constants';
import type { CodecContext, FormatContext, Stream } from 'node-av/lib';
import { UserError } from '../common/errors';
import { check, type FFmpeg } from './library';

/** An opened file and the one stream of it that is read; `close` it. */
export interface OpenVideo {
  format: FormatContext;
  stream: Stream;
  close(): Promise<void>;
}

/**
 * Opens a video file for reading its picture stream; packets of all other streams are left out.
 * @throws UserError `video-missing`, `video-empty`, `video-unreadable`, `video-truncated`, `video-no-picture`
 */
export async function openVideo(av: FFmpeg, path: string): Promise<OpenVideo> {
  const format = await openContainer(av, path);
  return withPictures(av, format, basename(path), () => format.closeInput());
}

/**
 * Opens a video file for reading its sound; packets of all other streams are left out.
 * @returns null where it has none
 * @throws UserError as `openVideo`, but for `video-no-picture`
 */
export async function openSound(av: FFmpeg, path: string): Promise<OpenVideo | null> {
  const format = await openContainer(av, path);
  const close = () => format.closeInput();
  try {
    check(av, await format.findStreamInfo(), `Reading the streams of "${basename(path)}"`);
    const stream = firstStream(av, format, av.AVMEDIA_TYPE_AUDIO);
    if (stream) {
      leaveOutOthers(av, format, stream);
      return { format, stream, close };
    }
  } catch (error) {
    await close();
    throw error;
  }
  await close();
  return null;
}

async function openContainer(av: FFmpeg, path: string): Promise<FormatContext> {
  await requireContent(path);
  const format = new av.FormatContext();
  format.allocContext();
  if ((await format.openInput(path)) < 0) {
    format.freeContext();
    throw await unreadable(path);
  }
  return format;
}

/** The first of its kind, as browsers play it, whichever FFmpeg thinks best; covers are no moving pictures. */
function firstStream(av: FFmpeg, { streams }: FormatContext, kind: AVMediaType): Stream | undefined {
  return streams.find(
    (stream) =>
      stream.codecpar.codecType === kind &&
      stream.codecpar.codecId !== av.AV_CODEC_ID_NONE &&
      !stream.hasDisposition(av.AV_DISPOSITION_ATTACHED_PIC),
  );
}

function leaveOutOthers(av: FFmpeg, format: FormatContext, stream: Stream): void {
  for (const other of format.streams) if (other.index !== stream.index) other.discard = av.AVDISCARD_ALL;
}

/**
 * The picture stream of an opened container, which is closed where it has none.
 * @param name what the container is called in errors
 * @param close closes it and what it reads from
 * @throws UserError `video-no-picture`
 */
export async function withPictures(
  av: FFmpeg,
  format: FormatContext,
  name: string,
  close: () => Promise<void>,
): Promise<OpenVideo> {
  try {
    check(av, await format.findStreamInfo(), `Reading the streams of "${name}"`);
    const stream = firstStream(av, format, av.AVMEDIA_TYPE_VIDEO);
    if (!stream) throw noPicture(name);
    leaveOutOthers(av, format, stream);
    return { format, stream, close };
  } catch (error) {
    await close();
    throw error;
  }
}

/**
 * A decoder for the stream.
 * @param threads 0 for all cores, which hold back as many pictures; 1 gives each picture as soon as it can be shown
 * @throws UserError `video-codec` where this FFmpeg has no decoder for it
 */
export async function openDecoder(av: FFmpeg, stream: Stream, path: string, threads = 0): Promise<CodecContext> {
  const codec = av.Codec.findDecoder(stream.codecpar.codecId);
  if (!codec) {
    const name = av.avGetCodecName(stream.codecpar.codecId) ?? 'unknown';
    throw new UserError(
      'video-codec',
      `Unsupported video codec ${name} in "${basename(path)}".`,
      'Convert the video to H.264 in MP4.',
    );
  }
  const decoder = new av.CodecContext();
  decoder.allocContext3(codec);
  check(av, decoder.parametersToContext(stream.codecpar), 'Setting up the decoder');
  decoder.pktTimebase = stream.timeBase;
  decoder.threadCount = threads;
  check(av, await decoder.open2(codec), 'Opening the decoder');
  return decoder;
}

async function requireContent(path: string): Promise<void> {
  const name = basename(path);
  const found = await stat(path).catch((cause: NodeJS.ErrnoException) => {
    if (cause.code !== 'ENOENT') {
      throw new UserError('video-unreadable', `Cannot read "${name}": ${cause.message}.`, 'Check its permissions.', {
        cause,
      });
    }
    throw new UserError(
      'video-missing',
      `Missing video "${name}": there is no file at ${path}.`,
      'Locate the video, or remove it from the project.',
    );
  });
  if (!found.isFile()) {
    throw new UserError('video-unreadable', `Cannot read "${name}": it is not a file.`, 'Choose a video file.');
  }
  if (found.size === 0) {
    throw new UserError(
      'video-empty',
      `Cannot read "${name}": the file is empty (0 bytes).`,
      'Copy or download the video again.',
    );
  }
}

/** Why FFmpeg could not open the file, from its first bytes. */
async function unreadable(path: string): Promise<UserError> {
  const name = basename(path);
  const file = await open(path, 'r');
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(4096), 0, 4096, 0);
    const head = buffer.subarray(0, bytesRead);
    if (head.toString('latin1', 4, 8) === 'ftyp') {
      return new UserError(
        'video-truncated',
        `Cannot read "${name}": its index (the "moov" box) is missing or damaged; the file was cut off, or its recording did not finish.`,
        'Copy the file again from its source, or repair it with a recovery tool.',
      );
    }
    const found = isText(head) ? 'it holds text' : 'no known video format was found in it';
    return new UserError(
      'video-unreadable',
      `Cannot read "${name}": ${found}, not a video.`,
      'Choose an MP4, MOV, MKV, WebM or AVI file.',
    );
  } finally {
    await file.close();
  }
}

function isText(bytes: Uint8Array): boolean {
  return bytes.every((byte) => byte >= 0x20 || byte === 0x09 || byte === 0x0a || byte === 0x0d);
}

function noPicture(name: string): UserError {
  return new UserError(
    'video-no-picture',
    `Cannot use "${name}": it holds no moving picture.`,
    'Choose a file with a video track; sound alone cannot be annotated.',
  );
}
