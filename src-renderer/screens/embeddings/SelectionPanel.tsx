import { ListVideo, TriangleAlert, X } from 'lucide-react';
import { useEffect, useMemo } from 'react';
import type { RunSummary } from '../../../src-main/common/contract/runs';
import { performById } from '../../actions';
import { taskNames, taskOf } from '../../../src-main/common/domain/run';
import { PointTimes } from '../../maps/pointTimes';
import { chosenMoments, chosenPoints, pointUnit, type RunMap, useEmbeddings } from '../../state/embeddings';
import { setChosenMoments, useMapPlay } from '../../state/mapPlay';
import { noVideos, useProject } from '../../state/project';
import { goTo, setLinked, useView } from '../../state/view';
import { Button, IconButton } from '../../ui/Button';
import { formatCount, formatNumber, formatTime } from '../../ui/format';
import { PanelHead } from '../../ui/Region';
import { ClassName } from '../../components/ClassName';
import { WrongLabels } from '../../components/WrongLabels';
import { useDiversity } from '../../components/EntropyStrip';
import { Thumbnail } from '../../components/Thumbnail';
import { useMapTool } from '../../state/mapTool';
import { Played } from './Played';

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
  const shown: ShownMap[] = runs.flatMap((run) => {
    const map = maps[run.id];
    return map && map.facts.start.length > 0 ? [{ run, map, chosen: chosenPoints(map, steps, perStep(run)) }] : [];
  });
  const first = shown[0];
  const count = first?.chosen?.reduce((sum, one) => sum + one, 0) ?? 0;
  const unit = pointUnit(taskOf(first?.run ?? { settings: null }));
  useChosenMoments(first);
  return (
    <>
      <PanelHead title="Selection" count={steps ? formatCount(count, unit) : undefined}>
        {steps && (
          <>
            <span className="push" />
            <PlayThrough />
            <IconButton icon={X} name="Choose nothing" onClick={() => setLinked({ steps: null })} />
          </>
        )}
      </PanelHead>
      <div className="scroll">
        <Played />
        <Pointed shown={shown} unit={unit} />
        {steps ? (
          <TrueClasses shown={shown} unit={unit} />
        ) : (
          <p className="hint section">Nothing selected. Draw round some {unit}s.</p>
        )}
        {truthClass !== null && <ChosenClass runs={runs} truthClass={truthClass} />}
        {steps && (
          <div className="section">
            <Button icon={TriangleAlert} onClick={() => goTo('errors')}>
              {unit === 'step' ? 'Show as errors' : 'Show confusions'}
            </Button>
          </div>
        )}
      </div>
    </>
  );
}

/** Tells the player which moments are chosen. */
function useChosenMoments(shown: ShownMap | undefined): void {
  const steps = useView((view) => view.steps);
  const map = shown?.map;
  const run = shown?.run;
  const moments = useMemo(
    // Steps of the selected run are those of its own map.
    () => (map && run && steps ? chosenMoments(map, chosenPoints(map, steps, 1), run) : []),
    [map, run, steps],
  );
  useEffect(() => setChosenMoments(moments), [moments]);
}

function PlayThrough() {
  const through = useMapPlay((state) => state.through);
  const none = useMapPlay((state) => state.chosen.length === 0);
  return (
    <IconButton
      icon={ListVideo}
      name="Play through"
      on={through}
      disabled={none}
      onClick={() => performById('embeddings.playThrough')}
    />
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
          unit={report.unit}
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

/** The picture of the point under the pointer, what is true of it and what the runs say. */
function Pointed({ shown, unit }: { shown: readonly ShownMap[]; unit: string }) {
  const hovered = useMapTool((state) => state.hovered);
  const videos = useProject((state) => state.project?.videos) ?? noVideos;
  const playing = useMapPlay((state) => state.moment !== null);
  if (!hovered)
    return playing ? null : <p className="hint section">Point at a {unit} to see its picture; click to play it.</p>;
  const video = videos.find(({ id }) => id === hovered.video);
  const frame = video && video.duration > 0 ? Math.floor((hovered.seconds / video.duration) * video.frames) : 0;
  return (
    <section className="section map-pointed" aria-label={`The ${unit} under the pointer`}>
      {video && <Thumbnail video={video} frame={frame} />}
      <p className="row">
        <ClassName id={hovered.truth} strong task={shown[0] && taskNames(shown[0].run)?.[hovered.truth]} />
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
  const times = useMemo(() => new PointTimes(map.facts), [map.facts]);
  const point = times.at(index, Math.floor(seconds * run.rate));
  if (point === null) return null;
  const [truth, predicted] = [map.facts.truth[point], map.facts.predicted[point] as number];
  return (
    <p className="row tight">
      <span className="label">{run.name} says</span>
      {predicted === truth ? <span>the same</span> : <ClassName id={predicted} task={taskNames(run)?.[predicted]} />}
    </p>
  );
}

/** True classes of the chosen points, the most frequent first, with the share each run has wrong. */
function TrueClasses({ shown, unit }: { shown: readonly ShownMap[]; unit: string }) {
  const tasks = shown[0] && taskNames(shown[0].run);
  const columns = useMemo(() => shown.map(({ map, chosen }) => classCounts(map, chosen)), [shown]);
  const rows = [...(columns[0] ?? [])].sort(([, a], [, b]) => b.count - a.count);
  return (
    <section aria-label="True classes in the lasso">
      <h3 className="map-table-title">True classes in the lasso</h3>
      <table className="map-table">
        <thead>
          <tr>
            <th scope="col">Class</th>
            <th scope="col">{unit === 'step' ? 'Steps' : 'Clips'}</th>
            {shown.map(({ run }) => (
              <th key={run.id} scope="col">
                {run.name} wrong
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(([id, { count }]) => (
            <tr key={id}>
              <th scope="row">
                <ClassName id={id} task={tasks?.[id]} />
              </th>
              <td>{formatNumber(count)}</td>
              {columns.map((counts, i) => {
                const own = counts.get(id);
                return <td key={shown[i]?.run.id}>{own ? `${formatNumber((100 * own.wrong) / own.count)} %` : '—'}</td>;
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

function classCounts({ facts }: RunMap, chosen: Uint8Array | null): Map<number, { count: number; wrong: number }> {
  const counts = new Map<number, { count: number; wrong: number }>();
  facts.truth.forEach((truth, i) => {
    if (chosen && !chosen[i]) return;
    const own = counts.get(truth) ?? { count: 0, wrong: 0 };
    counts.set(truth, own);
    own.count++;
    if (facts.predicted[i] !== truth) own.wrong++;
  });
  return counts;
}
