/** Classes by what one types of their names: `cu on` and `cton` both find `cut onion`. */
import type { ActionClass } from '../../src-main/common/domain/taxonomy';

export interface FoundClass {
  entry: ActionClass;
  /** Places of the typed letters in the name, ascending. */
  letters: readonly number[];
}

/** What a letter is worth: at the start of a word, right behind the letter before, or elsewhere. */
const [atWord, behind, elsewhere] = [8, 6, 1];

/** Classes whose names have the typed letters in their order, the best first; all in their order for an empty query. */
export function findClasses(classes: readonly ActionClass[], query: string): FoundClass[] {
  const typed = query.toLowerCase().replaceAll(/\s/g, '');
  const scored = classes.flatMap((entry) => {
    const match = matchLetters(entry.name.toLowerCase(), typed);
    return match ? [{ entry, letters: match.letters, score: match.score - entry.name.length / 1000 }] : [];
  });
  if (typed !== '') scored.sort((a, b) => b.score - a.score);
  return scored.map(({ entry, letters }) => ({ entry, letters }));
}

interface Match {
  score: number;
  letters: number[];
}

/** The best way to find the typed letters in a name in their order; null where there is none. */
function matchLetters(name: string, typed: string): Match | null {
  /** Of the letters typed so far, the best match that ends at each place of the name. */
  let best: (Match | null)[] = [];
  for (let t = 0; t < typed.length; t++) {
    let before: Match | null = t === 0 ? { score: 0, letters: [] } : null;
    best = Array.from(name, (letter, place): Match | null => {
      const adjacent = best[place - 1] ?? null;
      const found =
        letter === typed[t] ? better(step(before, name, place, elsewhere), step(adjacent, name, place, behind)) : null;
      before = better(before, t === 0 ? null : adjacent);
      return found;
    });
  }
  return typed === '' ? { score: 0, letters: [] } : best.reduce(better, null);
}

function step(before: Match | null, name: string, place: number, worth: number): Match | null {
  if (!before) return null;
  const startsWord = place === 0 || /[\s_-]/.test(name[place - 1] as string);
  return { score: before.score + Math.max(worth, startsWord ? atWord : 0), letters: [...before.letters, place] };
}

const better = (a: Match | null, b: Match | null): Match | null => (!a || (b && b.score > a.score) ? b : a);
