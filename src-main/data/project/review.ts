import { join } from 'node:path';
import { type ReviewedSuggestion, ReviewLog, type ReviewVerdict } from '../../common/domain/review';
import { writeFileAtomic } from './atomic';
import { withLock } from './lock';
import { readRecord, recordText } from './records';

const name = 'review.json';

/** What was done with suggestions of runs, the oldest first; nothing where there is no file. */
export async function readReviewLog(projectDir: string): Promise<ReviewedSuggestion[]> {
  return (await readRecord(join(projectDir, name), name, ReviewLog))?.record.done ?? [];
}

/** Keeps what was done with a suggestion just now. @param did null: it is open again */
export async function recordReview(
  projectDir: string,
  { did, ...suggestion }: Omit<ReviewedSuggestion, 'did' | 'time'> & { did: ReviewVerdict | null },
): Promise<void> {
  const path = join(projectDir, name);
  const { run, key } = suggestion;
  await withLock(path, async () => {
    const others = (await readReviewLog(projectDir)).filter((one) => one.run !== run || one.key !== key);
    const done = did === null ? others : [...others, { ...suggestion, did, time: new Date().toISOString() }];
    await writeFileAtomic(path, recordText({ version: 1, done } satisfies ReviewLog));
  });
}
