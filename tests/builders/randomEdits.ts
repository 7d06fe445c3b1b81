import type { Annotation, Segment } from '../../src-main/common/domain/annotation';
import type { AnnotationEdit } from '../../src-main/common/domain/edit';
import type { Rng } from '../../src-main/common/rng';

/** An edit that fits these labels, of any of the kinds that hands make: add, delete, move, split, relabel, review. */
export function randomEdit(annotation: Annotation, rng: Rng, name: string): AnnotationEdit {
  const { video, segments, reviewed } = annotation;
  const edit = (...changes: AnnotationEdit['segments']) => ({ video, name, segments: changes });
  const start = rng.below(1000);
  const fresh: Segment = { id: name, start, end: start + 1 + rng.below(50), classId: 1, origin: 'human' };
  const chosen = segments[rng.below(segments.length || 1)];
  const kind = rng.below(6);
  if (kind === 0) {
    const after = [...reviewed, { start, end: start + 10 }];
    return { ...edit(), reviewed: { before: reviewed, after } };
  }
  if (!chosen || kind === 1) return edit({ before: null, after: fresh });
  if (kind === 2) return edit({ before: chosen, after: null });
  if (kind === 3) return edit({ before: chosen, after: { ...chosen, end: chosen.end + 1 } });
  if (kind === 4)
    return edit({ before: chosen, after: { ...chosen, classId: 3 - chosen.classId, note: `by ${name}` } });
  const middle = (chosen.start + chosen.end) / 2;
  return edit(
    { before: chosen, after: { ...chosen, end: middle } },
    { before: null, after: { ...chosen, id: name, start: middle } },
  );
}
