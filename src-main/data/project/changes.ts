import { Annotation } from '../../common/domain/annotation';
import { Project } from '../../common/domain/project';
import { Taxonomy } from '../../common/domain/taxonomy';
import { type Video, VideoList } from '../../common/domain/video';
import { UserError } from '../../common/errors';
import { checkAnnotation, checkTaxonomy, checkVideos } from './check';
import { requireSafeId } from './ids';
import { annotationFile, annotatorFile } from './paths';
import { checkRecord, recordText } from './records';
import type { StagedFile } from './staging';

/**
 * Changes that belong together. `files` (paths relative to the project) are taken one by
 * one, so rows may be made lazily.
 */
export interface Changes {
  project?: Project;
  taxonomy?: Taxonomy;
  videos?: readonly Video[];
  annotations?: readonly Annotation[];
  /** Labels of another annotator, who had none of these videos before or has them replaced. */
  annotator?: { name: string; annotations: readonly Annotation[] };
  files?: AsyncIterable<StagedFile> | Iterable<StagedFile>;
}

/**
 * The changed records as texts by their path in the project, once each is checked, against the others too.
 * @throws UserError of whatever does not fit
 */
export function changedTexts(
  changes: Changes,
  before: { project: Readonly<Project>; taxonomy: Readonly<Taxonomy>; videos: readonly Video[] },
): Map<string, string> {
  const texts = new Map<string, string>();
  const { project = before.project, taxonomy = before.taxonomy, videos = before.videos } = changes;
  const known = new Set(videos.map((v) => v.id));
  const put = (annotation: Annotation, path: string) => {
    if (!known.has(annotation.video)) throw unknownVideo(annotation.video);
    const checked = checkRecord(Annotation, annotation, path);
    checkAnnotation(checked, taxonomy, project.singleLabel, path);
    texts.set(path, recordText(checked));
  };
  for (const annotation of changes.annotations ?? []) put(annotation, annotationFile(annotation.video));
  if (changes.annotator) {
    const { name, annotations } = changes.annotator;
    requireSafeId(name, 'annotator');
    for (const annotation of annotations) put(annotation, annotatorFile(name, annotation.video));
  }
  if (changes.taxonomy) {
    checkTaxonomy(taxonomy, before.taxonomy);
    texts.set('taxonomy.json', recordText(checkRecord(Taxonomy, taxonomy, 'taxonomy.json')));
  }
  if (changes.videos) {
    checkVideos(videos);
    texts.set('videos.json', recordText(checkRecord(VideoList, { version: 1, videos }, 'videos.json')));
  }
  if (changes.project) texts.set('project.json', recordText(checkRecord(Project, project, 'project.json')));
  return texts;
}

function unknownVideo(id: string): UserError {
  return new UserError(
    'unknown-video',
    `Annotation of ${JSON.stringify(id)}: there is no such video in videos.json.`,
    'Add the video first.',
  );
}
