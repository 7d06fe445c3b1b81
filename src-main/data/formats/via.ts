import { z } from 'zod';
import { UserError } from '../../common/errors';
import { checkRecord, recordText } from '../project/records';
import { type ExportedFile, type ExportedProject, inSeconds, type Losses, type TimedVideo } from './exported';
import type { WritableFormat } from './format';
import { emptyImport, type Imported, type Place, remark, several, shown } from './imported';
import { Fields, fitting, isFields, readEachJson } from './json';
import { mediaOf } from './videoFiles';
import { reviewedLane, VideoLabels } from './videoLabels';

/**
 * VIA 3 projects (VGG Image Annotator, video): `metadata` with `z: [start, end]` in seconds and `av`, values by
 * attribute. Every attribute is a lane; its value is free text, or stands in its `options` (select, radio, check
 * box). An attribute `note` is no lane. Regions drawn in single pictures are not read. Projects of VIA 2, which
 * knows no times, are refused.
 *
 * Annotated extent: the file does not say; up to the last label. Files that we write say it
 * in the attribute `reviewed`.
 *
 * Source: the project file of VIA 3.0, https://www.robots.ox.ac.uk/~vgg/software/via/
 */
export const via: WritableFormat = {
  id: 'via',
  title: 'VIA 3 json',
  sniff: ({ extension, head }) =>
    extension === '.json' && /"vid_list"|"anchor_id"|"_via_(settings|img_metadata)"/.test(head),
  read: (paths) =>
    readEachJson(paths, emptyImport('via'), (json, file, out) => {
      if (isFields(json) && '_via_img_metadata' in json) throw ofVia2(file);
      readProject(checkRecord(Project, json, file), file, out);
    }),
  holds: ['reviewed spans', 'notes', 'lanes', 'the list of classes', 'videos without segments'],
  *write(project, losses) {
    yield projectFile(project, losses);
  },
};

const attributeTypes = { text: 1, checkBox: 2, radio: 3, select: 4 } as const;
const noteName = 'note';

const Project = z.object({
  attribute: z.record(
    z.string(),
    z.object({ aname: z.string(), type: z.number(), options: z.record(z.string(), z.string()).default({}) }),
  ),
  file: z.record(z.string(), z.object({ fname: z.string() })),
  view: z.record(z.string(), z.object({ fid_list: z.array(z.union([z.string(), z.number()])) })),
  metadata: Fields,
});
type Project = z.infer<typeof Project>;

const Metadata = z.object({
  vid: z.union([z.string(), z.number()]).transform(String),
  z: z.array(z.unknown()),
  xy: z.array(z.unknown()).default([]),
  av: z.record(z.string(), z.string()).default({}),
});

const ofVia2 = (file: string) =>
  new UserError(
    'via-2',
    `Unsupported ${file}: found a project of VIA 2, which marks pictures and no times, expected one of VIA 3.`,
    'Give a project that was made with VIA 3 for video.',
  );

function readProject(project: Project, file: string, out: Imported): void {
  const videos = new Map<string, VideoLabels>();
  for (const [vid, { fid_list }] of Object.entries(project.view)) {
    const media = project.file[String(fid_list[0])];
    const where = { file, line: null, field: `view.${vid}` };
    if (!media) {
      out.refusals.push(remark(where, `found ${shown(fid_list)}, expected an id of "file"`));
      continue;
    }
    videos.set(vid, new VideoLabels(out, { ...mediaOf(media.fname), ...seconds, where }));
  }
  declareOptions(project, out);
  let regions = 0;
  for (const [id, json] of Object.entries(project.metadata)) {
    const where = { file, line: null, field: `metadata.${id}` };
    const entry = fitting(Metadata, json, where, out.refusals);
    if (!entry) continue;
    const { vid, z: times, xy, av } = entry;
    const video = videos.get(vid);
    if (!video) out.refusals.push(remark(where, `found vid ${shown(vid)}, expected one of "view"`));
    else if (xy.length > 0 || times.length < 2) regions++;
    else readSegment(project, video, times, av, where, out);
  }
  if (regions > 0) {
    const what = `${several(regions, 'region')} or single pictures without a length in time: not read`;
    out.warnings.push(remark({ file, line: null, field: 'metadata' }, what));
  }
  for (const video of videos.values()) video.finish('labelled');
}

const seconds = { timebase: 'seconds', rate: null, duration: null } as const;

function declareOptions({ attribute }: Project, out: Imported): void {
  out.freeLabels ||= Object.values(attribute).some(({ aname, type }) => {
    return type === attributeTypes.text && aname !== noteName && aname !== reviewedLane;
  });
  const names = Object.values(attribute).flatMap(({ options, aname, type }) =>
    type === attributeTypes.text || aname === reviewedLane ? [] : Object.values(options),
  );
  out.classes.push(...[...new Set(names)].filter((name) => name !== '').map((name) => ({ name })));
}

function readSegment(
  { attribute }: Project,
  video: VideoLabels,
  [start, end]: unknown[],
  av: Record<string, string>,
  where: Place,
  out: Imported,
): void {
  const said = Object.entries(av).map(([aid, value]) => ({ aid, value, about: attribute[aid] }));
  const note = said.find(({ about }) => about?.aname === noteName)?.value ?? '';
  const values = said.flatMap(({ aid, value, about }) => {
    const lane = about?.aname ?? aid;
    if (lane === noteName || value === '') return [];
    if (!about || about.type === attributeTypes.text) return [{ lane, label: value }];
    const chosen = about.type === attributeTypes.checkBox ? value.split(',') : [value];
    return chosen.map((option) => ({ lane, label: about.options[option.trim()] }));
  });
  if (values.length === 0) out.refusals.push(remark({ ...where, field: `${where.field}.av` }, 'has no class'));
  for (const { lane, label } of values) video.add(start, end, label, where, { lane, ...(note !== '' && { note }) });
}

function projectFile(project: ExportedProject, losses: Losses): ExportedFile {
  const videos = inSeconds(project, losses, 3);
  const { lanes } = project;
  const labels = project.classes.filter((c) => !c.background);
  const options = Object.fromEntries(labels.map((c, i) => [String(i), c.name]));
  const attribute = [...lanes, noteName, reviewedLane].map((aname) => {
    const choice = lanes.includes(aname);
    const type = choice ? attributeTypes.select : attributeTypes.text;
    const described = { aname, anchor_id: 'FILE1_Z2_XY0', type, desc: '', options: choice ? options : {} };
    return { ...described, default_option_id: '' };
  });
  const aids = new Map(attribute.map(({ aname }, i) => [aname, String(i + 1)]));
  const optionOf = new Map(labels.map((c, i) => [c.id, String(i)]));
  const metadata = videos.flatMap((video, i) => metadataOf(video, String(i + 1), aids, optionOf));
  const record = {
    project: { ...about, pname: project.name, vid_list: videos.map((_, i) => String(i + 1)) },
    config,
    attribute: Object.fromEntries(attribute.map((one, i) => [String(i + 1), one])),
    file: Object.fromEntries(
      videos.map(({ file }, i) => [i + 1, { fid: String(i + 1), fname: file, type: 4, loc: 1, src: file }]),
    ),
    metadata: Object.fromEntries(metadata.map((one, i) => [`${one.vid}_${i.toString(36).padStart(8, '0')}`, one])),
    view: Object.fromEntries(videos.map((_, i) => [i + 1, { fid_list: [String(i + 1)] }])),
  };
  return { path: `${project.name}.via3.json`, data: recordText(record) };
}

/** @param aids ids of the attributes by name @param optionOf options of the lanes by class id */
function metadataOf(
  video: TimedVideo,
  vid: string,
  aids: ReadonlyMap<string, string>,
  optionOf: ReadonlyMap<number, string>,
) {
  const aid = (name: string) => aids.get(name) ?? '';
  const entry = (start: number, end: number, av: object) => ({ vid, flg: 0, z: [start, end], xy: [], av });
  const segments = video.segments.map(({ start, end, label, lane, note }) => {
    const said = note === undefined ? {} : { [aid(noteName)]: note };
    return entry(start, end, { [aid(lane)]: optionOf.get(label.id), ...said });
  });
  const reviewed = video.reviewed.map(({ start, end }) => entry(start, end, { [aid(reviewedLane)]: reviewedLane }));
  return [...segments, ...reviewed];
}

/** What VIA writes into a project that was never shared. */
const about = {
  pid: '__VIA_PROJECT_ID__',
  rev: '__VIA_PROJECT_REV_ID__',
  rev_timestamp: '__VIA_PROJECT_REV_TIMESTAMP__',
  creator: 'VGG Image Annotator (http://www.robots.ox.ac.uk/~vgg/software/via)',
  created: 0,
};

/** How VIA sets its window up. */
const config = {
  file: { loc_prefix: { 1: '', 2: '', 3: '', 4: '' } },
  ui: {
    file_content_align: 'center',
    file_metadata_editor_visible: true,
    spatial_metadata_editor_visible: true,
    temporal_segment_metadata_editor_visible: true,
    spatial_region_label_attribute_id: '',
    gtimeline_visible_row_count: '4',
  },
};
