import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { outdatedReason, type Scored } from '../common/domain/scored';
import { annotationFile } from '../data/project/paths';
import type { ProjectStore } from '../data/project/store';
import { digestOf } from './contentDigest';
import { predictionPaths, runFolder } from './runFolder';

/** A run on a split, and the videos that it has predictions of there. */
interface ScoredRun {
  run: string;
  split: string;
  predicted: readonly string[];
}

/**
 * What numbers on disk come from, now: labels are read once, however many runs are asked for. Names of classes are no
 * part of it, because they change what is shown and not what is counted.
 */
export class ScoredNow {
  readonly #labels = new Map<string, Promise<string>>();

  constructor(private readonly store: ProjectStore) {}

  /** @param also videos whose labels count beside those of the split */
  async of({ run, split, predicted }: ScoredRun, also: readonly string[] = []): Promise<Scored> {
    const known = new Set(this.store.videos.map(({ id }) => id));
    const videos = predicted.filter((video) => known.has(video));
    const decided = videos.flatMap((video) => {
      const paths = predictionPaths(runFolder(this.store.dir, run), split, video);
      return [paths.segments, paths.clips];
    });
    return { labels: await this.#labelsOf([...videos, ...also]), predictions: await digestOf(decided) };
  }

  /** Why numbers are no longer those that would be measured now; null where they are. */
  async outdated(then: Scored | undefined, run: ScoredRun, also: readonly string[] = []): Promise<string | null> {
    return then ? outdatedReason(run.split, then, await this.of(run, also)) : null;
  }

  #labelsOf(videos: readonly string[]): Promise<string> {
    const key = videos.join();
    const known = this.#labels.get(key) ?? this.#digest(videos);
    this.#labels.set(key, known);
    return known;
  }

  async #digest(videos: readonly string[]): Promise<string> {
    const { classes, retired } = this.store.taxonomy;
    const meaning = {
      classes: classes.map(({ id, background, ambiguous }) => [id, background ?? false, ambiguous ?? false]),
      merged: retired.flatMap(({ id, into }) => (into === undefined ? [] : [[id, into]])),
    };
    const labels = await digestOf(videos.map((video) => join(this.store.dir, annotationFile(video))));
    return createHash('sha256').update(JSON.stringify(meaning)).update(labels).digest('hex');
  }
}
