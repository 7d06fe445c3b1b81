import { useMemo } from 'react';
import { type DiagnosisReport, type ErrorKind, errorKinds } from '../../../src-main/common/domain/diagnosis';
import type { ErrorRow } from '../../state/errorRows';
import { setLinked, useView } from '../../state/view';
import { formatNumber, formatScore } from '../../ui/format';
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
      <button type="button" className="kind" aria-pressed={chosen === null} onClick={() => setLinked({ kinds: null })}>
        <span className="kind-name">All kinds</span>
        <span className="kind-count">{formatNumber(found.length)}</span>
        <span className="hint">
          <span className="kind-word">S-F1 </span>
          {formatScore(report.scores[0]?.value)}
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
            data-tip={costsTip(report, costs)}
            onClick={(event) => choose(kind, event.ctrlKey || event.metaKey)}
          >
            <span className="kind-name">
              <KindLetter kind={kind} faint={count === 0} />
              {kind}
            </span>
            <span className="kind-count">{formatNumber(count)}</span>
            <span className="hint">
              <span className="kind-word">costs </span>
              {formatScore(costs[0])}
            </span>
          </button>
        );
      })}
    </div>
  );
}

/** Costs at every threshold. */
function costsTip({ scores }: DiagnosisReport, costs: readonly (number | null)[]): string {
  const parts = scores.map(({ iou }, i) => `${formatScore(costs[i])} at IoU ${iou}`);
  return `S-F1 gained if this kind alone were right: ${parts.join(', ')}`;
}
