import { ListFilter } from 'lucide-react';
import type { ClassDiversity, DiversityReport, RunDiversity } from '../../../src-main/common/domain/diversity';
import { evidence, isThin } from '../../../src-main/common/domain/evidence';
import { goTo, selectRun, setLinked } from '../../state/view';
import { Button } from '../../ui/Button';
import { formatCount, formatNumber } from '../../ui/format';
import { Interval } from '../../ui/Interval';
import { ClassName } from '../../components/ClassName';
import type { EntropyRow } from './rows';

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

/** Labels beyond these are told as a number. */
const mostLabels = 12;

interface WrongLabelsProps {
  entry: ClassDiversity | null;
  name: string;
  run: string;
  /** Order of the run palette. */
  rank: number;
  /** Whether the background counts as a label. */
  counted: boolean;
  tasks: readonly string[] | undefined;
  /** What is wrong: steps, or whole clips. */
  unit: string;
}

/** What one run took the class for. */
export function WrongLabels({ entry, name, run, rank, counted, tasks, unit }: WrongLabelsProps) {
  const most = entry?.labels[0]?.steps ?? 1;
  const showErrors = (predictedClass: number | null) => {
    selectRun(run);
    setLinked({ truthClass: entry?.classId ?? null, predictedClass, kinds: null });
    goTo('errors');
  };
  return (
    <section className="section" aria-label={name}>
      <h3>{name}</h3>
      {!entry || entry.errors + entry.toBackground === 0 ? (
        <p className="hint">{entry ? 'It is always right.' : 'It does not occur.'}</p>
      ) : (
        <>
          <ul className="wrong-labels">
            {entry.labels.slice(0, mostLabels).map(({ classId, steps }) => (
              <li key={classId}>
                <button type="button" onClick={() => showErrors(classId)}>
                  <ClassName id={classId} task={tasks?.[classId]} />
                  <span className={`wrong-bar rank-${rank}`} aria-hidden>
                    <span style={{ width: `${(100 * steps) / most}%` }} />
                  </span>
                  <span className="number">{formatNumber(steps)}</span>
                </button>
              </li>
            ))}
          </ul>
          <p className="hint">{sentence(entry, counted, unit)}</p>
          <Button icon={ListFilter} onClick={() => showErrors(null)}>
            Show as errors
          </Button>
        </>
      )}
    </section>
  );
}

function sentence({ errors, toBackground, entropy, labels }: ClassDiversity, counted: boolean, unit: string): string {
  const rest = labels.length > mostLabels ? ` ${formatCount(labels.length - mostLabels, 'label')} more.` : '';
  const own = errors > 0 ? `${formatCount(errors, `wrong ${unit}`)}, entropy ${formatNumber(entropy?.value, 2)}.` : '';
  if (toBackground === 0) return own + rest;
  const background = counted
    ? `${formatNumber(toBackground)} of them went to background.`
    : `${formatNumber(toBackground)} more went to background and are left out.`;
  return `${own}${rest} ${background}`;
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
