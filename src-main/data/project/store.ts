import { readdir, stat } from 'node:fs/promises';
import { dirname, isAbsolute, join, relative, resolve, sep } from 'node:path';
import { Annotation } from '../../common/domain/annotation';
import { type AnnotationEdit, applyEdit } from '../../common/domain/edit';
import { FeatureSet } from '../../common/domain/featureSet';
import { Project } from '../../common/domain/project';
import { emptyTaxonomy, Taxonomy } from '../../common/domain/taxonomy';
import { type Video, VideoList } from '../../common/domain/video';
import { UserError } from '../../common/errors';
import { removeAbandoned, writeFileAtomic } from './atomic';
import { annotationFile, type Changes, changedTexts } from './changes';
import { checkAnnotation, checkTaxonomy, checkVideos } from './check';
import { requireSafeId } from './ids';
import { announceWriting, digest, endJournal } from './journal';
import { LabelReader, markOf } from './labels';
import { withLock } from './lock';
import { checkRecord, readRecord, readText, recordText } from './records';
import { finishStaged, hasStaged, type StagedFile, writeStaged } from './staging';

/**
 * A project is a folder of plain files; this is the one door through which its records are read and written. Promised:
 * what is read has been checked, file and field are named where it does not fit; several changes given to `apply` reach
 * the disk together or not at all; a file changed by somebody else since it was read is never overwritten.
 * Feature rows and run folders are written by the jobs that make them; this file only says where they are.
 */

/**
 * Makes a new project in `dir`, which may exist but must hold no project.
 * @throws UserError `project-exists`, or those of `writeFileAtomic`
 */
export async function createProject(
  dir: string,
  options: { name: string; singleLabel: boolean },
): Promise<ProjectStore> {
  const folder = resolve(dir);
  if ((await readText(join(folder, 'project.json'))) !== null) {
    throw new UserError('project-exists', `${folder} holds a project already.`, 'Open it, or choose another folder.');
  }
  const project: Project = {
    version: 1,
    name: options.name,
    singleLabel: options.singleLabel,
    splits: { train: [], val: [], test: [], source: '' },
    models: [],
    importedClasses: {},
  };
  checkRecord(Project, project, 'project.json');
  // project.json comes last: until it is there the folder is no project.
  await writeFileAtomic(join(folder, 'taxonomy.json'), recordText(emptyTaxonomy()));
  await writeFileAtomic(join(folder, 'videos.json'), recordText({ version: 1, videos: [] } satisfies VideoList));
  await writeFileAtomic(join(folder, 'project.json'), recordText(project));
  return openProject(folder);
}

/**
 * Opens a project: `project.json`, `taxonomy.json` and `videos.json` are checked now, each annotation when it is first
 * asked for, so that one broken file of one video does not close the rest.
 * @throws UserError `not-a-project`, `newer-version`, `invalid-json`, `invalid-record`, ...
 */
export async function openProject(dir: string): Promise<ProjectStore> {
  const folder = resolve(dir);
  const store = new ProjectStore(folder);
  for (const written of [folder, join(folder, 'annotations')]) await removeAbandoned(written);
  if (await hasStaged(folder)) await withLock(join(folder, 'project.json'), () => finishStaged(folder));
  await store.reload();
  return store;
}

export class ProjectStore {
  #project!: Project;
  #taxonomy!: Taxonomy;
  #videos!: readonly Video[];
  /** Digests of the records as last read or written here, by relative path. */
  readonly #seen = new Map<string, string>();
  readonly #labels: LabelReader;

  /** Use `openProject`. */
  constructor(readonly dir: string) {
    this.#labels = new LabelReader(dir, (video) => this.#unlabelled(video));
  }

  get project(): Readonly<Project> {
    return this.#project;
  }
  get taxonomy(): Readonly<Taxonomy> {
    return this.#taxonomy;
  }
  get videos(): readonly Video[] {
    return this.#videos;
  }

  /** Reads the project's records again, after a job in another process has changed them. */
  async reload(): Promise<void> {
    this.#seen.clear();
    const project = await this.#read('project.json', Project);
    if (!project) {
      const found = (await stat(this.dir).catch(() => null)) ? 'it holds no project.json' : 'there is no such folder';
      throw new UserError(
        'not-a-project',
        `${this.dir} is not a project: ${found}.`,
        'Choose a project folder, or make one with "gadw init".',
      );
    }
    const taxonomy = (await this.#read('taxonomy.json', Taxonomy)) ?? missing('taxonomy.json');
    const videos = (await this.#read('videos.json', VideoList)) ?? missing('videos.json');
    checkTaxonomy(taxonomy);
    checkVideos(videos.videos);
    this.#project = project;
    this.#taxonomy = taxonomy;
    this.#videos = videos.videos;
  }

  /** @throws UserError `unknown-video` */
  video(id: string): Video {
    const video = this.#videos.find((v) => v.id === id);
    if (video) return video;
    throw new UserError(
      'unknown-video',
      `There is no video ${JSON.stringify(id)} in this project.`,
      'Choose one from videos.json.',
    );
  }

  /** The labels of a video with all edits; empty where nobody has annotated it yet. */
  async annotation(videoId: string): Promise<Annotation> {
    this.video(videoId);
    const mark = await this.#labels.mark(videoId);
    const { annotation } = await this.#labels.read(videoId);
    this.#seen.set(annotationFile(videoId), mark);
    checkAnnotation(annotation, this.#taxonomy, this.#project.singleLabel, annotationFile(videoId));
    return annotation;
  }

  /**
   * Changes labels as they are now, whoever changed them last. When this returns the edit is on disk, in the journal;
   * `writeEdits` brings it into the labels' file.
   * @returns the labels after it
   * @throws UserError `edit-conflict`, and those of the checks and of writing
   */
  async edit(edit: AnnotationEdit): Promise<Annotation> {
    const path = annotationFile(edit.video);
    this.video(edit.video);
    await this.#requireThere(path);
    return withLock(join(this.dir, 'project.json'), async () => {
      const after = applyEdit((await this.#labels.read(edit.video)).annotation, edit);
      checkAnnotation(checkRecord(Annotation, after, path), this.#taxonomy, this.#project.singleLabel, path);
      await this.#labels.add(edit, after);
      this.#seen.set(path, await this.#labels.mark(edit.video));
      return after;
    });
  }

  /** Writes the labels' file of an edited video whole. @returns edits that another program's change left no room for */
  async writeEdits(videoId: string): Promise<readonly AnnotationEdit[]> {
    return withLock(join(this.dir, 'project.json'), async () => {
      const { refused } = await this.#labels.read(videoId);
      await this.#labels.write(videoId);
      this.#seen.set(annotationFile(videoId), await this.#labels.mark(videoId));
      return refused;
    });
  }

  saveAnnotation(annotation: Annotation): Promise<void> {
    return this.apply({ annotations: [annotation] });
  }
  saveVideos(videos: readonly Video[]): Promise<void> {
    return this.apply({ videos });
  }
  saveTaxonomy(taxonomy: Taxonomy): Promise<void> {
    return this.apply({ taxonomy });
  }
  saveProject(project: Project): Promise<void> {
    return this.apply({ project });
  }

  /**
   * Checks the changes against each other and writes them together or not at all.
   * @throws UserError of the checks, of writing, or `changed-elsewhere`
   */
  async apply(changes: Changes): Promise<void> {
    const texts = changedTexts(changes, this);
    const labelled = new Map((changes.annotations ?? []).map(({ video }) => [annotationFile(video), video]));
    await withLock(join(this.dir, 'project.json'), async () => {
      for (const path of texts.keys()) await this.#requireUnchanged(path, labelled.get(path));
      for (const path of labelled.keys()) await announceWriting(join(this.dir, path), texts.get(path) as string);
      const [only] = texts;
      if (texts.size === 1 && only && !changes.files) await writeFileAtomic(join(this.dir, only[0]), only[1]);
      else await writeStaged(this.dir, joined(texts, changes.files ?? []));
      for (const path of labelled.keys()) await endJournal(join(this.dir, path));
    });
    for (const [path, text] of texts) this.#seen.set(path, labelled.has(path) ? markOf(text, 0) : digest(text));
    this.#project = changes.project ?? this.#project;
    this.#taxonomy = changes.taxonomy ?? this.#taxonomy;
    this.#videos = changes.videos ?? this.#videos;
  }

  /** The feature sets that have a `set.json`, by name. */
  async featureSets(): Promise<FeatureSet[]> {
    const entries = await readdir(join(this.dir, 'features'), { withFileTypes: true }).catch(() => []);
    const sets: FeatureSet[] = [];
    for (const name of entries
      .filter((e) => e.isDirectory())
      .map((e) => e.name)
      .sort()) {
      const path = `features/${name}/set.json`;
      const set = await readRecord(join(this.dir, path), path, FeatureSet);
      if (set) sets.push(set.record);
    }
    return sets;
  }

  /** `features/<set>/<video>.npy` */
  featurePath(set: string, videoId: string): string {
    requireSafeId(set, 'feature set');
    requireSafeId(videoId, 'video');
    return join(this.dir, 'features', set, `${videoId}.npy`);
  }

  /** `runs/<id>` */
  runDir(id: string): string {
    requireSafeId(id, 'run');
    return join(this.dir, 'runs', id);
  }

  /** `.cache/clocks/<video>.f64` */
  clockPath(videoId: string): string {
    requireSafeId(videoId, 'video');
    return join(this.dir, '.cache', 'clocks', `${videoId}.f64`);
  }

  /** Where the video's file should be, or null where it has none. */
  resolveVideoPath(video: Video): string | null {
    if (video.path === null || isAbsolute(video.path)) return video.path;
    return join(this.dir, ...video.path.split('/'));
  }

  /** How a file is written down in `videos.json`: relative inside the project's folder or the one around it, else absolute. */
  storedVideoPath(file: string): string {
    const inside = relative(dirname(this.dir), resolve(file));
    if (inside.startsWith('..') || isAbsolute(inside)) return resolve(file);
    return relative(this.dir, resolve(file)).split(sep).join('/');
  }

  async #read<S extends Parameters<typeof readRecord>[2]>(path: string, schema: S) {
    const found = await readRecord(join(this.dir, path), path, schema);
    this.#seen.set(path, digest(found?.text ?? ''));
    return found ? found.record : null;
  }

  /** A drive that has gone must not be taken for a project without labels. */
  async #requireThere(path: string): Promise<void> {
    if (await stat(join(this.dir, 'project.json')).catch(() => null)) return;
    throw new UserError(
      'project-gone',
      `Could not save ${path}: ${this.dir} is no longer there.`,
      'Connect the drive again, then save again.',
    );
  }

  #unlabelled(videoId: string): Annotation {
    const timebase = this.video(videoId).frames > 0 ? 'frames' : 'seconds';
    return { version: 1, video: videoId, timebase, segments: [], reviewed: [] };
  }

  async #requireUnchanged(path: string, labelled: string | undefined): Promise<void> {
    const seen = this.#seen.get(path);
    if (seen === undefined) return;
    const now = labelled ? await this.#labels.mark(labelled) : digest((await readText(join(this.dir, path))) ?? '');
    if (now === seen) return;
    throw new UserError(
      'changed-elsewhere',
      `Could not save ${path}: another program has changed it since it was read.`,
      'Open the project again and repeat the last change.',
    );
  }
}

async function* joined(texts: Map<string, string>, files: NonNullable<Changes['files']>): AsyncGenerator<StagedFile> {
  yield* files;
  for (const [path, data] of texts) yield { path, data };
}

function missing(name: string): never {
  throw new UserError(
    'missing-file',
    `Missing ${name}: the project folder holds project.json but not this file.`,
    `Take ${name} from a backup.`,
  );
}
