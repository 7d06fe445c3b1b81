import { extname } from 'node:path';
import { videoExtensions } from '../../common/domain/video';
import type { Format } from './format';
import { emptyImport } from './imported';

const extensions = new Set(videoExtensions.map((extension) => `.${extension}`));

/**
 * The id and the name of a media file that labels name by a path of some computer, in either style of separators. Only
 * an ending of a video or a sound is taken off: an id may hold a dot.
 */
export function mediaOf(path: string): { id: string; media: string } {
  const media = path.split(/[\\/]/).pop() ?? path;
  const extension = extname(media).toLowerCase();
  const known = extensions.has(extension) || soundExtensions.has(extension);
  return { id: known ? media.slice(0, -extension.length) : media, media };
}

const soundExtensions = new Set(['.wav', '.mp3', '.m4a', '.aac', '.flac', '.ogg']);
const isVideo = (name: string) => extensions.has(extname(name).toLowerCase());

/** Video files; whether one can be read is found out when it is probed. Nothing is reviewed. */
export const videoFiles: Format = {
  id: 'video',
  title: 'video',
  sniff: ({ name, isFolder }) => !isFolder && isVideo(name),
  read: (paths) => Promise.resolve({ ...emptyImport('video'), files: [...paths] }),
};
