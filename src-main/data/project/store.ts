import { stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { Annotation } from '../../common/domain/annotation';
import { type AnnotationEdit, applyEdit, isSame } from '../../common/domain/edit';
import { Project } from '../../common/domain/project';
import { Taxonomy } from '../../common/domain/taxonomy';
import { applyTaxonomyEdit, type TaxonomyEdit } from '../../common/domain/taxonomyEdit';
import { type Video, VideoList } from '../../common/domain/video';
import { UserError } from '../../common/errors';
import { rebasedClasses } from '../../common/classRebasing';
import type { Renumbered } from '../../common/contract/taxonomy';
import { rebased } from '../../common/rebasing';
import { isUnwritable, removeAbandoned, writeFileAtomic } from './atomic';
import { annotationFile } from './paths';
import { type Changes, changedTexts } from './changes';
import { checkAnnotation, checkTaxonomy, checkVideos } from './check';
import { type NewProject, writeNewProject } from './create';
import { ProjectFolder } from './folder';
import { withLabels } from './followers';
import { EditedClasses, followClasses } from './followedClasses';
import { announceWriting, digest, endJournal, isOwnWriting, signWriting } from './journal';
import { LabelReader, type Labels, markOf } from './labels';
import { withLock } from './lock';
import { checkRecord, readText, recordText, requireProject } from './records';
import { SeenRecords } from './seen';
import { finishStaged, hasStaged, type StagedFile, writeStaged } from './staging';

/**
 * A project is a folder of plain files; this is the one door through which its records are read and written. Promised:
 * what is read has been checked, file and field are named where it does not fit; several changes given to `apply` reach
 * the disk together or not at all; a file changed by somebody else since it was read is never overwritten.
 */

/**
 * Makes a new project in `dir`, which may exist but must hold no project.
 * @throws UserError `project-exists`, or those of `writeFileAtomic`
 */
export async function createProject(dir: string, options: NewProject): Promise<ProjectStore> {
  return openProject(await writeNewProject(dir, options));
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

/** What a project is, beside its labels. */
export const recordFiles: readonly string[] = ['project.json', 'taxonomy.json', 'videos.json'];

export class ProjectStore extends ProjectFolder {
  #project!: Project;
  #taxonomy!: Taxonomy;
  #videos!: readonly Video[];
  #seen: SeenRecords;
  readonly #labels: LabelReader;
  readonly #edited = new EditedClasses();
  /** Whether classes of another program were read since all was. */
  #isFollowed = false;
  readonly #restored: string[] = [];

  /** Use `openProject`. */
  constructor(dir: string) {
    super(dir);
    this.#seen = new SeenRecords(dir);
    this.#labels = new LabelReader(
      dir,
      (video) => this.#unlabelled(video),
      (labels) => this.#check(labels),
    );
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

  /**
   * Reads the project's records again, after another process has changed them. Where that fails, all stays as it was,
   * and what was not understood counts as changed.
   * @returns names of classes that another program has left out since, and that were put back as labels are of them
   */
  async reload(): Promise<string[]> {
    if (await this.#seen.isChanged('taxonomy.json')) {
      await this.#alone('taxonomy.json', () => this.#followTaxonomy()).catch((error: unknown) => {
        // What another program has left out cannot be put back, but all can be read.
        if (!isUnwritable(error)) throw error;
      });
    }
    const seen = new SeenRecords(this.dir);
    const project = await seen.read('project.json', Project);
    if (!project) {
      const found = (await stat(this.dir).catch(() => null)) ? 'it holds no project.json' : 'there is no such folder';
      throw new UserError(
        'not-a-project',
        `${this.dir} is not a project: ${found}.`,
        'Choose a project folder, or make one with "gadw init".',
      );
    }
    const taxonomy = await readTaxonomy(seen);
    const videos = await seen.require('videos.json', VideoList);
    checkVideos(videos.videos);
    this.#seen = seen;
    this.#project = project;
    this.#taxonomy = taxonomy;
    this.#videos = videos.videos;
    this.#isFollowed = false;
    return this.#restored.splice(0);
  }

  /** Whether another process has changed the project's records since they were read. */
  async isChangedElsewhere(): Promise<boolean> {
    if (this.#isFollowed) return true;
    for (const path of recordFiles) if (await this.#seen.isChanged(path)) return true;
    return false;
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
    return (await this.labels(videoId)).annotation;
  }

  /** Likewise, with the file they are from and the edits that are not in it. */
  async labels(videoId: string): Promise<Labels> {
    this.video(videoId);
    const labels = await this.#labels.read(videoId);
    this.#seen.saw(annotationFile(videoId), labels.mark);
    this.#check(labels.annotation);
    return labels;
  }

  /** Whether the labels' file is as this program, in whichever process, has written it last. */
  isOwnFile(videoId: string): Promise<boolean> {
    return this.#labels.isOwn(videoId);
  }

  /** Another one whenever the labels of a video have changed on disk. */
  labelStamp(videoId: string): Promise<string> {
    return this.#labels.stamp(videoId);
  }

  /**
   * Changes labels as they are now, whoever changed them last. When this returns the edit is on disk, in the journal;
   * `writeEdits` brings it into the labels' file.
   * @returns the labels after it
   * @throws UserError `edit-conflict`, `labels-invalid`, and those of the checks and of writing
   */
  async edit(edit: AnnotationEdit): Promise<Annotation> {
    const path = annotationFile(edit.video);
    this.video(edit.video);
    return this.#alone(path, async () => {
      await this.#followTaxonomy();
      const before = await this.annotation(edit.video).catch(asInvalid);
      const onTop = rebased(edit, before);
      const after = applyEdit(before, onTop);
      this.#check(checkRecord(Annotation, after, path));
      await this.#labels.add(onTop, after);
      this.#seen.saw(path, await this.#labels.mark(edit.video));
      return after;
    });
  }

  /** Writes the labels' file of an edited video whole. @returns edits that another program's change left no room for */
  async writeEdits(videoId: string): Promise<readonly AnnotationEdit[]> {
    return this.#alone(annotationFile(videoId), async () => {
      const { refused } = await this.#labels.read(videoId);
      await this.#labels.write(videoId);
      this.#seen.saw(annotationFile(videoId), await this.#labels.mark(videoId));
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
    const videos = new Map(changes.annotations?.map(({ video }) => [annotationFile(video), video]));
    await this.#alone([...texts.keys()].join(', '), async () => {
      for (const path of texts.keys()) {
        const video = videos.get(path);
        await this.#seen.requireUnchanged(path, video && (await this.#labels.mark(video)));
      }
      await this.#write(changes, texts);
    });
  }

  /**
   * Changes classes or lanes, and labels with them, as they are now, whoever changed them last; all of it or nothing.
   * @returns the edit as it was made, see `rebasedClasses`
   * @throws UserError `edit-conflict`, `class-in-use`, `lanes-of-single-label`, and those of the checks and of writing
   */
  async editTaxonomy(wanted: TaxonomyEdit): Promise<{ edit: TaxonomyEdit; renumbered: Renumbered }> {
    if (wanted.lanes && this.#project.singleLabel) throw noLanes(wanted.name);
    return this.#alone('taxonomy.json', async () => {
      const before = await this.#followTaxonomy();
      const { edit: onTop, renumbered } = rebasedClasses(wanted, before);
      const read = async (video: string) => (await this.#labels.read(this.video(video).id)).annotation;
      const videos = this.#videos.map(({ id }) => id);
      const { edit, annotations } = await withLabels(onTop, videos, read);
      for (const { video } of annotations) await this.#labels.write(video);
      const changes = { taxonomy: applyTaxonomyEdit(before, edit), annotations };
      await this.#write(changes, changedTexts(changes, this));
      this.#edited.note(edit);
      return { edit, renumbered };
    });
  }

  async #write(changes: Changes, texts: Map<string, string>): Promise<void> {
    const labelled = (changes.annotations ?? []).map(({ video }) => annotationFile(video));
    for (const path of labelled) await announceWriting(join(this.dir, path), texts.get(path) as string);
    const [only] = texts;
    if (texts.size === 1 && only && !changes.files) await writeFileAtomic(join(this.dir, only[0]), only[1]);
    else await writeStaged(this.dir, joined(texts, changes.files ?? []));
    for (const path of labelled) await endJournal(join(this.dir, path), texts.get(path) as string);
    const classes = texts.get('taxonomy.json');
    if (classes !== undefined) await signWriting(join(this.dir, 'taxonomy.json'), classes);
    for (const [path, text] of texts) this.#seen.saw(path, labelled.includes(path) ? markOf(text, 0) : digest(text));
    this.#project = changes.project ?? this.#project;
    this.#taxonomy = changes.taxonomy ?? this.#taxonomy;
    this.#videos = changes.videos ?? this.#videos;
  }

  /** Works as the only writer, once what a killed process had begun is finished. @param path of what is saved */
  async #alone<T>(path: string, work: () => Promise<T>): Promise<T> {
    await requireProject(this.dir, `Could not save ${path}`);
    const begun = async () => {
      if (await hasStaged(this.dir)) await finishStaged(this.dir);
      return work();
    };
    return withLock(join(this.dir, 'project.json'), begun, join(this.dir, path));
  }

  /** Another process may have changed the classes since; what none of ours has written loses nothing of what is here. */
  async #followTaxonomy(): Promise<Taxonomy> {
    if (!(await this.#seen.isChanged('taxonomy.json'))) return this.#taxonomy;
    const path = join(this.dir, 'taxonomy.json');
    const theirs = await readTaxonomy(new SeenRecords(this.dir));
    const text = (await readText(path)) ?? '';
    const of = { known: this.#taxonomy, theirs, edited: this.#edited };
    this.#isFollowed = true;
    if (await isOwnWriting(path, text)) this.#edited.forgetChanged(of.known, theirs);
    else {
      const { taxonomy, labels, restored } = await followClasses(this.dir, of, () => this.#allLabels());
      this.#restored.push(...restored.map(({ name }) => name));
      if (!isSame(taxonomy, theirs)) return this.#mendTaxonomy(taxonomy, labels);
    }
    this.#taxonomy = theirs;
    this.#seen.saw('taxonomy.json', digest(text));
    return theirs;
  }

  /** Writes classes that are not those of the file only in that nothing is missing. */
  async #mendTaxonomy(taxonomy: Taxonomy, labels: readonly AnnotationEdit[]): Promise<Taxonomy> {
    checkTaxonomy(taxonomy);
    const annotations: Annotation[] = [];
    for (const edit of labels) {
      await this.#labels.write(edit.video);
      annotations.push(applyEdit((await this.#labels.read(edit.video)).annotation, edit));
    }
    const texts = changedTexts({ annotations }, { project: this.#project, taxonomy, videos: this.#videos });
    texts.set('taxonomy.json', recordText(taxonomy));
    await this.#write({ taxonomy, annotations }, texts);
    return taxonomy;
  }

  async *#allLabels(): AsyncGenerator<{ annotation: Annotation; isOwn: boolean }> {
    for (const { id } of this.#videos)
      yield { annotation: (await this.#labels.read(id)).annotation, isOwn: await this.#labels.isOwn(id) };
  }

  #check(labels: Annotation): void {
    checkAnnotation(labels, this.#taxonomy, this.#project.singleLabel, annotationFile(labels.video));
  }

  #unlabelled(videoId: string): Annotation {
    const timebase = this.video(videoId).frames > 0 ? 'frames' : 'seconds';
    return { version: 1, video: videoId, timebase, segments: [], reviewed: [] };
  }
}

async function readTaxonomy(seen: SeenRecords): Promise<Taxonomy> {
  const taxonomy = await seen.require('taxonomy.json', Taxonomy);
  checkTaxonomy(taxonomy);
  return taxonomy;
}

/** What another program has left is no labels: not a fault of the edit that finds it. */
function asInvalid(error: unknown): never {
  const isOther = !(error instanceof UserError) || ['project-gone', 'unreadable'].includes(error.code);
  throw isOther ? error : new UserError('labels-invalid', error.message, error.tip);
}

function noLanes(name: string): UserError {
  return new UserError(
    'lanes-of-single-label',
    `Could not do “${name}”: segments of this project do not overlap, so that one lane holds them all.`,
    'Make a project whose segments may overlap.',
  );
}

async function* joined(texts: Map<string, string>, files: NonNullable<Changes['files']>): AsyncGenerator<StagedFile> {
  yield* files;
  for (const [path, data] of texts) yield { path, data };
}
