/**
 * Finished maps under `.cache/embeddings/`, named by the hash of what they are made of and how: the same states and
 * settings find their map again, changed ones make another. The record is written last.
 */
import { join } from 'node:path';
import { LayoutRecord, pointFields } from '../../common/domain/embedding';
import { readNpy, writeNpy } from '../../data/formats/npy';
import { removeAbandoned, writeFileAtomic } from '../../data/project/atomic';
import { readRecord, recordText } from '../../data/project/records';

export interface Layout {
  record: LayoutRecord;
  /** `[points, 5]`; see `pointFields`. */
  fields: Int32Array;
  /** `[points, 2]` */
  positions: Float32Array;
}

const folder = (project: string) => join(project, '.cache', 'embeddings');
const pathsOf = (project: string, key: string) => {
  const path = (suffix: string) => join(folder(project), `${key}.${suffix}`);
  return { record: path('json'), fields: path('points.npy'), positions: path('positions.npy') };
};

/** Null where there is no such map. */
export async function readLayout(project: string, key: string): Promise<Layout | null> {
  const paths = pathsOf(project, key);
  const found = await readRecord(paths.record, paths.record, LayoutRecord).catch(() => null);
  if (!found) return null;
  const [fields, positions] = await Promise.all([readNpy(paths.fields), readNpy(paths.positions)]);
  if (fields.dtype !== 'int32' || positions.dtype !== 'float32') return null;
  return { record: found.record, fields: fields.data, positions: positions.data };
}

/**
 * Keeps a finished map; the record comes last, so that a map without one is not there yet. @throws those of
 * `writeFileAtomic`
 */
export async function writeLayout(project: string, key: string, { record, fields, positions }: Layout): Promise<void> {
  const paths = pathsOf(project, key);
  await removeAbandoned(folder(project));
  await writeNpy(paths.fields, { dtype: 'int32', shape: [record.points, pointFields.length], data: fields });
  await writeNpy(paths.positions, { dtype: 'float32', shape: [record.points, 2], data: positions });
  await writeFileAtomic(paths.record, recordText(record));
}
