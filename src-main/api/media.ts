/**
 * Media for the page: videos and thumbnails of the open project by id, never by path, in ranges so that a player can
 * seek. Both shells answer requests with what `mediaResponse` returns.
 */
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { extname } from 'node:path';
import { Readable } from 'node:stream';

export interface MediaResponse {
  status: number;
  headers: Record<string, string>;
  body: Readable | Uint8Array | null;
}

/** What the open project can serve, by id. */
export interface MediaSource {
  videoPath(id: string): string | null;
  /** Where the copy for playing is, once it is made. */
  copyPath(id: string): string | null;
  /** A small JPEG of the frame, or null where there is no picture. */
  thumbnail(id: string, frame: number): Promise<Uint8Array | null>;
}

const types: Record<string, string> = {
  '.mp4': 'video/mp4',
  '.m4v': 'video/mp4',
  '.mov': 'video/mp4',
  '.webm': 'video/webm',
  '.mkv': 'video/x-matroska',
  '.avi': 'video/x-msvideo',
};

/**
 * Answers `video/<id>` and `copy/<id>` (with one byte range) and `thumbnail/<id>/<frame>`.
 * @param path below the media base, percent-encoded
 * @param range the request's Range header, if any
 */
export async function mediaResponse(
  source: MediaSource | null,
  path: string,
  range: string | undefined,
): Promise<MediaResponse> {
  const [kind, rawId, rawFrame] = path.split('/').filter((part) => part !== '');
  const id = rawId === undefined ? undefined : decodeURIComponent(rawId);
  if (!source || id === undefined) return notFound();
  if (kind === 'thumbnail') {
    const picture = await source.thumbnail(id, Number(rawFrame ?? 0));
    if (!picture) return notFound();
    return {
      status: 200,
      headers: { 'content-type': 'image/jpeg', 'cache-control': 'private, max-age=3600' },
      body: picture,
    };
  }
  const file = kind === 'video' ? source.videoPath(id) : kind === 'copy' ? source.copyPath(id) : null;
  return file === null
    ? notFound()
    : fileResponse(file, range, types[extname(file).toLowerCase()] ?? 'application/octet-stream');
}

async function fileResponse(file: string, range: string | undefined, type: string): Promise<MediaResponse> {
  const info = await stat(file).catch(() => null);
  if (!info?.isFile()) return notFound();
  const headers = { 'content-type': type, 'accept-ranges': 'bytes', 'cache-control': 'no-cache' };
  if (range === undefined) {
    return { status: 200, headers: { ...headers, 'content-length': String(info.size) }, body: createReadStream(file) };
  }
  const span = parseRange(range, info.size);
  if (!span) return { status: 416, headers: { 'content-range': `bytes */${info.size}` }, body: null };
  return {
    status: 206,
    headers: {
      ...headers,
      'content-length': String(span.end - span.start),
      'content-range': `bytes ${span.start}-${span.end - 1}/${info.size}`,
    },
    body: span.end > span.start ? createReadStream(file, { start: span.start, end: span.end - 1 }) : Readable.from([]),
  };
}

/** One byte range of RFC 9110 as a half-open span, or null where it cannot be satisfied. */
export function parseRange(header: string, size: number): { start: number; end: number } | null {
  const match = /^bytes=(\d*)-(\d*)$/.exec(header.trim());
  if (!match || (match[1] === '' && match[2] === '')) return null;
  if (match[1] === '') {
    const suffix = Math.min(Number(match[2]), size);
    return suffix === 0 ? null : { start: size - suffix, end: size };
  }
  const start = Number(match[1]);
  const end = match[2] === '' ? size : Math.min(Number(match[2]) + 1, size);
  return start < end ? { start, end } : null;
}

function notFound(): MediaResponse {
  return { status: 404, headers: {}, body: null };
}
