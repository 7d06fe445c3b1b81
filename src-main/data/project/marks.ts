import { join } from 'node:path';
import { type Mark, MarkList, withMark } from '../../common/domain/mark';
import { writeFileAtomic } from './atomic';
import { withLock } from './lock';
import { readRecord, recordText } from './records';

const name = 'marks.json';

/** What people have said of moments of the project's videos; none where there is no file. */
export async function readMarks(projectDir: string): Promise<Mark[]> {
  return (await readRecord(join(projectDir, name), name, MarkList))?.record.marks ?? [];
}

/** Changes what is said of one moment, as the file's only writer while it does so. @returns all marks */
export async function changeMark(projectDir: string, mark: Mark): Promise<Mark[]> {
  const path = join(projectDir, name);
  return withLock(path, async () => {
    const marks = withMark(await readMarks(projectDir), mark);
    await writeFileAtomic(path, recordText({ version: 1, marks } satisfies MarkList));
    return marks;
  });
}
