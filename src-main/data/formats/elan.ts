import { pathToFileURL } from 'node:url';
import type { XmlElement } from '@rgrove/parse-xml';
import { UserError } from '../../common/errors';
import { type ExportedFile, type ExportedProject, inSeconds, type TimedVideo } from './exported';
import type { WritableFormat } from './format';
import { emptyImport, type Imported, readEach, remark, shown } from './imported';
import { layerName, layersOf } from './layers';
import { textOf } from './text';
import { mediaOf } from './videoFiles';
import { reviewedLane, VideoLabels } from './videoLabels';
import { childrenOf, descendant, type Tag, type XmlDocument, xmlOf, xmlText } from './xml';

/**
 * ELAN annotation files, EAF 2.7 to 3.0, one a video: tiers of annotations between time slots in whole milliseconds. A
 * tier is a lane, the value of an annotation its class. Annotations that refer to others have no times of their own and
 * are not read; an annotation at a slot without a time is refused. Entries of controlled vocabularies that a tier
 * uses are the list of classes.
 *
 * Annotated extent: the file does not say; up to the last label. Files that we write say it in the tier `reviewed`.
 * A tier of ELAN holds one thing at a time: what overlaps goes to further tiers, "labels (2)" and so on.
 *
 * Source: EAF Annotation Format 3.0, https://www.mpi.nl/tools/elan/EAF_Annotation_Format_3.0_and_ELAN.pdf
 */
export const elan: WritableFormat = {
  id: 'elan',
  title: 'ELAN eaf',
  sniff: ({ extension, head }) => extension === '.eaf' || head.includes('<ANNOTATION_DOCUMENT'),
  read: (paths) =>
    readEach(paths, emptyImport('elan'), async (path, file, out) => {
      readDocument(xmlOf(await textOf(path), file, 'ANNOTATION_DOCUMENT'), file, out);
    }),
  holds: ['reviewed spans', 'lanes', 'the list of classes', 'videos without segments'],
  *write(project, losses) {
    for (const video of inSeconds(project, losses, 3, 'fixed')) yield documentOf(video, project);
  },
};

function readDocument({ root, lineOf }: XmlDocument, file: string, out: Imported): void {
  const header = descendant(root, 'HEADER');
  const units = header?.attributes['TIME_UNITS'] ?? 'milliseconds';
  if (units !== 'milliseconds') {
    throw new UserError(
      'unsupported-eaf',
      `Unsupported ${file}: its times are ${units}, expected milliseconds.`,
      'Save it with ELAN again.',
    );
  }
  const linked = header ? childrenOf(header, 'MEDIA_DESCRIPTOR') : [];
  const isVideo = ({ attributes }: XmlElement) => attributes['MIME_TYPE']?.startsWith('video') ?? false;
  const media = linked.find(isVideo) ?? linked[0];
  const more = linked.filter((one) => one !== media);
  const url = media?.attributes['RELATIVE_MEDIA_URL'] || media?.attributes['MEDIA_URL'] || '';
  const about = url === '' ? { id: file.replace(/\.eaf$/i, '') } : mediaOf(decoded(url));
  const where = { file, line: null, field: null };
  if (more.length > 0) {
    const names = more.map((one) => mediaOf(decoded(one.attributes['MEDIA_URL'] ?? '')).media).join(', ');
    out.warnings.push(remark(where, `the labels become those of ${about.id}; it names ${names}, too`));
  }
  const video = new VideoLabels(out, { ...about, timebase: 'seconds', rate: null, duration: null, where });
  // A position in the media is later than the annotation's by the origin.
  const origin = Number(media?.attributes['TIME_ORIGIN'] ?? 0);
  const slots = new Map(
    childrenOf(descendant(root, 'TIME_ORDER') ?? root, 'TIME_SLOT').map(({ attributes }) => {
      const value = attributes['TIME_VALUE'];
      return [attributes['TIME_SLOT_ID'], value === undefined ? undefined : (Number(value) + origin) / 1000] as const;
    }),
  );
  const types = new Set<string>();
  for (const tier of childrenOf(root, 'TIER')) {
    const used = readTier(tier, slots, { video, file, out, lineOf });
    if (used) types.add(tier.attributes['LINGUISTIC_TYPE_REF'] ?? '');
  }
  declareVocabularies(root, types, out);
  video.finish('labelled');
}

/** A path or address as the media's name stands in it. */
function decoded(url: string): string {
  try {
    return decodeURIComponent(url);
  } catch {
    return url;
  }
}

interface Reading {
  video: VideoLabels;
  file: string;
  out: Imported;
  lineOf(element: XmlElement): number;
}

/** @returns whether the tier has times of its own */
function readTier(tier: XmlElement, slots: ReadonlyMap<string | undefined, number | undefined>, to: Reading): boolean {
  const { video, file, out, lineOf } = to;
  const lane = tier.attributes['TIER_ID'] ?? '';
  let referring = 0;
  for (const annotation of childrenOf(tier, 'ANNOTATION')) {
    const aligned = childrenOf(annotation, 'ALIGNABLE_ANNOTATION')[0];
    if (!aligned) {
      referring++;
      continue;
    }
    const where = { file, line: lineOf(aligned), field: `tier ${shown(lane)}` };
    const { TIME_SLOT_REF1: from, TIME_SLOT_REF2: to } = aligned.attributes;
    const label = childrenOf(aligned, 'ANNOTATION_VALUE')[0]?.text.replace(/\s+/g, ' ').trim() ?? '';
    const missing = [from, to].find((slot) => slots.get(slot) === undefined);
    if (missing === undefined && from !== undefined) video.add(slots.get(from), slots.get(to), label, where, { lane });
    else out.refusals.push(remark(where, `its time slot ${shown(missing)} has no time`));
  }
  if (referring > 0) {
    const what = `${referring} annotations of the tier ${shown(lane)} refer to others and are not read`;
    out.warnings.push(remark({ file, line: lineOf(tier), field: null }, what));
  }
  return referring === 0 && lane !== reviewedLane;
}

function declareVocabularies(root: XmlElement, types: ReadonlySet<string>, out: Imported): void {
  const used = childrenOf(root, 'LINGUISTIC_TYPE')
    .filter(({ attributes }) => types.has(attributes['LINGUISTIC_TYPE_ID'] ?? ''))
    .map(({ attributes }) => attributes['CONTROLLED_VOCABULARY_REF']);
  out.freeLabels ||= used.includes(undefined);
  for (const vocabulary of childrenOf(root, 'CONTROLLED_VOCABULARY')) {
    if (!used.includes(vocabulary.attributes['CV_ID'])) continue;
    // Before EAF 2.8 an entry's text stood in the entry itself.
    const old = childrenOf(vocabulary, 'CV_ENTRY').map((entry) => entry.text);
    const entries = childrenOf(vocabulary, 'CV_ENTRY_ML').map((entry) => descendant(entry, 'CVE_VALUE')?.text ?? '');
    for (const text of [...old, ...entries]) if (text.trim() !== '') out.classes.push({ name: text.trim() });
  }
}

const labelType = 'action';
const spanType = 'span';
const vocabulary = 'classes';

function documentOf(video: TimedVideo, { classes, lanes }: ExportedProject): ExportedFile {
  const slots: Tag[] = [];
  const slot = (seconds: number) => {
    const id = `ts${slots.length + 1}`;
    slots.push({ name: 'TIME_SLOT', attributes: { TIME_SLOT_ID: id, TIME_VALUE: Math.round(seconds * 1000) } });
    return id;
  };
  let annotations = 0;
  const annotation = (start: number, end: number, text: string): Tag => {
    const attributes = { ANNOTATION_ID: `a${++annotations}`, TIME_SLOT_REF1: slot(start), TIME_SLOT_REF2: slot(end) };
    const content = [{ name: 'ANNOTATION_VALUE', content: text }];
    return { name: 'ANNOTATION', content: [{ name: 'ALIGNABLE_ANNOTATION', attributes, content }] };
  };
  const tier = (id: string, type: string, content: readonly Tag[]): Tag => {
    return { name: 'TIER', attributes: { TIER_ID: id, LINGUISTIC_TYPE_REF: type }, content };
  };
  const tiers = lanes.flatMap((lane) => {
    const own = video.segments.filter((s) => s.lane === lane);
    const layers = layersOf(own, 'touching');
    const count = Math.max(1, ...layers.map((layer) => layer + 1));
    return Array.from({ length: count }, (_, layer) => {
      const held = own.filter((_segment, i) => layers[i] === layer);
      return tier(
        layerName(lane, layer),
        labelType,
        held.map((s) => annotation(s.start, s.end, s.label.name)),
      );
    });
  });
  const reviewed = video.reviewed.map(({ start, end }) => annotation(start, end, reviewedLane));
  const body = [...tiers, tier(reviewedLane, spanType, reviewed)];
  const names = classes.filter((c) => !c.background).map((c) => c.name);
  return { path: `${video.id}.eaf`, data: xmlText(documentTag(video, slots, annotations, body, names)) };
}

function documentTag(
  video: TimedVideo,
  slots: readonly Tag[],
  annotations: number,
  tiers: readonly Tag[],
  names: readonly string[],
): Tag {
  const media = {
    MEDIA_URL: video.path === null ? video.file : pathToFileURL(video.path).href,
    RELATIVE_MEDIA_URL: `./${encodeURIComponent(video.file)}`,
    MIME_TYPE: /\.(mp4|m4v|mov)$/i.test(video.file) ? 'video/mp4' : 'video/*',
  };
  const lastId = { name: 'PROPERTY', attributes: { NAME: 'lastUsedAnnotationId' }, content: String(annotations) };
  const type = (id: string, more: Record<string, string> = {}): Tag => ({
    name: 'LINGUISTIC_TYPE',
    attributes: { GRAPHIC_REFERENCES: 'false', LINGUISTIC_TYPE_ID: id, TIME_ALIGNABLE: 'true', ...more },
  });
  return {
    name: 'ANNOTATION_DOCUMENT',
    attributes: {
      AUTHOR: '',
      DATE: '1970-01-01T00:00:00+00:00',
      FORMAT: '3.0',
      VERSION: '3.0',
      'xmlns:xsi': 'http://www.w3.org/2001/XMLSchema-instance',
      'xsi:noNamespaceSchemaLocation': 'http://www.mpi.nl/tools/elan/EAFv3.0.xsd',
    },
    content: [
      {
        name: 'HEADER',
        attributes: { MEDIA_FILE: '', TIME_UNITS: 'milliseconds' },
        content: [{ name: 'MEDIA_DESCRIPTOR', attributes: media }, lastId],
      },
      { name: 'TIME_ORDER', content: slots },
      ...tiers,
      type(labelType, { CONTROLLED_VOCABULARY_REF: vocabulary }),
      type(spanType),
      ...vocabularyTags(names),
    ],
  };
}

/** The list of classes, in a language that is none. */
function vocabularyTags(names: readonly string[]): Tag[] {
  const undetermined = 'http://cdb.iso.org/lg/CDB-00130975-001';
  const language = { LANG_ID: 'und', LANG_DEF: undetermined, LANG_LABEL: 'undetermined (und)' };
  const entries = names.map(
    (text, i): Tag => ({
      name: 'CV_ENTRY_ML',
      attributes: { CVE_ID: `cveid${i + 1}` },
      content: [{ name: 'CVE_VALUE', attributes: { DESCRIPTION: '', LANG_REF: 'und' }, content: text }],
    }),
  );
  const content = [{ name: 'DESCRIPTION', attributes: { LANG_REF: 'und' } }, ...entries];
  return [
    { name: 'LANGUAGE', attributes: language },
    { name: 'CONTROLLED_VOCABULARY', attributes: { CV_ID: vocabulary }, content },
  ];
}
