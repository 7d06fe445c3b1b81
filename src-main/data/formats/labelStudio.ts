import { z } from 'zod';
import { checkRecord, recordText } from '../project/records';
import { type ExportedFile, type ExportedProject, inFrames, type Losses, type TimedVideo } from './exported';
import type { WritableFormat } from './format';
import { emptyImport, type Imported, type Place, remark, several, shown } from './imported';
import { Fields, fitting, readEachJson } from './json';
import { mediaOf } from './videoFiles';
import { reviewedLane, VideoLabels } from './videoLabels';

/**
 * Label Studio json, a list of tasks with results of type `timelinelabels`: frames counted from 1, both ends inclusive;
 * `from_name` is the lane. Frames are those Label Studio counts by the `frameRate` of its labelling set-up, which has
 * to be that of the video. Of several annotations of a task, which before version 1.0 were its completions, the ground
 * truth is read, else the first that was not cancelled; predictions are not. The short export, JSON-MIN, does not say
 * what a label is and is refused.
 *
 * Annotated extent: the file does not say; up to the last label. Files that we write say it in the lane `reviewed`.
 *
 * Source: https://labelstud.io/tags/timelinelabels
 */
export const labelStudio: WritableFormat = {
  id: 'label-studio',
  title: 'Label Studio json',
  sniff: ({ extension, head }) =>
    extension === '.json' && /"(timelinelabels|result_count|completed_by|completions|was_cancelled)"/.test(head),
  read: (paths) =>
    readEachJson(paths, emptyImport('label-studio'), (json, file, out) => {
      const tasks = checkRecord(z.array(z.unknown()), json, file);
      for (const [index, json] of tasks.entries()) {
        const where = { file, line: null, field: `[${index}]` };
        const task = fitting(Task, json, where, out.refusals);
        if (task) readTask(task, where, out);
      }
    }),
  holds: ['reviewed spans', 'notes', 'lanes', 'videos without segments'],
  *write(project, losses) {
    yield tasksFile(project, losses);
  },
};

const Result = z.object({
  type: z.string().default(''),
  from_name: z.string().default(''),
  value: z.object({
    ranges: z.array(z.object({ start: z.unknown(), end: z.unknown() })).default([]),
    timelinelabels: z.array(z.unknown()).default([]),
  }),
  meta: z.object({ text: z.array(z.string()).default([]) }).optional(),
});
const Work = z.object({
  result: z.array(z.unknown()),
  was_cancelled: z.boolean().default(false),
  ground_truth: z.boolean().default(false),
});
const Works = z.array(Work).default([]);
const Task = z.object({
  data: Fields.optional(),
  annotations: Works,
  completions: Works,
  predictions: z.array(z.unknown()).default([]),
});

function readTask(task: z.infer<typeof Task>, where: Place, out: Imported): void {
  const { data, predictions } = task;
  const [list, annotations] =
    task.annotations.length > 0
      ? (['annotations', task.annotations] as const)
      : (['completions', task.completions] as const);
  if (!data) {
    out.refusals.push(remark(where, 'lacks "data", which the export JSON has and JSON-MIN leaves out'));
    return;
  }
  const source = data['video'] ?? Object.values(data).find((value) => typeof value === 'string');
  if (typeof source !== 'string') {
    out.refusals.push(remark({ ...where, field: `${where.field}.data` }, `found ${shown(data)}, expected a video`));
    return;
  }
  const left: string[] = [];
  const done = annotations.filter((one) => !one.was_cancelled);
  const work = done.find((one) => one.ground_truth) ?? done[0];
  const cancelled = annotations.length - done.length;
  if (done.length > 1) left.push(`${several(done.length - 1, 'annotation')} beside the one that is read`);
  if (cancelled > 0) left.push(several(cancelled, 'cancelled annotation'));
  if (predictions.length > 0) left.push(several(predictions.length, 'prediction'));
  if (left.length > 0) out.warnings.push(remark(where, `not read: ${left.join(', ')}`));
  if (!work) return;
  const media = mediaOf(decodeURIComponent(source.replace(/[?#].*$/, '').replace(/%(?![0-9a-f]{2})/gi, '%25')));
  const video = new VideoLabels(out, { ...media, timebase: 'steps', rate: null, duration: null, where });
  let others = 0;
  for (const [index, json] of work.result.entries()) {
    const place = { ...where, field: `${where.field}.${list}[${annotations.indexOf(work)}].result[${index}]` };
    const result = fitting(Result, json, place, out.refusals);
    if (result?.type === 'timelinelabels') readResult(result, place, video);
    else if (result) others++;
  }
  if (others > 0) out.warnings.push(remark(where, `not read: ${several(others, 'result')} not of the timeline`));
  video.finish('labelled');
}

function readResult({ from_name: lane, value, meta }: z.infer<typeof Result>, where: Place, video: VideoLabels): void {
  const note = meta?.text.join('\n') ?? '';
  const labels = value.timelinelabels.length > 0 ? value.timelinelabels : [''];
  for (const { start, end } of value.ranges) {
    const from = typeof start === 'number' ? start - 1 : start;
    for (const label of labels) video.add(from, end, label, where, { lane, ...(note !== '' && { note }) });
  }
}

function tasksFile(project: ExportedProject, losses: Losses): ExportedFile {
  const tasks = inFrames(project, losses).map((video, i) => taskOf(video, i + 1));
  return { path: `${project.name}.label-studio.json`, data: recordText(tasks) };
}

function taskOf(video: TimedVideo, id: number): object {
  const spans = [
    ...video.segments.map((s) => ({ ...s, name: s.label.name })),
    ...video.reviewed.map((s) => ({ ...s, lane: reviewedLane, name: reviewedLane, note: undefined })),
  ];
  const result = spans.map(({ start, end, lane, name, note }, i) => ({
    id: `${id}-${i}`,
    from_name: lane,
    to_name: 'video',
    type: 'timelinelabels',
    origin: 'manual',
    value: { ranges: [{ start: start + 1, end }], timelinelabels: [name] },
    ...(note !== undefined && { meta: { text: [note] } }),
  }));
  return { id, data: { video: video.file }, annotations: [{ id, was_cancelled: false, ground_truth: true, result }] };
}
