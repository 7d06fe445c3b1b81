import { z } from 'zod';
import { type Span, subtractSpans } from '../../common/domain/span';
import { checkRecord, recordText } from '../project/records';
import { type ExportedFile, type ExportedProject, inSeconds, type Losses, type TimedVideo } from './exported';
import type { WritableFormat } from './format';
import { checkedSpan, emptyImport, type Imported, type Place, remark, saidReviewed, shown } from './imported';
import { Fields, fitting, readEachJson } from './json';

/**
 * COIN json (Tang et al., CVPR 2019): `database` of video ids to
 * `{class, subset, duration, annotation: [{segment: [start, end], label,
 * id}]}`, times in seconds. `class` is what the whole video is about and becomes its task, kept as the file spells it
 * ("MakePaperWindMill"); labels are steps. The same label in several tasks is one class.
 *
 * Annotated extent: every step of a video is labelled, so all of it is reviewed; up to the last end where the duration
 * is not known. Files that we write say otherwise by `reviewed`, a list of spans.
 *
 * Splits: subsets training and testing become train and test.
 */
export const coin: WritableFormat = {
  id: 'coin',
  title: 'COIN json',
  sniff: ({ extension, head }) =>
    extension === '.json' && /"database"\s*:/.test(head) && /"annotation"\s*:\s*\[/.test(head),
  read: (paths) =>
    readEachJson(paths, emptyImport('coin'), (json, file, out) => {
      const { database } = checkRecord(Database, json, file);
      for (const [id, entry] of Object.entries(database)) {
        readVideo(id, entry, { file, line: null, field: `database.${id}` }, out);
      }
    }),
  holds: ['reviewed spans', 'tasks', 'splits', 'videos without segments'],
  *write(project, losses) {
    yield databaseFile(project, losses);
  },
};

const subsets = { train: 'training', val: null, test: 'testing' } as const;

/** Every video has a task there; those without are lost. */
function databaseFile(project: ExportedProject, losses: Losses): ExportedFile {
  const ids = new Map(project.classes.map((c, index) => [c.id, String(index)]));
  const entry = (video: TimedVideo) => ({
    class: video.task,
    ...(video.split && subsets[video.split] && { subset: subsets[video.split] }),
    ...(video.duration > 0 && { duration: Number(video.duration.toFixed(6)) }),
    ...(!video.wholeReviewed && { reviewed: video.reviewed.map((s) => [s.start, s.end]) }),
    annotation: video.segments.map(({ start, end, label }) => ({
      id: ids.get(label.id),
      segment: [start, end],
      label: label.name,
    })),
  });
  const videos = inSeconds(project, losses, 3).filter((video) => {
    if (video.task === undefined) losses.add('Left out, as COIN names the task of every video', 'video');
    else if (video.split === 'val') losses.add('In no split, as COIN has none for validation', 'video');
    return video.task !== undefined;
  });
  const record = { database: Object.fromEntries(videos.map((video) => [video.id, entry(video)])) };
  return { path: `${project.name}.coin.json`, data: recordText(record) };
}

const Database = z.object({ database: Fields });

const Entry = z.object({
  class: z.string().min(1),
  subset: z.string().default(''),
  duration: z.number().positive().nullish(),
  annotation: z.array(z.unknown()),
  reviewed: z.unknown().optional(),
});

const Step = z.object({ segment: z.array(z.unknown()), label: z.unknown() });

function readVideo(id: string, json: unknown, where: Place, out: Imported): void {
  const entry = fitting(Entry, json, where, out.refusals);
  if (!entry) return;
  const { class: task, subset, duration, annotation, reviewed: said } = entry;
  const unknown: Span[] = [];
  let lastEnd = 0;
  for (const [index, item] of annotation.entries()) {
    const place = { ...where, field: `${where.field}.annotation[${index}]` };
    const step = fitting(Step, item, place, out.refusals);
    if (!step) continue;
    const { segment, label } = step;
    const field = `${place.field}.segment`;
    const span = checkedSpan(segment[0], segment[1], 'seconds', { ...place, field }, out.refusals);
    if (!span) continue;
    lastEnd = Math.max(lastEnd, span.end);
    if (typeof label === 'string' && label !== '') out.segments.push({ video: id, ...span, label, where: place });
    else {
      unknown.push(span);
      const what = `found ${shown(label)}, expected a step`;
      out.refusals.push(remark({ ...place, field: `${place.field}.label` }, what));
    }
  }
  const whole = [{ start: 0, end: duration ?? lastEnd }];
  const reviewed = subtractSpans(saidReviewed(said, 'seconds', where, out.refusals) ?? whole, unknown);
  out.videos.push({ id, timebase: 'seconds', rate: null, duration: duration ?? null, task, reviewed, where });
  const split = /^train/i.test(subset) ? 'train' : /^test/i.test(subset) ? 'test' : null;
  if (!split) return;
  out.splits ??= { train: [], val: [], test: [] };
  out.splits[split].push(id);
}
