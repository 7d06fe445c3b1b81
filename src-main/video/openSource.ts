import { stat } from 'node:fs/promises';
import type { Readable } from 'node:stream';
import type { FormatContext, InputFormat, IOContext } from 'node-av/lib';
import { UserError } from '../common/errors';
import type { FFmpeg } from './library';
import { openVideo, type OpenVideo, withPictures } from './open';

/**
 * Opens what frames come from: a file by its path; a URL (`rtsp://…`, `http://…`); a camera as `DEVICE:NAME`, where
 * DEVICE is an input device of FFmpeg (`v4l2:/dev/video0`, `avfoundation:0`, `dshow:video=NAME`); or a stream of bytes.
 * @param signal ends a read that waits for data, as if the stream had ended
 * @throws UserError `device-unsupported`, `stream-unreadable`, and those of `openVideo`
 */
export async function openSource(av: FFmpeg, source: string | Readable, signal: AbortSignal): Promise<OpenVideo> {
  if (typeof source !== 'string') return openBytes(av, source, signal);
  const isFile = await stat(source).catch(() => null);
  const [, scheme = '', rest = ''] = /^([A-Za-z][A-Za-z0-9_+.-]+):(.+)$/.exec(source) ?? [];
  if (isFile || scheme === '') return openVideo(av, source);
  const device = rest.startsWith('//') ? null : deviceOf(av, scheme);
  const format = new av.FormatContext();
  format.allocContext();
  const stop = () => format.interrupt();
  signal.addEventListener('abort', stop, { once: true });
  const code = await format.openInput(device ? rest : source, device);
  if (code < 0) {
    signal.removeEventListener('abort', stop);
    format.freeContext();
    throw unreadable(source, av.FFmpegError.strerror(code), 'Check its name, and that no other program holds it.');
  }
  return withPictures(av, format, source, () => {
    signal.removeEventListener('abort', stop);
    return format.closeInput();
  });
}

function deviceOf(av: FFmpeg, name: string): InputFormat {
  const device = av.InputFormat.findInputFormat(name);
  if (device) return device;
  throw new UserError(
    'device-unsupported',
    `Unsupported source: there is no such file, and the video library has no input device "${name}".`,
    'Name a file, a URL, - for a pipe, or a camera as v4l2:/dev/video0 (Linux), avfoundation:0 (macOS) or dshow:video=NAME (Windows).',
  );
}

/** Bytes the library asks for at a time. */
const blockSize = 1 << 16;

async function openBytes(av: FFmpeg, bytes: Readable, signal: AbortSignal): Promise<OpenVideo> {
  const format: FormatContext = new av.FormatContext();
  format.allocContext();
  const io: IOContext = new av.IOContext();
  io.allocContextWithCallbacks(blockSize, 0, blocksOf(bytes));
  format.pb = io;
  const stop = () => void bytes.destroy();
  signal.addEventListener('abort', stop, { once: true });
  const release = () => {
    signal.removeEventListener('abort', stop);
    bytes.destroy();
    format.pb = null;
  };
  if ((await format.openInput('')) < 0) {
    release();
    format.freeContext();
    io.freeContext();
    throw unreadable(
      'the pipe',
      'what came through it begins like no video',
      'Send Matroska, MPEG-TS, or MP4 with its index in front.',
    );
  }
  return withPictures(av, format, 'the pipe', async () => {
    release();
    await format.closeInput();
    io.freeContext();
  });
}

/** Reads a stream block by block, as the library asks; null at its end. */
function blocksOf(bytes: Readable): (size: number) => Promise<Buffer | null> {
  const chunks = bytes[Symbol.asyncIterator]() as AsyncIterator<Buffer, undefined>;
  let rest: Buffer = Buffer.alloc(0);
  return async (size) => {
    while (rest.length === 0) {
      // A stream that was destroyed or broke has ended.
      const next = await chunks.next().catch(() => null);
      if (!next || next.done) return null;
      rest = next.value;
    }
    const block = rest.subarray(0, size);
    rest = rest.subarray(block.length);
    return block;
  };
}

function unreadable(source: string, why: string, tip: string): UserError {
  return new UserError('stream-unreadable', `Cannot read ${source}: ${why}.`, tip);
}
