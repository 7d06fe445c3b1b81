import { describe, it } from 'vitest';
import { normaliseAnswer } from '../../src-main/gad/classText';
import { ClassMatcher, codePoints, levenshtein } from '../../src-main/gad/levenshtein';
import { Comparison, goldenJson, hasGolden } from './goldenFolder';

interface Group {
  dataset: string;
  choices: string[];
  all_classes: string[];
  cases: { raw: string; normalized: string; distance: number; matched: string; distances: number[] }[];
}

describe.runIf(hasGolden('levenshtein/cases.json'))('mapping of answers to classes', () => {
  it('finds the same class at the same distance', () => {
    for (const group of goldenJson<{ groups: Group[] }>('levenshtein', 'cases.json').groups) {
      const compared = new Comparison(`levenshtein ${group.dataset}`);
      const leftOut = new Set(group.all_classes.flatMap((text, i) => (group.choices.includes(text) ? [] : [i])));
      const matcher = new ClassMatcher(group.all_classes, leftOut);
      for (const { raw, normalized, distance, matched, distances } of group.cases) {
        const match = matcher.match(raw);
        compared.equal(normaliseAnswer(raw), normalized);
        compared.equal([group.all_classes[match.index], match.distance], [matched, distance], JSON.stringify(raw));
        const points = codePoints(normalized);
        compared.equal(
          group.choices.map((choice) => levenshtein(points, codePoints(choice))),
          distances,
        );
      }
      compared.print();
    }
  });
});
