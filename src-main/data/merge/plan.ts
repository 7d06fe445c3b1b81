import type { ImportChoices, ImportPreview } from '../../common/contract/project';
import type { Segment } from '../../common/domain/annotation';
import { isSame } from '../../common/domain/edit';
import { type Project, type SplitName, splitNames } from '../../common/domain/project';
import { formats } from '../formats/registry';
import { type Imported, type ImportedSegment, remark, several } from '../formats/imported';
import { listAnnotators } from '../project/annotators';
import { clockFile } from '../project/clocks';
import { annotatorFile } from '../project/paths';
import { joinSplits } from '../project/splits';
import type { StagedFile } from '../project/staging';
import type { Changes } from '../project/changes';
import type { ProjectStore } from '../project/store';
import { importedLabels, type MergedClasses, mergeClasses } from './classes';
import { Draft } from './draft';
import { featureFiles, featurePaths, mergeFeatures } from './features';
import { importedLanes, keptLanes, meantLanes, type MergedLanes, mergeLanes, withoutLanes } from './lanes';
import { mergeLabels } from './segments';
import { mergeVideoFile } from './videoFile';

/**
 * What was read from foreign files, joined to a project: ids matched, labels placed in time, classes and splits merged,
 * rows that do not fit refused. Nothing is written; `changes` is everything the import would do, to be applied at once.
 */
export interface ImportPlan {
  preview: ImportPreview;
  changes: Changes;
  /** Paths of what it writes beside the records: features, another annotator's labels. */
  beside: string[];
}

/** Segments that are shown as they were read. */
const sampled = 8;

/** @param onStep told before each video file and each labelled video how many are done and which is next; may throw */
export async function planImport(
  store: ProjectStore,
  all: readonly Imported[],
  choices: ImportChoices,
  onStep: (done: number, item: string) => void,
): Promise<ImportPlan> {
  const { annotator = null } = choices;
  const meant = meantLanes(store.taxonomy, store.project.importedLanes, choices.lanes);
  const chosen = withoutLanes(all, meant);
  const imports = annotator === null ? chosen : chosen.map(labelsOnly);
  const origins = imports.flatMap((i) => i.videos.map((v) => `import:${v.where.file}`));
  const draft = new Draft(store, new Set(origins), annotator);
  const files = imports.flatMap((i) => i.files);
  for (const [i, file] of files.entries()) {
    onStep(i, file);
    await mergeVideoFile(draft, file);
  }
  const classes = mergeClasses(store, imports, choices.classes);
  const lanes = await mergeLanes(draft, classes.taxonomy, imports, meant);
  const segments = await mergeAllLabels(draft, imports, classes, lanes, (i, video) => onStep(files.length + i, video));
  if (annotator !== null) await tellReplaced(draft, annotator);
  else tellBroughtBefore(draft);
  const features = await mergeFeatures(
    draft,
    imports.flatMap((i) => i.features),
  );
  const project = withMeanings(draft, mergeSplits(draft, imports), {
    importedClasses: classes.meanings,
    importedLanes: keptLanes(meant),
  });
  const labels = [...draft.annotations.values()].map((a) => ({ ...a, segments: inOrder(a.segments) }));
  const names = new Set(imports.flatMap((i) => [...i.classes.map((c) => c.name), ...i.segments.map((s) => s.label)]));
  return {
    preview: {
      format: imports.map((i) => formats.find((f) => f.id === i.format)?.title ?? i.format).join(', '),
      videos: draft.touched.size,
      newVideos: draft.created.size,
      segments,
      classes: names.size,
      newClasses: classes.added,
      newLanes: lanes.added,
      featureFiles: features.taken.length,
      refused: draft.refused,
      warnings: draft.warnings,
      labels: importedLabels(store.taxonomy, imports, classes),
      lanes: importedLanes(all, lanes, meant),
      asked: all.flatMap((i) => i.asked),
      tables: all.flatMap((i) => i.tables),
      sample: imports.flatMap((i) => i.segments.slice(0, sampled).map((s) => sampleRow(i, s))).slice(0, sampled),
    },
    changes: {
      ...(project ? { project } : {}),
      ...(lanes.taxonomy === store.taxonomy ? {} : { taxonomy: lanes.taxonomy }),
      videos: draft.videos,
      ...(annotator === null ? { annotations: labels } : { annotator: { name: annotator, annotations: labels } }),
      files: stagedFiles(),
    },
    beside: [
      ...featurePaths(features),
      ...(annotator === null ? [] : labels.map(({ video }) => annotatorFile(annotator, video))),
    ],
  };

  async function* stagedFiles(): AsyncGenerator<StagedFile> {
    for (const [id, clock] of draft.newClocks) yield clockFile(id, clock);
    yield* featureFiles(features);
  }
}

/** @returns how many segments were taken */
async function mergeAllLabels(
  draft: Draft,
  imports: readonly Imported[],
  classes: MergedClasses,
  lanes: MergedLanes,
  onVideo: (done: number, video: string) => void,
): Promise<number> {
  let segments = 0;
  let done = 0;
  for (const imported of imports) {
    for (const refusal of imported.refusals) draft.refused.push(refusal);
    for (const warning of imported.warnings) draft.warnings.push(warning);
    const byVideo = groupByVideo(imported.segments);
    for (const video of imported.videos) {
      onVideo(done++, video.id);
      segments += await mergeLabels(draft, video, byVideo.get(video.id) ?? [], classes, lanes);
    }
  }
  return segments;
}

/** Of another annotator only labels are taken: videos, features and splits are the project's own. */
function labelsOnly(imported: Imported): Imported {
  const others = imported.files.length + imported.features.length;
  const where = { file: imported.files[0] ?? imported.features[0]?.path ?? '', line: null, field: null };
  const left = remark(where, `${others} files of videos or features are left out: another annotator brings labels`);
  return { ...imported, files: [], features: [], splits: null, warnings: others > 0 ? [left] : imported.warnings };
}

function tellBroughtBefore({ replacedIn, warnings }: Draft): void {
  const counts = [...replacedIn.values()].filter((count) => count > 0);
  const where = { file: 'annotations', line: null, field: null };
  const what = `${several(
    counts.reduce((a, b) => a + b, 0),
    'segment',
  )} of ${several(counts.length, 'video')} that files of these names brought before will be replaced`;
  if (counts.length > 0) warnings.push(remark(where, what));
}

async function tellReplaced({ store, annotations, warnings }: Draft, annotator: string): Promise<void> {
  const known = (await listAnnotators(store)).find(({ name }) => name === annotator)?.videos ?? [];
  const again = known.filter((video) => annotations.has(video)).length;
  const where = { file: `annotators/${annotator}`, line: null, field: null };
  if (again > 0) warnings.push(remark(where, `labels of ${again} videos are there already and will be replaced`));
}

/** The project with what the names of classes and lanes mean, where that is news. */
function withMeanings(
  draft: Draft,
  project: Project | null,
  meanings: Pick<Project, 'importedClasses' | 'importedLanes'>,
): Project | null {
  const before = project ?? draft.store.project;
  const { importedClasses, importedLanes } = before;
  return isSame({ importedClasses, importedLanes }, meanings) ? project : { ...before, ...meanings };
}

const inOrder = (segments: readonly Segment[]) => segments.slice().sort((a, b) => a.start - b.start);

function groupByVideo(segments: readonly ImportedSegment[]): Map<string, ImportedSegment[]> {
  const groups = new Map<string, ImportedSegment[]>();
  for (const segment of segments) {
    const group = groups.get(segment.video);
    if (group) group.push(segment);
    else groups.set(segment.video, [segment]);
  }
  return groups;
}

function sampleRow(imported: Imported, segment: ImportedSegment): ImportPreview['sample'][number] {
  const seconds = imported.videos.find((v) => v.id === segment.video)?.timebase === 'seconds';
  const show = (position: number) => (seconds ? `${position.toFixed(2)} s` : `step ${position}`);
  return { video: segment.video, start: show(segment.start), end: show(segment.end), name: segment.label };
}

/** The project with the splits of the files, or with proposed ones; null where they stay as they are. */
function mergeSplits(draft: Draft, imports: readonly Imported[]): Project | null {
  const { project } = draft.store;
  const own = imports.flatMap((i) => (i.splits ? [i.splits] : []));
  const idsOf = (part: SplitName) => own.flatMap((s) => s[part]).flatMap((name) => draft.match(name)?.id ?? []);
  const given = own.length === 0 ? null : { train: idsOf('train'), val: idsOf('val'), test: idsOf('test') };
  const labelled = new Set(draft.annotator === null ? draft.annotations.keys() : []);
  const splits = joinSplits(project.splits, given, draft.videos, labelled);
  const where = { file: 'project.json', line: null, field: 'splits' };
  const seen = new Set<string>();
  for (const id of splitNames.flatMap((name) => splits[name])) {
    if (seen.has(id)) draft.warnings.push(remark(where, `the video ${id} is in two splits; training refuses that`));
    seen.add(id);
  }
  const left = [...labelled].filter((id) => !seen.has(id)).length;
  if (left > 0) draft.warnings.push(remark(where, `${left} of the labelled videos are in no split`));
  return splits === project.splits ? null : { ...project, splits };
}
