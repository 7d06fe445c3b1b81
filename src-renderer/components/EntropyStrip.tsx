import { type ReactNode, useMemo, useState } from 'react';
import type { DiversityReport } from '../../src-main/common/domain/diversity';
import type { RunSummary } from '../../src-main/common/contract/runs';
import { useProject } from '../state/project';
import { useAnalysis } from '../state/useAnalysis';
import { setLinked, useView } from '../state/view';
import { PanelHead } from '../ui/Region';
import { Segmented } from '../ui/fields';
import { EntropyChart } from './EntropyChart';
import { type EntropyRow, entropyRows, type EntropySort } from './entropyRows';

/** Misclassification diversity of runs, asked for again when it may have changed. @param runs none: nothing is asked */
export function useDiversity(
  runs: readonly RunSummary[],
  countBackground: boolean,
): { report: DiversityReport | undefined; error: Error | null } {
  const split = useView((view) => view.split);
  const steps = useView((view) => view.steps);
  const ids = [...new Set(runs.map(({ id }) => id))];
  return useAnalysis('entropy.report', ids.length > 0 ? { runs: ids, split, countBackground, steps } : null);
}

export interface Shown {
  rows: readonly EntropyRow[];
  /** The class that is chosen on all screens, else that of the largest difference or entropy. */
  own: EntropyRow | undefined;
  /** Of the report's runs. */
  names: readonly string[];
}

/** The rows of a report, in an order of the reader's. */
export function useShown(report: DiversityReport, sort: EntropySort): Shown {
  const runs = useProject((state) => state.runs);
  const taxonomy = useProject((state) => state.project?.taxonomy);
  const chosen = useView((view) => view.truthClass);
  const rows = useMemo(() => entropyRows(report, taxonomy?.classes ?? [], sort), [report, taxonomy, sort]);
  const first = useMemo(() => entropyRows(report, taxonomy?.classes ?? [], 'entropy')[0], [report, taxonomy]);
  const names = useMemo(() => {
    const known = new Map(runs?.map(({ id, name }) => [id, name]));
    return report.runs.map(({ run }) => known.get(run) ?? run);
  }, [report, runs]);
  return { rows, own: rows.find((row) => row.classId === chosen) ?? first, names };
}

export const chooseClass = (truthClass: number): void => setLinked({ truthClass, predictedClass: null });

/** Where there is no bar to draw. */
export const allRight = ({ unit, countBackground }: DiversityReport): string =>
  `Every ${unit} of an action has its own label${countBackground ? '' : ', or none'}.`;

interface EntropyStripProps {
  report: DiversityReport;
  /** Told what is shown, so that what stands beside it follows. */
  beside?: (shown: Shown) => ReactNode;
  /** At the right of the head. */
  children?: ReactNode;
}

/** The bars of all classes, sorted. */
export function EntropyStrip({ report, beside, children }: EntropyStripProps) {
  const [sort, setSort] = useState<EntropySort>('entropy');
  const shown = useShown(report, sort);
  const { rows, own, names } = shown;
  if (rows.length === 0) {
    return (
      <PanelHead title="Misclassification diversity">
        <span className="hint">{allRight(report)}</span>
        <span className="push" />
        {children}
      </PanelHead>
    );
  }
  return (
    <>
      <EntropyChart
        report={report}
        rows={rows}
        names={names}
        chosen={own?.classId ?? null}
        onChoose={chooseClass}
        sort={
          <>
            <Segmented
              label="Sort"
              value={sort}
              choices={[
                { value: 'entropy', label: names.length > 1 ? `${names[0]} − ${names[1]}` : 'Entropy' },
                { value: 'name', label: 'Name' },
                { value: 'errors', label: 'Errors' },
              ]}
              onValue={setSort}
            />
            {children}
          </>
        }
      />
      {beside?.(shown)}
    </>
  );
}
