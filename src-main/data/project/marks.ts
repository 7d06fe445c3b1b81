import { join } from 'node:path';
import { type Mark, MarkList, markKey, withMark } from '../../common/domain/mark';
import { meaningOf, type Taxonomy } from '../../common/domain/taxonomy';
import { writeFileAtomic } from './atomic';
import { withLock } from './lock';
import { readRecord, recordText } from './records';
import type { ProjectStore } from './store';

const name = 'marks.json';

/**
 * What people have said of moments of the project's videos, those of merged classes as today's;
 * none where there is no file.
 */
export async function readMarks({ dir, taxonomy }: Pick<ProjectStore, 'dir' | 'taxonomy'>): Promise<Mark[]> {
  return (await storedMarks(dir)).map(asOf(taxonomy));
}

const storedMarks = async (dir: string): Promise<Mark[]> =>
  (await readRecord(join(dir, name), name, MarkList))?.record.marks ?? [];

function asOf(taxonomy: Taxonomy): (mark: Mark) => Mark {
  const means = meaningOf(taxonomy);
  return (mark) => ({ ...mark, classId: means(mark.classId) });
}

/** Changes what is said of one moment, as the file's only writer while it does so. @returns all marks */
export async function changeMark(
  { dir, taxonomy }: Pick<ProjectStore, 'dir' | 'taxonomy'>,
  mark: Mark,
): Promise<Mark[]> {
  const path = join(dir, name);
  const today = asOf(taxonomy);
  return withLock(path, async () => {
    const others = (await storedMarks(dir)).filter((one) => markKey(today(one)) !== markKey(mark));
    const marks = withMark(others, mark);
    await writeFileAtomic(path, recordText({ version: 1, marks } satisfies MarkList));
    return marks.map(today);
  });
}
