import { type ExportedFile, inSeconds, type TimedVideo } from './exported';
import type { WritableFormat } from './format';
import { emptyImport, readEach } from './imported';
import { addCue, blocksOf, clockTime } from './subtitles';
import { oneLine, textOf } from './text';
import { VideoLabels } from './videoLabels';

/**
 * SubRip subtitles, one file a video of the same name: a number, two times with a decimal comma, the class. Its usual
 * tags for bold, italic, colour and place are taken off.
 *
 * Annotated extent: the file does not say; up to the last label.
 *
 * Source: https://www.matroska.org/technical/subtitles.html#srt-subtitles
 */
export const subRip: WritableFormat = {
  id: 'srt',
  title: 'SRT',
  sniff: ({ extension }) => extension === '.srt',
  read: (paths) =>
    readEach(paths, emptyImport('srt'), async (path, file, out) => {
      const id = file.replace(/\.srt$/i, '');
      const where = { file, line: null, field: null };
      const video = new VideoLabels(out, { id, timebase: 'seconds', rate: null, duration: null, where });
      for (const block of blocksOf(await textOf(path))) {
        addCue(block, file, video, out, (text) => ({ label: plain(text) }));
      }
      video.finish('labelled');
    }),
  holds: ['videos without segments'],
  *write(project, losses) {
    for (const video of inSeconds(project, losses, 3, 'fixed')) {
      const marked = video.segments.filter(({ label: { name } }) => name.replace(tags, '') !== name);
      losses.add('Named otherwise, as SRT takes what stands in their name for mark-up', 'segment', marked.length);
      yield subtitleFile(video);
    }
  },
};

const tags = /<\/?(?:b|i|u|s|font)(?:\s[^>]*)?>|\{\\an?\d\}/gi;
const plain = (text: string) => oneLine(text.replace(tags, ''));

function subtitleFile(video: TimedVideo): ExportedFile {
  const blocks = video.segments.map(
    ({ start, end, label }, i) =>
      `${i + 1}\n${clockTime(start, ',')} --> ${clockTime(end, ',')}\n${oneLine(label.name)}\n`,
  );
  return { path: `${video.id}.srt`, data: blocks.join('\n') };
}
