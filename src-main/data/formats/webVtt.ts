import { UserError } from '../../common/errors';
import { type ExportedFile, inSeconds, type TimedVideo } from './exported';
import type { WritableFormat } from './format';
import { emptyImport, readEach } from './imported';
import { addCue, blocksOf, clockTime, timesOf } from './subtitles';
import { oneLine, textOf } from './text';
import { VideoLabels } from './videoLabels';

/**
 * WebVTT, one file a video of the same name: the text of a cue is its class, a voice (`<v Anna>`) its lane. Settings,
 * styles and other tags are not read.
 *
 * Annotated extent: the file does not say; up to the last label. Files that we write say it in notes, `NOTE reviewed`
 * with the two times and "to" between them, as a note may hold no arrow.
 *
 * Source: https://www.w3.org/TR/webvtt1/
 */
export const webVtt: WritableFormat = {
  id: 'webvtt',
  title: 'WebVTT',
  sniff: ({ extension, head }) => extension === '.vtt' || head.startsWith('WEBVTT'),
  read: (paths) =>
    readEach(paths, emptyImport('webvtt'), async (path, file, out) => {
      const [head, ...rest] = blocksOf(await textOf(path));
      if (!head?.lines[0]?.startsWith('WEBVTT')) {
        const found = JSON.stringify(head?.lines[0]?.slice(0, 40) ?? '');
        throw new UserError(
          'invalid-webvtt',
          `Invalid ${file}: found ${found}, expected WEBVTT in its first line.`,
          'Give a WebVTT file.',
        );
      }
      const id = file.replace(/\.vtt$/i, '');
      const where = { file, line: null, field: null };
      const video = new VideoLabels(out, { id, timebase: 'seconds', rate: null, duration: null, where });
      // Nothing need stand between the head and the first cue.
      const first = head.lines.findIndex((line) => line.includes('-->'));
      const blocks = first < 0 ? rest : [{ line: head.line + first, lines: head.lines.slice(first) }, ...rest];
      for (const block of blocks) {
        const start = block.lines[0] as string;
        if (start.startsWith('NOTE reviewed ')) {
          const times = timesOf(start.slice('NOTE reviewed '.length).replace(' to ', ' --> '));
          const place = { ...where, line: block.line };
          video.look(times?.start, times?.end, place);
        } else if (!/^(NOTE|STYLE|REGION)(\s|$)/.test(start)) addCue(block, file, video, out, cueText);
      }
      video.finish('labelled');
    }),
  holds: ['reviewed spans', 'lanes', 'videos without segments'],
  *write(project, losses) {
    const videos = inSeconds(project, losses, 3, 'fixed');
    const voices = project.lanes.length > 1;
    for (const video of videos) yield cueFile(video, voices);
  },
};

const entities = new Map(
  Object.entries({ amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: '\u00a0', lrm: '\u200e', rlm: '\u200f' }),
);

function cueText(text: string): { label: string; lane?: string } {
  const lane = /^<v(?:\.[^ >]*)?\s+([^>]+)>/.exec(text)?.[1];
  const label = oneLine(unescaped(text.replace(/<[^>]*>/g, '')));
  return { label, ...(lane !== undefined && { lane: unescaped(lane) }) };
}

const unescaped = (text: string) =>
  text
    .replace(/&#(\d{1,6});/g, (_, code: string) => String.fromCodePoint(Number(code)))
    .replace(/&(\w+);/g, (whole, name: string) => entities.get(name) ?? whole);
const escaped = (text: string) => text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');

function cueFile(video: TimedVideo, voices: boolean): ExportedFile {
  const times = ({ start, end }: { start: number; end: number }) =>
    `${clockTime(start, '.')} --> ${clockTime(end, '.')}`;
  const notes = video.reviewed.map((span) => `NOTE reviewed ${times(span).replace('-->', 'to')}\n`);
  const cues = video.segments.map((segment) => {
    const voice = voices ? `<v ${escaped(segment.lane)}>` : '';
    return `${times(segment)}\n${voice}${escaped(oneLine(segment.label.name))}\n`;
  });
  return { path: `${video.id}.vtt`, data: ['WEBVTT\n', ...notes, ...cues].join('\n') };
}
