import { type Span, subtractSpans } from '../../common/domain/span';
import { cleanClassName } from '../../common/domain/taxonomy';
import { UserError } from '../../common/errors';
import { recordText } from '../project/records';
import { type ExportedFile, type ExportedProject, inSeconds, type Losses, type TimedVideo } from './exported';
import type { WritableFormat } from './format';
import { checkedSpan, emptyImport, type Imported, type Place, remark, saidReviewed, shown } from './imported';
import { type Fields, isFields, readEachJson } from './json';

/**
 * ActivityNet and THUMOS'14 json: `database` (or a bare mapping) of video ids to `{subset, duration, annotations:
 * [{segment: [start, end], label}]}`, times in seconds. Where `duration` is missing it is `duration_second`, or follows
 * from DETAD's `length / coverage`; a duration so derived that the file's own segments contradict is replaced by the
 * last end. Other fields, such as `num-instances` or `num_instances`, may be there, be null, or be missing.
 *
 * Annotated extent: these data sets label every instance of their classes in the whole video, so all of it is reviewed;
 * up to the last end where the duration is not known. Files that we write say otherwise by `reviewed`, a list of spans.
 *
 * Splits: subsets training, validation, testing become train, val, test; but videos `video_validation_*` are what
 * THUMOS'14 trains on (its training part is trimmed clips), so they become train.
 */
export const activityNet: WritableFormat = {
  id: 'activitynet',
  title: 'ActivityNet / THUMOS json',
  sniff: ({ extension, head }) =>
    extension === '.json' &&
    (/"results"\s*:/.test(head) ||
      /"annotations"\s*:[^]*"segment"\s*:/.test(head) ||
      (/"database"\s*:/.test(head) && (/"annotations"\s*:\s*\[/.test(head) || 'maybe'))),
  read: (paths) =>
    readEachJson(paths, emptyImport('activitynet'), (json, file, out) => {
      readDatabase(json, file, out);
    }),
  holds: ['reviewed spans', 'the list of classes', 'splits', 'videos without segments'],
  *write(project, losses) {
    yield databaseFile(project, losses);
  },
};

const subsets = { train: 'training', val: 'validation', test: 'testing' } as const;

function databaseFile(project: ExportedProject, losses: Losses): ExportedFile {
  const root = { parentId: null, parentName: null, nodeId: 0, nodeName: 'Root' };
  const leaves = project.classes
    .filter((c) => !c.background)
    .map((c, i) => ({ parentId: 0, parentName: 'Root', nodeId: i + 1, nodeName: c.name }));
  const entry = (video: TimedVideo) => ({
    ...(video.duration > 0 && { duration: Number(video.duration.toFixed(6)) }),
    ...(video.split && { subset: subsets[video.split] }),
    ...(!video.wholeReviewed && { reviewed: video.reviewed.map((s) => [s.start, s.end]) }),
    annotations: video.segments.map(({ start, end, label }) => ({ segment: [start, end], label: label.name })),
  });
  const database = Object.fromEntries(inSeconds(project, losses, 6).map((video) => [video.id, entry(video)]));
  const record = { version: project.name, taxonomy: [root, ...leaves], database };
  return { path: `${project.name}.activitynet.json`, data: recordText(record) };
}

function readDatabase(json: unknown, file: string, out: Imported): void {
  const bare = isFields(json) && !('database' in json);
  const database = isFields(json) ? (bare ? json : json['database']) : undefined;
  if (!isFields(database) || (bare && 'results' in database)) {
    const found = bare ? 'predictions ("results")' : `${shown(database)}`;
    throw new UserError(
      'invalid-activitynet',
      `Invalid ${file}: found ${found}, expected "database" with videos and their annotations.`,
      bare ? 'Import it as predictions.' : 'Give a ground-truth file in the form of ActivityNet.',
    );
  }
  declareClasses((json as Fields)['taxonomy'], out);
  for (const [id, entry] of Object.entries(database)) {
    const place = { file, line: null, field: bare ? id : `database.${id}` };
    if (isFields(entry) && Array.isArray(entry['annotations'])) readVideo(id, entry, entry['annotations'], place, out);
    else out.refusals.push(remark(place, `found ${shown(entry)}, expected "annotations"`));
  }
}

/** Leaves of the taxonomy tree; THUMOS writes an empty list. */
function declareClasses(taxonomy: unknown, out: Imported): void {
  if (!Array.isArray(taxonomy)) return;
  const nodes = taxonomy.filter(isFields);
  const parents = new Set(nodes.map((n) => n['parentId']));
  for (const { nodeId, nodeName } of nodes) {
    if (typeof nodeName === 'string' && nodeName !== 'Root' && !parents.has(nodeId))
      out.classes.push({ name: nodeName });
  }
}

function readVideo(id: string, entry: Fields, annotations: unknown[], place: Place, out: Imported): void {
  let lastEnd = 0;
  const unknown: Span[] = [];
  for (const [index, item] of annotations.entries()) {
    const where = { ...place, field: `${place.field}.annotations[${index}]` };
    const { segment, label } = isFields(item) ? item : {};
    const [start, end] = Array.isArray(segment) ? segment : [];
    const span = checkedSpan(start, end, 'seconds', { ...where, field: `${where.field}.segment` }, out.refusals);
    if (!span) continue;
    lastEnd = Math.max(lastEnd, span.end);
    if (typeof label !== 'string' || label === '') {
      unknown.push(span);
      const what = `found ${shown(label)}, expected a class name`;
      out.refusals.push(remark({ ...where, field: `${where.field}.label` }, what));
    } else {
      out.segments.push({ video: id, ...span, label, where });
    }
  }
  const duration = durationOf(entry, annotations, lastEnd, place, out);
  const whole = [{ start: 0, end: duration ?? lastEnd }];
  const reviewed = subtractSpans(saidReviewed(entry['reviewed'], 'seconds', place, out.refusals) ?? whole, unknown);
  out.videos.push({ id, timebase: 'seconds', rate: null, duration, reviewed, where: place });
  addToSplit(id, entry['subset'], out);
}

function durationOf(
  entry: Fields,
  annotations: unknown[],
  lastEnd: number,
  place: Place,
  out: Imported,
): number | null {
  const said = entry['duration'] ?? entry['duration_second'];
  if (typeof said === 'number' && Number.isFinite(said) && said > 0) return said;
  if (said !== undefined && said !== null) {
    out.refusals.push(remark({ ...place, field: `${place.field}.duration` }, `found ${shown(said)}, expected seconds`));
    return null;
  }
  for (const item of annotations) {
    const { length, coverage } = isFields(item) ? item : {};
    if (typeof length !== 'number' || typeof coverage !== 'number' || !(length > 0) || !(coverage > 0)) continue;
    const derived = Number((length / coverage).toFixed(6));
    if (lastEnd <= derived + 1) return derived;
    const what = `length / coverage says ${derived} s, but segments reach ${lastEnd} s, which is used as the duration`;
    out.warnings.push(remark(place, what));
    return lastEnd;
  }
  return null;
}

function addToSplit(id: string, subset: unknown, out: Imported): void {
  const split = splitOfSubset(id, typeof subset === 'string' ? cleanClassName(subset) : '');
  if (!split) return;
  out.splits ??= { train: [], val: [], test: [] };
  out.splits[split].push(id);
}

function splitOfSubset(id: string, subset: string): 'train' | 'val' | 'test' | null {
  if (/^(train|training)$/.test(subset) || (subset === 'validation' && id.startsWith('video_validation_')))
    return 'train';
  if (/^(val|validation)$/.test(subset)) return 'val';
  return /^(test|testing)$/.test(subset) ? 'test' : null;
}
