import { basename } from 'node:path';
import { remark } from '../imported';
import { requireText } from './requireText';
import type { ImportedPredictions, NamedStep } from './imported';

/**
 * `pred/<video>.txt` of the official GAD code: a header, then a line a step with the fields Response,
 * Prediction, Matched and GT, padded with spaces and separated by tabs. Matched is the class that was
 * decided; the others are not read.
 */
export async function readOfficialText(path: string, out: ImportedPredictions): Promise<void> {
  const file = basename(path);
  const [header = '', ...lines] = (await requireText(path)).split(/\r?\n/);
  const where = { file, line: 1, field: null };
  if (!/^\s*Response\s+Prediction\s+Matched\s+GT\s*$/.test(header)) {
    const found = JSON.stringify(header.trim().slice(0, 60));
    out.refusals.push(remark(where, `found ${found}, expected the header Response, Prediction, Matched, GT`));
    return;
  }
  while (lines.length > 0 && lines[lines.length - 1]?.trim() === '') lines.pop();
  const labels: NamedStep[] = [];
  for (const [index, line] of lines.entries()) {
    const fields = line.split('\t');
    const place = { file, line: index + 2, field: 'Matched' };
    if (fields.length !== 4) {
      out.refusals.push(remark(place, `found ${fields.length} fields, expected 4 separated by tabs`));
      return;
    }
    labels.push({ label: (fields[2] as string).trim(), where: place });
  }
  out.tracks.push({ video: basename(file, '.txt'), where: { ...where, line: null }, kind: 'labels', labels });
}
