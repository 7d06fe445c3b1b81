import { useMemo } from 'react';
import { type DiagnosisReport, type ErrorKind, errorKinds } from '../../../src-main/common/domain/diagnosis';
import type { ScoreInterval } from '../../../src-main/common/domain/statistics';
import { evidence } from '../../../src-main/common/domain/evidence';
import type { ErrorRow } from '../../state/errorRows';
import { setLinked, useView } from '../../state/view';
import { formatNumber, formatScore } from '../../ui/format';
import { boundsText } from '../../ui/Interval';
import { KindLetter } from '../../ui/KindLetter';

interface KindBarProps {
  report: DiagnosisReport;
  /** Rows of all kinds that the other filters let pass. */
  found: readonly ErrorRow[];
}

/** The kinds with their counts and what each costs; a click shows one kind, with Ctrl it adds or takes one. */
export function KindBar({ report, found }: KindBarProps) {
  const chosen = useView((view) => view.kinds);
  const counts = useMemo(() => {
    const byKind = new Map<ErrorKind, number>();
    for (const { kind } of found) byKind.set(kind, (byKind.get(kind) ?? 0) + 1);
    return byKind;
  }, [found]);
  const choose = (kind: ErrorKind, adding: boolean) => {
    if (!adding) return setLinked({ kinds: chosen?.join() === kind ? null : [kind] });
    const kinds = errorKinds.filter((one) => (one === kind) !== (chosen?.includes(one) ?? false));
    setLinked({ kinds: kinds.length === 0 ? null : kinds });
  };
  return (
    <div className="kind-bar" role="group" aria-label="Kinds of error">
      <button
        type="button"
        className="kind"
        aria-pressed={chosen === null}
        data-tip={tip(
          'S-F1',
          report,
          report.scores.map(({ score }) => score),
        )}
        onClick={() => setLinked({ kinds: null })}
      >
        <span className="kind-name">All kinds</span>
        <span className="kind-count">{formatNumber(found.length)}</span>
        <span className="hint">
          <span className="kind-word">S-F1 </span>
          {formatScore(report.scores[0]?.score?.value)}
        </span>
      </button>
      {report.kinds.map(({ kind, costs }) => {
        const count = counts.get(kind) ?? 0;
        return (
          <button
            key={kind}
            type="button"
            className={`kind ${count === 0 ? 'none' : ''}`}
            aria-pressed={chosen?.includes(kind) ?? false}
            data-tip={tip('S-F1 gained if this kind alone were right', report, costs)}
            onClick={(event) => choose(kind, event.ctrlKey || event.metaKey)}
          >
            <span className="kind-name">
              <KindLetter kind={kind} faint={count === 0} />
              {kind}
            </span>
            <span className="kind-count">{formatNumber(count)}</span>
            <span className="hint">
              <span className="kind-word">costs </span>
              {formatScore(costs[0]?.value)}
            </span>
          </button>
        );
      })}
    </div>
  );
}

/** Scores at every threshold, with their intervals. */
function tip(what: string, { scores, videos }: DiagnosisReport, found: readonly (ScoreInterval | null)[]): string {
  const parts = scores.map(({ iou }, i) => {
    const score = found[i];
    const bounds = score ? ` (${boundsText(score, 1, videos)})` : '';
    return `${formatScore(score?.value)}${bounds} at IoU ${iou}`;
  });
  return `${what}: ${parts.join(', ')}. In brackets: ${evidence(videos)}.`;
}
