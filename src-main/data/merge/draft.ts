import type { Refusal } from '../../common/contract/project';
import type { Annotation } from '../../common/domain/annotation';
import type { FrameClock, Video } from '../../common/domain/video';
import { type Place, remark } from '../formats/imported';
import { frameClock } from '../project/clocks';
import { idKey, safeId } from '../project/ids';
import type { ProjectStore } from '../project/store';

/**
 * A project as it would be after an import: videos, clocks and labels are changed here, in memory, and reach the disk
 * together or not at all. Remarks are gathered on the way.
 */
export class Draft {
  readonly refused: Refusal[] = [];
  readonly warnings: Refusal[] = [];
  /** Ids of videos that are new, and of all that the import says something of. */
  readonly created = new Set<string>();
  readonly touched = new Set<string>();
  /** Clocks read in this import and not yet on disk. */
  readonly newClocks = new Map<string, FrameClock>();
  readonly annotations = new Map<string, Annotation>();
  /** How many segments of a video its files brought before, which are replaced. */
  readonly replacedIn = new Map<string, number>();
  readonly #videos = new Map<string, Video>();
  readonly #resolved = new Map<string, Video | null>();

  /**
   * @param replaced origins whose segments the import brings anew
   * @param annotator whose labels they are, where not the project's own
   */
  constructor(
    readonly store: ProjectStore,
    private readonly replaced: ReadonlySet<string>,
    readonly annotator: string | null,
  ) {
    for (const video of store.videos) this.#videos.set(idKey(video.id), video);
  }

  get videos(): Video[] {
    return [...this.#videos.values()];
  }

  /** The video of this id, in any case of letters. */
  find(id: string): Video | undefined {
    return this.#videos.get(idKey(id));
  }

  /** The video a foreign id means: the same id, else the one that differs only by ActivityNet's prefix `v_`. */
  match(id: string): Video | undefined {
    return this.find(id) ?? this.find(id.startsWith('v_') ? id.slice(2) : `v_${id}`);
  }

  put(video: Video): void {
    if (!this.find(video.id)) this.created.add(video.id);
    this.#videos.set(idKey(video.id), video);
    this.touched.add(video.id);
  }

  /** The id under which a foreign name can be kept, told as a warning where it is not the name itself. */
  safeId(name: string, where: Place): string {
    const id = safeId(name);
    if (id !== name)
      this.warnings.push(remark(where, `${JSON.stringify(name)} cannot be a file name, ${JSON.stringify(id)} is used`));
    return id;
  }

  /**
   * As `match`; null, refused, where the only video of that name differs in case, which some disks cannot tell apart.
   */
  matchOrRefuse(id: string, where: Place): Video | undefined | null {
    const video = this.match(id);
    if (!video || video.id === id || idKey(video.id) !== idKey(id)) return video;
    const what = `the video id ${JSON.stringify(id)} differs only in case from ${JSON.stringify(video.id)}`;
    this.refused.push(remark(where, what));
    return null;
  }

  /** The one video whose file has this name, in any folder. */
  #withFile(media: string | undefined): Video | undefined {
    if (media === undefined) return undefined;
    const named = this.videos.filter((video) => idKey(video.path?.split(/[\\/]/).pop() ?? '') === idKey(media));
    return named.length === 1 ? named[0] : undefined;
  }

  /**
   * The video of a foreign id or media file, made without a file where the project has none; null, refused once, where
   * it clashes.
   */
  resolve(name: string, where: Place, media?: string): Video | null {
    const known = this.#resolved.get(name);
    if (known !== undefined) return known && (this.find(known.id) ?? null);
    const meant = this.match(name) ? undefined : this.#withFile(media);
    if (meant) {
      this.#resolved.set(name, meant);
      return meant;
    }
    const id = this.safeId(name, where);
    let video = this.matchOrRefuse(id, where);
    if (video && id !== name && [...this.#resolved.values()].some((other) => other?.id === id)) {
      this.refused.push(remark(where, `the video id ${JSON.stringify(id)} is taken by another video`));
      video = null;
    }
    if (video === undefined && this.annotator !== null) {
      this.refused.push(remark(where, `the project has no video ${JSON.stringify(name)} to compare labels of`));
      video = null;
    }
    if (video === undefined) {
      video = videoWithoutFile(id);
      this.put(video);
    }
    this.#resolved.set(name, video);
    return video;
  }

  /** The video's frame clock; null where the item has no file. Throws UserError where the file cannot be read. */
  async clock(video: Video): Promise<FrameClock | null> {
    return this.newClocks.get(video.id) ?? (video.frames > 0 ? await frameClock(this.store, video) : null);
  }

  /** Whether any video has labels that the import does not bring anew. */
  async hasLabels(): Promise<boolean> {
    for (const { id } of this.store.videos) {
      const labels = await this.store.annotation(id).catch(() => null);
      if (!labels || labels.segments.some(({ origin }) => !this.replaced.has(origin))) return true;
    }
    return false;
  }

  /** The video's labels as they would be; null where nobody has made any. Another annotator's are brought whole. */
  async annotation(video: Video): Promise<Annotation | null> {
    const draft = this.annotations.get(video.id);
    if (draft) return draft;
    if (this.annotator !== null || this.created.has(video.id)) return null;
    const found = await this.store.annotation(video.id);
    if (found.segments.length + found.reviewed.length === 0) return null;
    const kept = found.segments.filter((s) => !this.replaced.has(s.origin));
    this.replacedIn.set(video.id, found.segments.length - kept.length);
    return { ...found, segments: kept };
  }
}

/** An item that is labels or features only. */
export function videoWithoutFile(id: string): Video {
  return {
    id,
    path: null,
    fps: null,
    frames: 0,
    duration: 0,
    width: 0,
    height: 0,
    codec: '',
    variableRate: false,
    playable: true,
    hash: '',
  };
}
