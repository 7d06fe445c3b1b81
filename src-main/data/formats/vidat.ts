import { z } from 'zod';
import { UserError } from '../../common/errors';
import { checkRecord, recordText } from '../project/records';
import { type ExportedFile, type ExportedProject, inSeconds, type TimedVideo } from './exported';
import type { WritableFormat } from './format';
import { emptyImport, type Imported, remark, saidReviewed, shown } from './imported';
import { fitting, isFields, readEachJson } from './json';
import { mediaOf } from './videoFiles';
import { VideoLabels } from './videoLabels';

/**
 * Vidat 2 json, one file a video: `annotation.actionAnnotationList` of `{start, end, action, object, description}` in
 * seconds, whose numbers stand in `config.actionLabelData` and `objectLabelData`. An action on an object other than the
 * default is the class "action object", verb and noun. Boxes, regions and skeletons are not read. An annotation file
 * without `config` lacks the names and is refused.
 *
 * A lane is a field of our own, `lane`, in an action; Vidat has none.
 *
 * Annotated extent: the file does not say; up to the last label. Files that we write say it by `annotation.reviewed`.
 *
 * Source: https://github.com/anucvml/vidat
 */
export const vidat: WritableFormat = {
  id: 'vidat',
  title: 'Vidat json',
  sniff: ({ extension, head }) =>
    extension === '.json' && /"(actionAnnotationList|objectAnnotationListMap|keyframeList)"/.test(head),
  read: (paths) =>
    readEachJson(paths, emptyImport('vidat'), (json, file, out) => {
      if (isFields(json) && !('config' in json)) throw withoutConfig(file);
      readAnnotation(checkRecord(Document, json, file), file, out);
    }),
  holds: ['reviewed spans', 'notes', 'lanes', 'the list of classes', 'videos without segments'],
  *write(project, losses) {
    for (const video of inSeconds(project, losses, 3)) yield annotationFile(video, project);
  },
};

const Labels = z.array(z.object({ id: z.int(), name: z.string() }));
const Document = z.object({
  annotation: z.object({
    video: z.object({ src: z.string(), duration: z.number().nonnegative().nullish() }),
    actionAnnotationList: z.array(z.unknown()),
    reviewed: z.unknown().optional(),
  }),
  config: z.object({ actionLabelData: Labels, objectLabelData: Labels.default([]) }),
});
const Action = z.object({
  start: z.unknown(),
  end: z.unknown(),
  action: z.unknown(),
  object: z.unknown(),
  description: z.string().nullish(),
  lane: z.string().min(1).optional(),
});

const withoutConfig = (file: string) =>
  new UserError(
    'missing-config',
    `Missing "config" in ${file}: it names the actions, which stand as numbers in Vidat's annotation.`,
    'Export it from Vidat with its configuration.',
  );

function readAnnotation({ annotation, config }: z.infer<typeof Document>, file: string, out: Imported): void {
  const { video, actionAnnotationList, reviewed } = annotation;
  const where = { file, line: null, field: 'annotation' };
  const labels = new VideoLabels(out, {
    ...mediaOf(video.src),
    timebase: 'seconds',
    rate: null,
    duration: video.duration ? video.duration : null,
    where,
  });
  const objects = new Map(config.objectLabelData.map((one) => [one.id, one.name]));
  const actions = new Map(config.actionLabelData.map((one) => [one.id, one.name]));
  for (const [index, json] of actionAnnotationList.entries()) {
    const place = { ...where, field: `annotation.actionAnnotationList[${index}]` };
    const one = fitting(Action, json, place, out.refusals);
    if (!one) continue;
    const { start, end, action, object, description, lane } = one;
    const name = actions.get(action as number);
    if (name === undefined) {
      out.refusals.push(remark(place, `its action ${shown(action)} is none of config`));
      continue;
    }
    const noun = object === 0 ? undefined : objects.get(object as number);
    labels.add(start, end, noun === undefined ? name : `${name} ${noun}`, place, {
      ...(noun !== undefined && { verb: name, noun }),
      ...(description && { note: description }),
      ...(lane !== undefined && { lane }),
    });
  }
  for (const span of saidReviewed(reviewed, 'seconds', where, out.refusals) ?? [])
    labels.look(span.start, span.end, where);
  declareClasses(config.actionLabelData, out);
  labels.finish('labelled');
}

/** Classes of our own files are written in their order; "default" is what Vidat starts with. */
function declareClasses(actions: z.infer<typeof Labels>, out: Imported): void {
  const used = new Map(out.segments.map((s) => [s.label, s]));
  for (const { name } of actions) {
    const known = out.classes.some((c) => c.name === name);
    const isVerb = [...used.values()].some((s) => s.verb === name && s.label !== name);
    if (name !== 'default' && !known && !isVerb) out.classes.push({ name });
  }
  for (const { label, verb, noun } of used.values()) {
    if (verb !== undefined && noun !== undefined && !out.classes.some((c) => c.name === label))
      out.classes.push({ name: label, verb, noun });
  }
}

const colour = '#1b9e77';

function annotationFile(video: TimedVideo, { classes, lanes }: ExportedProject): ExportedFile {
  const labels = classes.filter((c) => !c.background);
  const numbers = new Map(labels.map((c, i) => [c.id, i + 1]));
  const fps = 10; // Of Vidat's own stepping, not of the video.
  const record = {
    version: '2.1.0',
    annotation: {
      video: {
        src: video.file,
        fps,
        frames: Math.floor(video.duration * fps),
        duration: Number(video.duration.toFixed(6)),
        height: video.height,
        width: video.width,
      },
      keyframeList: [],
      objectAnnotationListMap: {},
      regionAnnotationListMap: {},
      skeletonAnnotationListMap: {},
      actionAnnotationList: video.segments.map(({ start, end, label, lane, note = '' }) => {
        const action = { start, end, action: numbers.get(label.id), object: 0, color: colour, description: note };
        return lanes.length > 1 ? { ...action, lane } : action;
      }),
      reviewed: video.reviewed.map(({ start, end }) => [start, end]),
    },
    config: {
      objectLabelData: [{ id: 0, name: 'default', color: '#00FF00' }],
      actionLabelData: [
        { id: 0, name: 'default', color: '#0000FF', objects: [0] },
        ...labels.map((c, i) => ({ id: i + 1, name: c.name, color: colour, objects: [0] })),
      ],
      skeletonTypeData: [],
    },
  };
  return { path: `${video.id}.vidat.json`, data: recordText(record) };
}
