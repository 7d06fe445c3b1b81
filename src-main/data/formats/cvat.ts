import type { XmlElement } from '@rgrove/parse-xml';
import { type ExportedFile, inFrames, type TimedVideo, type ExportedProject } from './exported';
import type { WritableFormat } from './format';
import { emptyImport, type Imported, type Place, readEach, remark, several, shown } from './imported';
import { textOf } from './text';
import { mediaOf } from './videoFiles';
import { VideoLabels } from './videoLabels';
import { childrenOf, descendant, type Tag, type XmlDocument, xmlOf, xmlText } from './xml';

/**
 * CVAT for video 1.1: a `track` of a label, whose shapes say from which frame on it is there (`outside="0"`) or is not;
 * frames are counted from 0. Each time that a track is there is a segment; where its shapes lie in the picture is not
 * read. The attribute `lane` of its first shape is its lane. A file of a project holds several tasks, one a video,
 * whose frames are counted on from one to the next within a subset; a file of a job holds some frames of a task and
 * does not name its video, so that the file's own name is meant. Tags and single images have no length and are refused.
 *
 * Annotated extent: a task is annotated as a whole, from its first frame to its last.
 *
 * Source: https://docs.cvat.ai/docs/dataset_management/formats/format-cvat/
 */
export const cvat: WritableFormat = {
  id: 'cvat',
  title: 'CVAT video xml',
  sniff: ({ extension, head }) => extension === '.xml' && head.includes('<annotations'),
  read: (paths) =>
    readEach(paths, emptyImport('cvat'), async (path, file, out) => {
      readAnnotations(xmlOf(await textOf(path), file, 'annotations'), file, out);
    }),
  holds: ['lanes', 'the list of classes', 'videos without segments'],
  *write(project, losses) {
    for (const [i, video] of inFrames(project, losses).entries()) yield taskFile(video, project, i + 1);
  },
};

/** The attribute of a label that tells its lane. */
const laneAttribute = 'lane';

interface Task {
  video: VideoLabels;
  /** Frames that are counted before those of its video. */
  before: number;
  /** Behind its last frame. */
  end: number;
}

function readAnnotations({ root, lineOf }: XmlDocument, file: string, out: Imported): void {
  const meta = descendant(root, 'meta');
  const list = meta && descendant(meta, 'project', 'tasks');
  const found = list ? childrenOf(list, 'task') : meta ? ['task', 'job'].flatMap((of) => childrenOf(meta, of)) : [];
  const tasks = new Map<string, Task>();
  const offsets = list ? offsetsOf(found) : [];
  for (const [i, task] of found.entries()) {
    const place = { file, line: lineOf(task), field: null };
    const read = readTask(task, offsets[i] ?? 0, place, out);
    if (read) tasks.set(textIn(task, 'id'), read);
  }
  const labels = [...found, ...(meta ? childrenOf(meta, 'project') : [])].flatMap((task) => {
    const list = descendant(task, 'labels');
    return list ? childrenOf(list, 'label').map((label) => textIn(label, 'name')) : [];
  });
  out.classes.push(...[...new Set(labels)].filter(Boolean).map((name) => ({ name })));
  for (const name of ['image', 'tag'] as const) {
    const [first, ...more] = childrenOf(root, name);
    const what = `${several(more.length + 1, name)} without a length in time; export tracks as "CVAT for video 1.1"`;
    if (first) out.refusals.push(remark({ file, line: lineOf(first), field: null }, what));
  }
  for (const track of childrenOf(root, 'track')) {
    const where = { file, line: lineOf(track), field: `track ${track.attributes['id'] ?? ''}` };
    const id = track.attributes['task_id'];
    const task = id === undefined ? [...tasks.values()][0] : tasks.get(id);
    if (task) readTrack(track, task, where, out);
    else out.refusals.push(remark(where, `belongs to task ${shown(id)}, expected one of "meta"`));
  }
  for (const { video } of tasks.values()) video.finish('labelled');
}

const textIn = (parent: XmlElement, name: string) => descendant(parent, name)?.text.trim() ?? '';

const wholeIn = (task: XmlElement, name: string) =>
  /^\d+$/.test(textIn(task, name)) ? Number(textIn(task, name)) : null;

/** How CVAT counts the frames of a project's tasks on: from task to task of one subset, which stand together. */
function offsetsOf(tasks: readonly XmlElement[]): number[] {
  let [next, last] = [0, ''];
  return tasks.map((task) => {
    const subset = textIn(task, 'subset');
    const offset = subset === last ? next : 0;
    const step = Number(/step\s*=\s*(\d+)/.exec(textIn(task, 'frame_filter'))?.[1] ?? 1);
    next = offset + (wholeIn(task, 'start_frame') ?? 0) + step * (wholeIn(task, 'size') ?? 0);
    last = subset;
    return offset;
  });
}

function readTask(task: XmlElement, before: number, where: Place, out: Imported): Task | null {
  const size = wholeIn(task, 'size');
  const first = wholeIn(task, 'start_frame') ?? 0;
  const end = (wholeIn(task, 'stop_frame') ?? first + (size ?? 0) - 1) + 1;
  const isJob = task.name === 'job';
  const source = textIn(task, 'source') || textIn(task, 'name') || (isJob ? where.file.replace(/\.xml$/i, '') : '');
  if (source === '' || size === null || end <= first) {
    out.refusals.push(remark(where, 'a task names no source, size or last frame'));
    return null;
  }
  if (isJob) out.warnings.push(remark(where, `a job names no video: its labels become those of ${shown(source)}`));
  if (textIn(task, 'frame_filter') !== '') {
    out.warnings.push(remark(where, `only some frames were annotated (${textIn(task, 'frame_filter')})`));
  }
  const video = new VideoLabels(out, { ...mediaOf(source), timebase: 'steps', rate: null, duration: null, where });
  video.look(first, end, where);
  return { video, before, end };
}

function readTrack(track: XmlElement, { video, before, end }: Task, where: Place, out: Imported): void {
  const shapes = track.children.flatMap((child) => ('attributes' in child ? [child as XmlElement] : []));
  const keys = shapes.map(({ attributes }) => ({
    frame: Number(attributes['frame']) - before,
    gone: attributes['outside'] === '1',
  }));
  if (keys.length === 0 || keys.some(({ frame }) => !Number.isInteger(frame))) {
    out.refusals.push(remark(where, 'has no shape, or one without a frame'));
    return;
  }
  keys.sort((a, b) => a.frame - b.frame);
  const lane = laneIn(shapes[0]);
  const said = lane === undefined ? {} : { lane };
  let start: number | null = null;
  for (const { frame, gone } of keys) {
    if (!gone) start ??= frame;
    else if (start !== null) {
      video.add(start, frame, track.attributes['label'], where, said);
      start = null;
    }
  }
  if (start !== null) video.add(start, end, track.attributes['label'], where, said);
}

const laneIn = (shape: XmlElement | undefined) =>
  shape &&
  childrenOf(shape, 'attribute')
    .find(({ attributes }) => attributes['name'] === laneAttribute)
    ?.text.trim();

function taskFile(video: TimedVideo, { classes, lanes }: ExportedProject, id: number): ExportedFile {
  const text = (name: string, content: string | number): Tag => ({ name, content: String(content) });
  const [width, height] = [video.width || 1, video.height || 1];
  const labels = classes.filter((c) => !c.background);
  const hasLanes = lanes.length > 1;
  const task = [
    text('id', id),
    text('name', video.id),
    text('size', video.frames),
    text('mode', 'interpolation'),
    text('overlap', 0),
    text('start_frame', 0),
    text('stop_frame', video.frames - 1),
    text('frame_filter', ''),
    {
      name: 'labels',
      content: labels.map((c) => ({
        name: 'label',
        content: [text('name', c.name), text('type', 'rectangle'), hasLanes ? laneList(lanes) : text('attributes', '')],
      })),
    },
    { name: 'original_size', content: [text('width', width), text('height', height)] },
    text('source', video.file),
  ];
  const tracks = video.segments.map(({ start, end, label, lane }, i): Tag => {
    const box = (frame: number, outside: 0 | 1): Tag => ({
      name: 'box',
      attributes: { frame, keyframe: 1, outside, occluded: 0, xtl: '0.00', ytl: '0.00', ...corner, z_order: 0 },
      ...(hasLanes && { content: [{ name: 'attribute', attributes: { name: laneAttribute }, content: lane }] }),
    });
    const corner = { xbr: width.toFixed(2), ybr: height.toFixed(2) };
    // A shape behind the last frame would be none of the task.
    const content = end < video.frames ? [box(start, 0), box(end, 1)] : [box(start, 0)];
    return { name: 'track', attributes: { id: i, label: label.name, source: 'manual' }, content };
  });
  const content = [text('version', '1.1'), { name: 'meta', content: [{ name: 'task', content: task }] }, ...tracks];
  return { path: `${video.id}.cvat.xml`, data: xmlText({ name: 'annotations', content }) };
}

/** How a label says that its tracks have a lane, chosen from these. */
function laneList(lanes: readonly string[]): Tag {
  const said = { name: laneAttribute, mutable: 'False', input_type: 'select', default_value: lanes[0] ?? '' };
  const fields = Object.entries({ ...said, values: lanes.join('\n') });
  const content = fields.map(([name, text]) => ({ name, content: text }));
  return { name: 'attributes', content: [{ name: 'attribute', content }] };
}
