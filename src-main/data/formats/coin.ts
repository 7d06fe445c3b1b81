import { basename } from 'node:path';
import { z } from 'zod';
import { type Span, subtractSpans } from '../../common/domain/span';
import { checkRecord, parseJson } from '../project/records';
import { type Format, textOf } from './format';
import { checkedSpan, emptyImport, fileRefusal, type Imported, type Place, remark, shown } from './imported';

/**
 * COIN json (Tang et al., CVPR 2019): `database` of video ids to `{class, subset, duration, annotation: [{segment: [start,
 * end], label, id}]}`, times in seconds. `class` is what the whole video is about and becomes its task, kept as the file
 * spells it ("MakePaperWindMill"); labels are steps. The same label in several tasks is one class.
 *
 * Annotated extent: every step of a video is labelled, so all of it is reviewed; up to the last end where the duration is
 * not known.
 *
 * Splits: subsets training and testing become train and test.
 */
export const coin: Format = {
  id: 'coin',
  title: 'COIN json',
  sniff: ({ extension, head }) =>
    extension === '.json' && /"database"\s*:/.test(head) && /"annotation"\s*:\s*\[/.test(head),
  async read(paths) {
    const out = emptyImport('coin');
    for (const path of paths) {
      const name = basename(path);
      try {
        const { database } = checkRecord(Database, parseJson(await textOf(path), name), name);
        for (const [id, entry] of Object.entries(database)) {
          readVideo(id, entry, { file: name, line: null, field: `database.${id}` }, out);
        }
      } catch (error) {
        out.refusals.push(fileRefusal(name, error));
      }
    }
    return out;
  },
};

const Database = z.object({ database: z.record(z.string(), z.unknown()) });

const Entry = z.object({
  class: z.string().min(1),
  subset: z.string().default(''),
  duration: z.number().positive().nullish(),
  annotation: z.array(z.object({ segment: z.array(z.unknown()), label: z.unknown() })),
});

function readVideo(id: string, json: unknown, where: Place, out: Imported): void {
  const result = Entry.safeParse(json);
  if (!result.success) {
    const { path, message } = result.error.issues[0] as z.core.$ZodIssue;
    const field = [where.field, ...path].join('.');
    out.refusals.push(remark({ ...where, field }, message.replace(/^Invalid input: /, '')));
    return;
  }
  const { class: task, subset, duration, annotation } = result.data;
  const unknown: Span[] = [];
  let lastEnd = 0;
  for (const [index, { segment, label }] of annotation.entries()) {
    const place = { ...where, field: `${where.field}.annotation[${index}]` };
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
  const reviewed = subtractSpans([{ start: 0, end: duration ?? lastEnd }], unknown);
  out.videos.push({ id, timebase: 'seconds', rate: null, duration: duration ?? null, task, reviewed, where });
  const split = /^train/i.test(subset) ? 'train' : /^test/i.test(subset) ? 'test' : null;
  if (!split) return;
  out.splits ??= { train: [], val: [], test: [] };
  out.splits[split].push(id);
}
