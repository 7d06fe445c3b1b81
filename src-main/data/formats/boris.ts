import { z } from 'zod';
import { checkRecord, recordText } from '../project/records';
import { type ExportedFile, type ExportedProject, inSeconds, type Losses, type TimedVideo } from './exported';
import { type BorisEvent, nobody, pairEvents } from './borisEvents';
import type { WritableFormat } from './format';
import { emptyImport, type Imported, type Place, remark, several, shown } from './imported';
import { layerName, layersOf } from './layers';
import { Fields, fitting, readEachJson } from './json';
import { mediaOf } from './videoFiles';
import { reviewedLane, VideoLabels } from './videoLabels';

/**
 * BORIS projects (Behavioral Observation Research Interactive Software, project format 7): `observations` with
 * `events`, `[seconds, subject, behaviour, modifiers, comment]`, whose state events come in pairs of start and stop by
 * subject, behaviour and modifiers. A subject is a lane, a comment a note, modifiers are not read. An observation of
 * media is its first player's video, or several one after the other; `time offset` is taken off; one recorded live is a
 * video of the observation's name. Point events have no length and are refused.
 *
 * Annotated extent: an observer codes a whole observation, so all of its media; of one recorded live what lies before
 * the last event. Files that we write say it by the subject `reviewed`.
 *
 * Source: https://www.boris.unito.it/user_guide/, and BORIS' own reader of projects
 */
export const boris: WritableFormat = {
  id: 'boris',
  title: 'BORIS project',
  sniff: ({ extension, head }) =>
    extension === '.boris' || (extension === '.json' && /"(project_format_version|behaviors_conf)"/.test(head)),
  read: (paths) =>
    readEachJson(paths, emptyImport('boris'), (json, file, out) => {
      const project = checkRecord(Project, json, file);
      for (const [id, json] of Object.entries(project.observations)) {
        readObservation(id, json, project, { file, line: null, field: `observations.${id}` }, out);
      }
      const codes = Object.values(project.behaviors_conf).flatMap((b) => (isPoint(b) ? [] : b.code));
      out.classes.push(...codes.filter((code) => code !== reviewedLane).map((name) => ({ name })));
    }),
  holds: ['reviewed spans', 'notes', 'lanes', 'the list of classes', 'videos without segments'],
  *write(project, losses) {
    yield projectFile(project, losses);
  },
};

const Behaviour = z.object({ code: z.string(), type: z.string().default('State event') });
const isPoint = ({ type }: z.infer<typeof Behaviour>) => /^point/i.test(type);
const Project = z.object({
  behaviors_conf: z.record(z.string(), Behaviour),
  observations: Fields,
});
const Lengths = z.record(z.string(), z.number().nonnegative());
const Observation = z.object({
  type: z.string(),
  file: z.union([z.record(z.string(), z.array(z.string())), z.array(z.unknown())]),
  events: z.array(z.array(z.unknown())),
  'time offset': z.coerce.number().default(0),
  media_creation_date_as_offset: z.boolean().default(false),
  media_info: z.object({ length: Lengths.optional(), media_creation_time: Lengths.optional() }).optional(),
});

function readObservation(
  id: string,
  json: unknown,
  project: z.infer<typeof Project>,
  where: Place,
  out: Imported,
): void {
  const found = fitting(Observation, json, where, out.refusals);
  if (!found) return;
  const { type, file, events, media_info } = found;
  if (type === 'IMAGES') {
    out.refusals.push(remark(where, `is of single pictures (${shown(type)}), which have no times in a video`));
    return;
  }
  const players = Array.isArray(file) ? {} : file;
  const paths = players['1'] ?? [];
  if (Object.values(players).some((list, i) => i > 0 && list.length > 0)) {
    out.warnings.push(remark(where, 'the media of its further players are not read; its labels are those of player 1'));
  }
  const lengths = paths.map((path) => media_info?.length?.[path] ?? null);
  const parts = videosOf(id, paths, lengths, where, out);
  if (!parts) return;
  const points = new Set(Object.values(project.behaviors_conf).flatMap((b) => (isPoint(b) ? b.code : [])));
  const offset = found['time offset'] + begunAt(found, paths[0]);
  const timed = events.map((event, index) =>
    eventOf(event, offset, { ...where, field: `${where.field}.events[${index}]` }),
  );
  const modified = timed.filter(({ modifiers }) => !['', 'None'].includes(modifiers)).length;
  if (modified > 0) out.warnings.push(remark(where, `the modifiers of ${several(modified, 'event')} are not read`));
  pairEvents(timed, points, out, (span) => {
    const part = parts.find((one) => span.start < one.to) ?? parts[parts.length - 1];
    if (!part) return;
    const { video, from, to } = part;
    if (span.end > to + 0.001) out.refusals.push(remark(span.where, 'runs from one media file into the next'));
    else video.add(round(span.start - from), round(span.end - from), span.code, span.where, span.said);
  });
  for (const { video } of parts) video.finish(paths.length > 0 ? 'whole' : 'labelled');
}

/** Events count from the day the media was made, where the observation says so. */
function begunAt({ media_creation_date_as_offset, media_info }: z.infer<typeof Observation>, path = ''): number {
  return media_creation_date_as_offset ? (media_info?.media_creation_time?.[path] ?? 0) : 0;
}

const round = (seconds: number) => Math.round(seconds * 1e6) / 1e6;

interface Part {
  video: VideoLabels;
  /** In the time of the observation. */
  from: number;
  to: number;
}

/**
 * The videos of an observation, one after the other in its time; null, refused, where their
 * lengths are needed and missing.
 */
function videosOf(
  id: string,
  paths: readonly string[],
  lengths: readonly (number | null)[],
  where: Place,
  out: Imported,
): Part[] | null {
  const base = { timebase: 'seconds', rate: null, where } as const;
  if (paths.length === 0)
    return [{ video: new VideoLabels(out, { ...base, id, duration: null }), from: 0, to: Infinity }];
  if (paths.length > 1 && lengths.some((length) => length === null)) {
    out.refusals.push(
      remark({ ...where, field: `${where.field}.media_info.length` }, 'lacks the length of a media file'),
    );
    return null;
  }
  let from = 0;
  return paths.map((path, i) => {
    const duration = lengths[i] || null;
    const begin = from;
    from = i === paths.length - 1 ? Infinity : from + (duration ?? 0);
    return { video: new VideoLabels(out, { ...base, ...mediaOf(path), duration }), from: begin, to: from };
  });
}

function eventOf(event: readonly unknown[], offset: number, where: Place): BorisEvent {
  const [time, subject, code, modifiers, comment] = event;
  const text = (value: unknown) => (typeof value === 'string' ? value : value === undefined ? '' : shown(value));
  const seconds = typeof time === 'number' ? time - offset : Number.NaN;
  return {
    seconds,
    subject: text(subject),
    code: text(code),
    modifiers: text(modifiers),
    comment: text(comment),
    status: null,
    where,
  };
}

function projectFile(project: ExportedProject, losses: Losses): ExportedFile {
  const videos = inSeconds(project, losses, 3);
  const labels = project.classes.filter((c) => !c.background);
  const one = project.lanes.length <= 1;
  const observations = videos.map((video) => [video.id, observationOf(video, one)] as const);
  const subjects = [...new Set(observations.flatMap(([, { events }]) => events.map((e) => e[1])))].filter(Boolean);
  const numbered = (list: readonly object[]) => Object.fromEntries(list.map((entry, i) => [String(i), entry]));
  const behaviour = (code: string, category: string) => {
    const about = { type: 'State event', key: '', code, description: '', category, modifiers: {} };
    return { ...about, excluded: '', 'coding map': '' };
  };
  const record = {
    time_format: 's',
    project_name: project.name,
    project_date: '',
    project_description: '',
    project_format_version: '7.0',
    subjects_conf: numbered(subjects.map((name, i) => ({ key: String(i + 1), name, description: '' }))),
    behaviors_conf: numbered([...labels.map((c) => behaviour(c.name, '')), behaviour(reviewedLane, reviewedLane)]),
    behavioral_categories: [reviewedLane],
    coding_map: {},
    behaviors_coding_map: [],
    independent_variables: {},
    converters: {},
    observations: Object.fromEntries(observations),
  };
  return { path: `${project.name}.boris`, data: recordText(record) };
}

/** A behaviour has one state at a time: what overlaps or touches goes to a further subject. */
function observationOf(video: TimedVideo, one: boolean) {
  const events: [number, string, string, string, string][] = [];
  const add = (lane: string, code: string, spans: readonly { start: number; end: number; note?: string }[]) => {
    const layers = layersOf(spans, 'apart');
    spans.forEach(({ start, end, note = '' }, i) => {
      const own = one && lane !== reviewedLane ? nobody : lane;
      const name = layerName(own, layers[i] ?? 0);
      const subject = name === nobody ? '' : name;
      events.push([start, subject, code, '', note], [end, subject, code, '', '']);
    });
  };
  const groups = new Map<string, TimedVideo['segments']>();
  for (const segment of video.segments) {
    const key = `${segment.lane}\0${segment.label.id}`;
    const group = groups.get(key);
    if (group) group.push(segment);
    else groups.set(key, [segment]);
  }
  for (const spans of groups.values()) add(spans[0]?.lane ?? '', spans[0]?.label.name ?? '', spans);
  add(reviewedLane, reviewedLane, video.reviewed);
  events.sort((a, b) => a[0] - b[0]);
  const live = video.path === null;
  const about = (value: unknown) => (live ? {} : { [video.file]: value });
  return {
    file: live ? {} : { 1: [video.file], 2: [] },
    type: live ? 'LIVE' : 'MEDIA',
    date: '',
    description: '',
    events,
    'time offset': 0,
    independent_variables: {},
    media_info: {
      length: about(video.duration),
      fps: about(video.fps ?? 0),
      hasVideo: about(true),
      hasAudio: about(false),
      offset: { 1: 0, 2: 0 },
    },
  };
}
