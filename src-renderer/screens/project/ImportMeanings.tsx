import type { ReactNode } from 'react';
import { type Choice, Select } from '../../ui/fields';
import { formatNumber } from '../../ui/format';

/** A class or lane of the files, and what of the project it becomes. */
interface Meaning {
  /** As the files write it. */
  name: string;
  /** How the row calls it, else by its name. */
  title?: ReactNode;
  segments: number;
  /** What the choice is called for those who cannot see the row. */
  question: string;
  /** See `valueOfMeaning`. */
  value: string;
  choices: readonly Choice[];
}

interface ImportMeaningsProps {
  label: string;
  meanings: readonly Meaning[];
  onValue: (meaning: Meaning, value: string) => void;
}

/** A row each of what the files have, with a choice of what it becomes. */
export function ImportMeanings({ label, meanings, onValue }: ImportMeaningsProps) {
  return (
    <table className="plain-table text" aria-label={label}>
      <thead>
        <tr>
          <th>In the files</th>
          <th className="number">Segments</th>
          <th>In the project</th>
        </tr>
      </thead>
      <tbody>
        {meanings.map((meaning) => (
          <tr key={meaning.name}>
            <td>{meaning.title ?? meaning.name}</td>
            <td className="number">{formatNumber(meaning.segments)}</td>
            <td>
              <Select
                className="in-cell"
                aria-label={meaning.question}
                value={meaning.value}
                choices={meaning.choices}
                onValue={(value) => onValue(meaning, value)}
              />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

type Becomes = number | 'new' | 'none' | null;

/** An id, `new`, `out` for what is left out, or nothing where it is yet to be said. */
export function valueOfMeaning(becomes: Becomes): string {
  if (becomes === null) return 'out';
  return becomes === 'none' ? '' : String(becomes);
}

/** The same read back. */
export function meaningOfValue(value: string): number | 'new' | null {
  if (value === 'out') return null;
  return value === 'new' ? value : Number(value);
}
