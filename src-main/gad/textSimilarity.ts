/**
 * How alike two short texts are by their subwords: the cosine of their counts of character trigrams, each word taken
 * between marks of its beginning and end (the subwords of fastText, Bojanowski et al. 2017). From 0 to 1; order of
 * words, case and endings matter little, and no model is asked, so that what is found can be explained.
 */
export function textSimilarity(a: string, b: string): number {
  const [first, second] = [trigrams(a), trigrams(b)];
  const product = [...first].reduce((sum, [part, count]) => sum + count * (second.get(part) ?? 0), 0);
  const size = length(first) * length(second);
  return size === 0 ? 0 : product / size;
}

function trigrams(text: string): Map<string, number> {
  const counts = new Map<string, number>();
  for (const word of text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []) {
    const characters = Array.from(`<${word}>`);
    for (let i = 0; i + 3 <= characters.length; i++) {
      const part = characters.slice(i, i + 3).join('');
      counts.set(part, (counts.get(part) ?? 0) + 1);
    }
  }
  return counts;
}

const length = (counts: ReadonlyMap<string, number>) =>
  Math.sqrt([...counts.values()].reduce((sum, count) => sum + count * count, 0));
