import { basename } from 'node:path';
import { parseJson } from '../../project/records';
import { checkedSpan, type Place, remark, shown } from '../imported';
import { giveLines, isFields } from '../json';
import type { Detection, ImportedPredictions } from './imported';
import { requireText } from './requireText';

/** ActivityNet results: `{"results": {"<video>": [{"label", "score", "segment": [start, end]}]}}`, in seconds. */
export async function readActivityNetResults(path: string, out: ImportedPredictions): Promise<void> {
  const file = basename(path);
  const text = await requireText(path);
  readResults(parseJson(text, file), file, out);
  giveLines(text, [...out.refusals, ...out.tracks.map(({ where }) => where)]);
}

function readResults(json: unknown, file: string, out: ImportedPredictions): void {
  const results = isFields(json) ? json['results'] : undefined;
  if (!isFields(results)) {
    out.refusals.push(
      remark({ file, line: null, field: 'results' }, `found ${shown(results)}, expected detections by video`),
    );
    return;
  }
  for (const [video, list] of Object.entries(results)) {
    const where = { file, line: null, field: `results.${video}` };
    if (!Array.isArray(list)) out.refusals.push(remark(where, `found ${shown(list)}, expected a list of detections`));
    else {
      const detections = list.flatMap((item: unknown, index) => readDetection(item, where, index, out) ?? []);
      out.tracks.push({ video, where, kind: 'detections', detections });
    }
  }
}

function readDetection(item: unknown, list: Place, index: number, out: ImportedPredictions): Detection | null {
  const at = (field: string): Place => ({ ...list, field: `${list.field}[${index}].${field}` });
  const { label, score, segment } = isFields(item) ? item : {};
  const [start, end] = Array.isArray(segment) ? (segment as unknown[]) : [];
  const span = checkedSpan(start, end, 'seconds', at('segment'), out.refusals);
  if (!span) return null;
  if (typeof label !== 'string' || label === '') {
    out.refusals.push(remark(at('label'), `found ${shown(label)}, expected a class name`));
  } else if (typeof score !== 'number' || !Number.isFinite(score)) {
    out.refusals.push(remark(at('score'), `found ${shown(score)}, expected a number`));
  } else {
    return { ...span, label, score, where: at('label') };
  }
  return null;
}
