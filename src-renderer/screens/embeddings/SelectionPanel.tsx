import { TriangleAlert, X } from 'lucide-react';
import { useMemo } from 'react';
import type { RunSummary } from '../../../src-main/common/contract/runs';
import { chosenPoints, type RunMap, useEmbeddings } from '../../state/embeddings';
import { noVideos, useProject } from '../../state/project';
import { goTo, setLinked, useView } from '../../state/view';
import { Button, IconButton } from '../../ui/Button';
import { formatCount, formatNumber, formatTime } from '../../ui/format';
import { PanelHead } from '../../ui/Region';
import { ClassName } from '../annotate/ClassName';
import { WrongLabels } from '../entropy/ClassPanel';
import { useDiversity } from '../entropy/EntropyStrip';
import { Thumbnail } from '../annotate/Thumbnail';
import { useMapTool } from '../../state/mapTool';

interface SelectionPanelProps {
  runs: readonly RunSummary[];
  /** Steps of the selected run in one of each run. */
  perStep: (run: RunSummary) => number;
}

/** The moment under the pointer, and which classes are true of the chosen steps. */
export function SelectionPanel({ runs, perStep }: SelectionPanelProps) {
  const maps = useEmbeddings((state) => state.maps);
  const steps = useView((view) => view.steps);
  const truthClass = useView((view) => view.truthClass);
  const shown = runs.flatMap((run) => {
    const map = maps[run.id];
    return map && map.facts.step.length > 0 ? [{ run, map, chosen: chosenPoints(map, steps, perStep(run)) }] : [];
  });
  const count = shown[0]?.chosen?.reduce((sum, one) => sum + one, 0) ?? 0;
  return (
    <>
      <PanelHead title="Selection" count={steps ? formatCount(count, 'step') : undefined}>
        {steps && (
          <>
            <span className="push" />
            <IconButton icon={X} name="Choose nothing" onClick={() => setLinked({ steps: null })} />
          </>
        )}
      </PanelHead>
      <div className="scroll">
        <Pointed shown={shown} />
        {steps ? (
          <TrueClasses shown={shown} />
        ) : (
          <p className="hint section">Nothing selected. Draw round some steps.</p>
        )}
        {truthClass !== null && <ChosenClass runs={runs} truthClass={truthClass} />}
        {steps && (
          <div className="section">
            <Button icon={TriangleAlert} onClick={() => goTo('errors')}>
              Show as errors
            </Button>
          </div>
        )}
      </div>
    </>
  );
}

/** What the runs take the class for that is chosen in the bars. */
function ChosenClass({ runs, truthClass }: { runs: readonly RunSummary[]; truthClass: number }) {
  const { report } = useDiversity(runs, false);
  const classes = useProject((state) => state.project?.taxonomy.classes);
  const name = classes?.find(({ id }) => id === truthClass)?.name ?? `class ${truthClass}`;
  return (
    <section aria-label={`Wrong labels of ${name}`}>
      <h3 className="map-table-title">Wrong labels of {name}</h3>
      {report?.runs.map((own, rank) => (
        <WrongLabels
          key={own.run}
          entry={own.classes.find(({ classId }) => classId === truthClass) ?? null}
          name={runs.find(({ id }) => id === own.run)?.name ?? own.run}
          run={own.run}
          rank={rank}
          counted={false}
          tasks={report.tasks}
        />
      ))}
    </section>
  );
}

interface ShownMap {
  run: RunSummary;
  map: RunMap;
  chosen: Uint8Array | null;
}

/** The picture of the step under the pointer, what is true of it and what the runs say. */
function Pointed({ shown }: { shown: readonly ShownMap[] }) {
  const hovered = useMapTool((state) => state.hovered);
  const videos = useProject((state) => state.project?.videos) ?? noVideos;
  if (!hovered) return <p className="hint section">Point at a step to see its picture; click to go there.</p>;
  const video = videos.find(({ id }) => id === hovered.video);
  const frame = video && video.duration > 0 ? Math.floor((hovered.seconds / video.duration) * video.frames) : 0;
  return (
    <section className="section map-pointed" aria-label="Step under the pointer">
      {video && <Thumbnail video={video} frame={frame} />}
      <p className="row">
        <ClassName id={hovered.truth} strong />
        <span className="hint mono push">
          {hovered.video} {formatTime(hovered.seconds)}
        </span>
      </p>
      {shown.map(({ run, map }) => (
        <Opinion key={run.id} run={run} map={map} video={hovered.video} seconds={hovered.seconds} />
      ))}
    </section>
  );
}

function Opinion({ run, map, video, seconds }: Omit<ShownMap, 'chosen'> & { video: string; seconds: number }) {
  const index = map.videos.indexOf(video);
  const step = Math.floor(seconds * run.rate);
  const point = map.facts.step.findIndex((one, i) => one === step && map.facts.video[i] === index);
  if (point < 0) return null;
  const [truth, predicted] = [map.facts.truth[point], map.facts.predicted[point] as number];
  return (
    <p className="row tight">
      <span className="label">{run.name} says</span>
      {predicted === truth ? <span>the same</span> : <ClassName id={predicted} />}
    </p>
  );
}

/** True classes of the chosen steps, the most frequent first, with the share each run has wrong. */
function TrueClasses({ shown }: { shown: readonly ShownMap[] }) {
  const columns = useMemo(() => shown.map(({ map, chosen }) => classCounts(map, chosen)), [shown]);
  const rows = [...(columns[0] ?? [])].sort(([, a], [, b]) => b.steps - a.steps);
  return (
    <section aria-label="True classes in the lasso">
      <h3 className="map-table-title">True classes in the lasso</h3>
      <table className="map-table">
        <thead>
          <tr>
            <th scope="col">Class</th>
            <th scope="col">Steps</th>
            {shown.map(({ run }) => (
              <th key={run.id} scope="col">
                {run.name} wrong
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(([id, { steps }]) => (
            <tr key={id}>
              <th scope="row">
                <ClassName id={id} />
              </th>
              <td>{formatNumber(steps)}</td>
              {columns.map((counts, i) => {
                const own = counts.get(id);
                return <td key={shown[i]?.run.id}>{own ? `${formatNumber((100 * own.wrong) / own.steps)} %` : '—'}</td>;
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

function classCounts({ facts }: RunMap, chosen: Uint8Array | null): Map<number, { steps: number; wrong: number }> {
  const counts = new Map<number, { steps: number; wrong: number }>();
  facts.truth.forEach((truth, i) => {
    if (chosen && !chosen[i]) return;
    const own = counts.get(truth) ?? { steps: 0, wrong: 0 };
    counts.set(truth, own);
    own.steps++;
    if (facts.predicted[i] !== truth) own.wrong++;
  });
  return counts;
}
