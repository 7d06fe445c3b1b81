import type { ErrorKind, Verdict } from '../../src-main/common/domain/diagnosis';

/** Letters of the kinds of error, in lists and on segments. */
export const kindLetters: Record<ErrorKind, string> = {
  confused: 'C',
  boundary: 'B',
  fragmented: 'F',
  merged: 'M',
  duplicate: 'D',
  invented: 'I',
  missed: 'X',
};

export const isErrorKind = (verdict: Verdict): verdict is ErrorKind => verdict !== 'correct';

/** The letter beside the word it stands for. */
export function KindLetter({ kind, faint = false }: { kind: ErrorKind; faint?: boolean }) {
  return (
    <span className={`kind-letter ${faint ? 'faint' : ''}`} aria-hidden>
      {kindLetters[kind]}
    </span>
  );
}
