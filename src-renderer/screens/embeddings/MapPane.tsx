import { CircleStop } from 'lucide-react';
import { useMemo } from 'react';
import type { RunSummary } from '../../../src-main/common/contract/runs';
import { verbOf } from '../../../src-main/common/classColours';
import type { ActionClass } from '../../../src-main/common/domain/taxonomy';
import { taskNames, taskOf } from '../../../src-main/common/domain/run';
import { looksBy } from '../../maps/colours';
import { hidden } from '../../maps/pointPainter';
import { PointTimes } from '../../maps/pointTimes';
import { useClassLooks } from '../../state/classLooks';
import {
  chosenPoints,
  choosePoints,
  momentOf,
  pointUnit,
  type RunMap,
  stopMaps,
  useEmbeddings,
} from '../../state/embeddings';
import { playMoment } from '../../state/mapPlay';
import { useProject } from '../../state/project';
import { useTask } from '../../state/task';
import { useView } from '../../state/view';
import { Button } from '../../ui/Button';
import { formatCount, formatNumber } from '../../ui/format';
import { Failure, Progress, Skeleton } from '../../ui/status';
import { useTheme } from '../../ui/theme';
import { MapCanvas } from './MapCanvas';
import type { Pictured } from './mapScene';
import { hoverMoment, useMapTool } from '../../state/mapTool';

interface MapPaneProps {
  run: RunSummary;
  /** 0: the selected run; 1: the one beside it. */
  place: 0 | 1;
  /** Steps of the selected run in one of this run. */
  perStep: number;
  onRetry: () => void;
}

/** The map of one run: its name and what is known of the map, then the map itself. */
export function MapPane({ run, place, perStep, onRetry }: MapPaneProps) {
  const map = useEmbeddings((state) => state.maps[run.id]);
  return (
    <section className="map-pane" aria-label={`Map of ${run.name}`}>
      <header className="map-head">
        <h3>{run.name}</h3>
        <p className="hint ellipsis">{map && <MapFacts run={run} map={map} />}</p>
      </header>
      {map?.error && (
        <div className="inset">
          <Failure error={map.error} actions={<Button onClick={onRetry}>Make it again</Button>} />
        </div>
      )}
      {map && map.positions.length > 0 ? (
        <Shown run={run} map={map} place={place} perStep={perStep} />
      ) : (
        !map?.error && <Skeleton rows={6} what="Reading the states" />
      )}
      {map?.growing && <Growing map={map} growing={map.growing} />}
    </section>
  );
}

/** Which states these are, and how many neighbours are of the same class. */
function MapFacts({ run, map }: { run: RunSummary; map: RunMap }) {
  const { settings } = run;
  const { record } = map;
  const read =
    settings?.kind === 'generative'
      ? 'state that predicts the first label token'
      : settings?.classToken === false
        ? 'state of the last visual token'
        : 'state of [CLS]';
  const { layer } = map.settings;
  const states = layer === null ? read : `${read} behind ${layer === 0 ? 'no layer' : formatCount(layer, 'layer')}`;
  const checks = record?.checks;
  return (
    <span data-tip={checks ? checksTip(checks) : undefined}>
      {states}
      {checks && ` · neighbours of the same class ${formatNumber(checks.sameClass, 2)}`}
      {record && record.placed > 0 && ` · ${formatCount(record.placed, pointUnit(taskOf(run)))} placed afterwards`}
    </span>
  );
}

function checksTip(checks: NonNullable<NonNullable<RunMap['record']>['checks']>): string {
  const { near, trustworthiness, neighboursKept, sameClassOfStates, divergence } = checks;
  const kl = divergence === null ? '' : `, KL divergence ${formatNumber(divergence, 2)}`;
  return `Of ${near} neighbours: trustworthiness ${formatNumber(trustworthiness, 2)}, kept ${formatNumber(neighboursKept, 2)}, same class among the states ${formatNumber(sameClassOfStates, 2)}${kl}`;
}

function Growing({
  map,
  growing: { iteration, iterations },
}: {
  map: RunMap;
  growing: NonNullable<RunMap['growing']>;
}) {
  const stop = useTask(stopMaps);
  return (
    <div className="map-growing" role="status">
      <Progress value={iterations === 0 ? 0 : iteration / iterations} label={`Map of ${map.settings.run}`} />
      <span className="hint">
        {iterations === 0 ? 'Waiting' : `Iteration ${formatNumber(iteration)} of ${formatNumber(iterations)}`}
      </span>
      <Button kind="quiet" icon={CircleStop} onClick={stop.run}>
        Stop
      </Button>
    </div>
  );
}

function Shown({ run, map, place, perStep }: Omit<MapPaneProps, 'onRetry'> & { map: RunMap }) {
  const tokens = useTheme((state) => state.tokens);
  const points = usePictured(run, map, place, perStep);
  const unit = pointUnit(taskOf(run));
  const { facts, videos } = map;
  const hovered = useMapTool((state) => state.hovered);
  const times = useMemo(() => new PointTimes(facts), [facts]);
  const hoveredPoint = hovered && times.at(videos.indexOf(hovered.video), Math.floor(hovered.seconds * run.rate));
  const moment = (point: number) => ({
    video: videos[facts.video[point] as number] as string,
    seconds: ((facts.start[point] as number) + (facts.end[point] as number)) / 2 / run.rate,
    truth: facts.truth[point] as number,
  });
  const shown = points.groups.reduce((count, group) => count + Number(group !== null), 0);
  return (
    <MapCanvas
      summary={`${map.settings.method} of ${formatCount(shown, unit)} of ${run.name}. Drag to choose ${unit}s, click to play one, press + and − to zoom, arrow keys to move.`}
      points={points}
      tokens={tokens}
      hovered={hoveredPoint}
      onHover={(point) => hoverMoment(point === null ? null : moment(point))}
      onClick={(point) => playMoment(momentOf(map, point, run))}
      onLasso={(chosen) => choosePoints(map, chosen, perStep)}
    />
  );
}

/** The points as they are painted: by colour, those of other verbs hidden, the chosen ones marked. */
function usePictured(run: RunSummary, map: RunMap, place: 0 | 1, perStep: number): Pictured {
  const { facts, positions } = map;
  const taxonomy = useProject((state) => state.project?.taxonomy);
  const classLooks = useClassLooks();
  const { theme, tokens } = useTheme();
  const { colour, verb } = useView((view) => view.map);
  const steps = useView((view) => view.steps);
  const tasks = useMemo(() => taskNames(run), [run]);
  const classes = useMemo(() => {
    const known = tasks ? tasks.map((name, id): ActionClass => ({ id, name })) : (taxonomy?.classes ?? []);
    return new Map(known.map((entry) => [entry.id, entry]));
  }, [tasks, taxonomy]);
  const { index, table } = useMemo(
    () => looksBy(colour, facts, { classes, looks: tasks ? null : classLooks, theme, tokens, run: place }),
    [colour, facts, classes, tasks, classLooks, theme, tokens, place],
  );
  const groups = useMemo(
    () =>
      Array.from(facts.truth, (id) => {
        const entry = classes.get(id);
        return verb !== null && !tasks && (!entry || verbOf(entry) !== verb) ? null : (entry?.name ?? `class ${id}`);
      }),
    [facts, classes, tasks, verb],
  );
  const looks = useMemo(() => index.map((look, i) => (groups[i] === null ? hidden : look)), [index, groups]);
  const chosen = useMemo(() => chosenPoints(map, steps, perStep), [map, steps, perStep]);
  return useMemo(() => ({ positions, looks, chosen, table, groups }), [positions, looks, chosen, table, groups]);
}
