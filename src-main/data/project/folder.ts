import { readdir } from 'node:fs/promises';
import { dirname, isAbsolute, join, relative, resolve, sep } from 'node:path';
import { FeatureSet } from '../../common/domain/featureSet';
import type { Video } from '../../common/domain/video';
import { requireSafeId } from './ids';
import { readRecord } from './records';

/** Where things lie that jobs write into a project's folder, and the files of its videos. */
export class ProjectFolder {
  constructor(readonly dir: string) {}

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

  /**
   * How a file is written down in `videos.json`: relative inside the project's folder or the
   * one around it, else absolute.
   */
  storedVideoPath(file: string): string {
    const inside = relative(dirname(this.dir), resolve(file));
    if (inside.startsWith('..') || isAbsolute(inside)) return resolve(file);
    return relative(this.dir, resolve(file)).split(sep).join('/');
  }
}
