import { extname } from 'node:path';
import { filesOf, type Format } from './format';
import { emptyImport } from './imported';

const extensions = new Set([
  '.mp4',
  '.m4v',
  '.mov',
  '.mkv',
  '.webm',
  '.avi',
  '.mpg',
  '.mpeg',
  '.ts',
  '.mts',
  '.wmv',
  '.flv',
  '.3gp',
]);
const isVideo = (name: string) => extensions.has(extname(name).toLowerCase());

/** Video files, single or a folder of them; whether one can be read is found out when it is probed. Nothing is reviewed. */
export const videoFiles: Format = {
  id: 'video',
  title: 'video',
  sniff: ({ name, entries }) => isVideo(name) || entries.some(isVideo),
  async read(paths) {
    const out = emptyImport('video');
    for (const path of paths) out.files.push(...(await filesOf(path, isVideo)));
    return out;
  },
};
