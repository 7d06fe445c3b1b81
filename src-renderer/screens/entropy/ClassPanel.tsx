import type { DiversityReport, RunDiversity } from '../../../src-main/common/domain/diversity';
import { evidence, isThin } from '../../../src-main/common/domain/evidence';
import { formatNumber } from '../../ui/format';
import { Interval } from '../../ui/Interval';
import type { EntropyRow } from '../../components/entropyRows';
import { WrongLabels } from '../../components/WrongLabels';

interface ClassPanelProps {
  report: DiversityReport;
  row: EntropyRow;
  names: readonly string[];
}

/** What the chosen class was taken for, by each run, and what the runs come to over all classes. */
export function ClassPanel({ report, row, names }: ClassPanelProps) {
  return (
    <div className="scroll">
      {row.runs.map((entry, i) => (
        <WrongLabels
          key={names[i]}
          entry={entry}
          name={names[i]!}
          run={report.runs[i]!.run}
          rank={i}
          counted={report.countBackground}
          tasks={report.tasks}
          unit={report.unit}
        />
      ))}
      <Overall report={report} names={names} />
    </div>
  );
}

/** Means of the runs and whether they differ. */
function Overall({ report, names }: Omit<ClassPanelProps, 'row'>) {
  const videos = report.videos.length;
  return (
    <section className="section" aria-label="All classes">
      <h3>All classes</h3>
      {report.runs.map((run, i) => (
        <dl key={run.run} className="facts">
          <Fact
            name={`Mean, ${names[i]}`}
            value={<Interval interval={run.mean} digits={2} videos={videos} show="both" />}
          />
          <Fact
            name="weighted by errors"
            value={<Interval interval={run.weighted} digits={2} videos={videos} show="both" />}
          />
          <Fact
            name={`wrong ${report.unit}s called background`}
            value={run.backgroundShare === null ? '—' : `${formatNumber(100 * run.backgroundShare)} %`}
          />
        </dl>
      ))}
      {report.runs.slice(1).map((run, i) => (
        <Difference key={run.run} run={run} name={names[i + 1]!} first={names[0]!} videos={videos} />
      ))}
      <p className="hint">{evidence(videos)}.</p>
      {report.notes.map((note) => (
        <p key={note} className="hint">
          {note}
        </p>
      ))}
    </section>
  );
}

function Difference({
  run: { difference },
  name,
  first,
  videos,
}: {
  run: RunDiversity;
  name: string;
  first: string;
  videos: number;
}) {
  if (!difference) return null;
  const { better, superiority } = difference;
  return (
    <p className={isThin(videos) ? 'hint' : 'label'}>
      {name} less {first}: <Interval interval={difference} digits={2} videos={videos} show="both" signed />. Less
      scattered in {formatNumber(100 * better)} % of draws
      {superiority !== null && ` and ${formatNumber(100 * superiority)} % of videos`}.
    </p>
  );
}

function Fact({ name, value }: { name: string; value: React.ReactNode }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{value}</dd>
    </div>
  );
}
