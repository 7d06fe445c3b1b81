import { type ErrorKind, kindLetters, type Verdict } from '../../src-main/common/domain/diagnosis';

export const isErrorKind = (verdict: Verdict): verdict is ErrorKind => verdict !== 'correct';

/** The letter beside the word it stands for. */
export function KindLetter({ kind, faint = false }: { kind: ErrorKind; faint?: boolean }) {
  return (
    <span className={`kind-letter ${faint ? 'faint' : ''}`} aria-hidden>
      {kindLetters[kind]}
    </span>
  );
}
