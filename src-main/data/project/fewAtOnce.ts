/** As many as the threads that Node reads files with: more would only wait in line there. */
const few = 4;

/**
 * Works on each of many, a few at a time, in order. The others wait in no queue of the disk or of the event loop, so
 * that what a page asks meanwhile is answered in between.
 * @returns what came of each
 * @throws what `work` throws first
 */
export async function fewAtOnce<T, R>(all: readonly T[], work: (one: T) => Promise<R>): Promise<R[]> {
  const results: R[] = [];
  const left = all.entries();
  const workOn = async () => {
    for (const [index, one] of left) results[index] = await work(one);
  };
  await Promise.all(Array.from({ length: few }, workOn));
  return results;
}
