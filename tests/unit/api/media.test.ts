import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { mediaResponse, parseRange } from '../../../src-main/api/media';

async function source() {
  const folder = await mkdtemp(join(tmpdir(), 'gadw-media-'));
  const file = join(folder, 'a b.mp4');
  await writeFile(file, Buffer.from(Array.from({ length: 100 }, (_, i) => i)));
  return {
    videoPath: (id: string) => (id === 'a b' ? file : null),
    copyPath: () => null,
    thumbnail: async () => null,
  };
}

async function bytes(body: Readable | Uint8Array | null): Promise<number[]> {
  if (body === null) return [];
  if (body instanceof Uint8Array) return Array.from(body);
  const parts: Buffer[] = [];
  for await (const part of body) parts.push(part as Buffer);
  return Array.from(Buffer.concat(parts));
}

describe('media route', () => {
  it('answers one range exactly, so that a player can seek', async () => {
    const media = await source();
    const part = await mediaResponse(media, 'video/a%20b', 'bytes=10-19');
    expect(part.status).toBe(206);
    expect(part.headers['content-range']).toBe('bytes 10-19/100');
    expect(await bytes(part.body)).toEqual([10, 11, 12, 13, 14, 15, 16, 17, 18, 19]);
    const tail = await mediaResponse(media, 'video/a%20b', 'bytes=-3');
    expect(await bytes(tail.body)).toEqual([97, 98, 99]);
    const whole = await mediaResponse(media, 'video/a%20b', undefined);
    expect(whole.status).toBe(200);
    expect((await bytes(whole.body)).length).toBe(100);
  });

  it('refuses ranges past the end and serves nothing that is not of the open project', async () => {
    const media = await source();
    expect((await mediaResponse(media, 'video/a%20b', 'bytes=100-')).status).toBe(416);
    expect((await mediaResponse(media, 'video/..%2F..%2Fetc%2Fpasswd', undefined)).status).toBe(404);
    expect((await mediaResponse(null, 'video/a%20b', undefined)).status).toBe(404);
  });

  it('reads ranges as RFC 9110 says', () => {
    expect(parseRange('bytes=0-', 10)).toEqual({ start: 0, end: 10 });
    expect(parseRange('bytes=4-400', 10)).toEqual({ start: 4, end: 10 });
    expect(parseRange('bytes=-400', 10)).toEqual({ start: 0, end: 10 });
    for (const bad of ['bytes=-', 'bytes=5-2', 'items=0-1', 'bytes=0-1,4-5', 'bytes=-0'])
      expect(parseRange(bad, 10)).toBeNull();
  });
});
