import { setImmediate as nextTurn } from 'node:timers/promises';
import type { CheckedInputOf } from '../../common/contract';
import type { FoundSegments } from '../../common/contract/labels';
import type { Segment } from '../../common/domain/annotation';
import type { Taxonomy } from '../../common/domain/taxonomy';
import type { Video } from '../../common/domain/video';
import { fewAtOnce } from './fewAtOnce';
import type { ProjectStore } from './store';

/** Labels of one video as they were read last. */
interface Indexed {
  stamp: string;
  segments: readonly Segment[];
  /** Seconds of one of the labels' units. */
  unit: number;
}

/** More words than this say nothing more; each is a bit of a 32-bit number. */
const mostWords = 31;

/**
 * Finds segments of all videos by words. Labels are read once and, when they were told to have changed, before the next
 * search; a search itself touches no disk, so that it answers while one types.
 */
export class SegmentIndex {
  readonly #known = new Map<string, Indexed>();
  #changed: 'all' | Set<string> = 'all';
  #reading: Promise<void> = Promise.resolve();

  constructor(private readonly store: ProjectStore) {}

  /** The labels of a video may be others now. */
  changed(video: string): void {
    if (this.#changed !== 'all') this.#changed.add(video);
  }

  /** Any labels, and the videos themselves, may be others now. */
  allChanged(): void {
    this.#changed = 'all';
  }

  /** Reads what was told to have changed, at first all, so that the next search need not. */
  prepare(): Promise<void> {
    this.#reading = this.#reading.then(() => this.#readChanged());
    return this.#reading;
  }

  /**
   * Looks for labels on disk that nobody has told to have changed. Searches meanwhile do not wait.
   * @returns whether there are
   */
  async check(): Promise<boolean> {
    await this.prepare();
    let isChanged = false;
    await fewAtOnce(this.store.videos, async ({ id }) => {
      const stamp = await this.store.labelStamp(id);
      if (this.#known.get(id)?.stamp === stamp) return;
      this.changed(id);
      isChanged = true;
    });
    return isChanged;
  }

  /**
   * Segments for which class name, verb, noun, note and video's name together hold every word, by video and start.
   */
  async find({ text, split, from, count }: CheckedInputOf<'labels.find'>): Promise<FoundSegments> {
    // A whole turn of the event loop, so that what the disk has told is heard first.
    for (let half = 0; half < 2; half++) await nextTurn();
    await this.prepare();
    const words = text.toLowerCase().split(/\s+/).filter(Boolean).slice(0, mostWords);
    if (words.length === 0) return { total: 0, segments: [] };
    const every = 2 ** words.length - 1;
    const held = (texts: readonly (string | undefined)[]) => wordsIn(texts, words);
    const byClass = wordsOfClasses(this.store.taxonomy, held);
    const found: FoundSegments = { total: 0, segments: [] };
    for (const { id: video } of this.#videosOf(split)) {
      const { segments = [], unit = 1 } = this.#known.get(video) ?? {};
      const inName = held([video]);
      for (const { id, start, end, classId, note } of segments) {
        const bits = inName | (byClass.get(classId) ?? 0) | (note === undefined ? 0 : held([note]));
        if (bits !== every || found.total++ < from || found.segments.length >= count) continue;
        found.segments.push({
          video,
          id,
          start: start * unit,
          end: end * unit,
          classId,
          ...(note !== undefined && { note }),
        });
      }
    }
    return found;
  }

  #videosOf(split: CheckedInputOf<'labels.find'>['split']): readonly Video[] {
    const { videos, project } = this.store;
    if (split === null) return videos;
    const { train, val, test } = project.splits;
    const ids = new Set(split === 'none' ? [...train, ...val, ...test] : project.splits[split]);
    return videos.filter(({ id }) => ids.has(id) !== (split === 'none'));
  }

  async #readChanged(): Promise<void> {
    const changed = this.#changed;
    this.#changed = new Set();
    const { videos } = this.store;
    if (changed === 'all') {
      const ids = new Set(videos.map(({ id }) => id));
      for (const id of this.#known.keys()) if (!ids.has(id)) this.#known.delete(id);
    }
    const read = changed === 'all' ? videos : videos.filter(({ id }) => changed.has(id));
    await fewAtOnce(read, async ({ id, frames, duration }) => {
      const stamp = await this.store.labelStamp(id);
      if (this.#known.get(id)?.stamp === stamp) return;
      const annotation = await this.store.annotation(id).catch(() => null);
      const { timebase = 'seconds', rate = 1, segments = [] } = annotation ?? {};
      const unit = timebase === 'frames' ? duration / Math.max(1, frames) : timebase === 'steps' ? 1 / rate : 1;
      this.#known.set(id, { stamp, segments, unit });
    });
  }
}

/** Bit k is set where one of the texts holds word k. */
function wordsIn(texts: readonly (string | undefined)[], words: readonly string[]): number {
  const lower = texts.map((text) => text?.toLowerCase() ?? '');
  return words.reduce((bits, word, k) => (lower.some((text) => text.includes(word)) ? bits | (1 << k) : bits), 0);
}

function wordsOfClasses(
  { classes }: Taxonomy,
  held: (texts: readonly (string | undefined)[]) => number,
): Map<number, number> {
  return new Map(classes.map(({ id, name, verb, noun }) => [id, held([name, verb, noun])]));
}
