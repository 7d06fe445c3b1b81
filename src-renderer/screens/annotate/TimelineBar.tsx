import { Magnet, Maximize2, Redo2, ScanSearch, ThumbsUp, Undo2, ZoomIn, ZoomOut } from 'lucide-react';
import { CommandIconButton } from '../../components/CommandButton';
import { laneColourings, setAcceptFrom, setColourBy, toggleSnapping, useHandling } from '../../state/handling';
import { useHistory } from '../../state/history';
import { toggleHidden, useLaneView } from '../../state/laneView';
import { noRuns, useProject } from '../../state/project';
import { setShownRuns, setVisible, useView } from '../../state/view';
import { clamped, fitted } from '../../canvas/viewport';
import { fitChosen, useLanes } from '../../timeline/lanes';
import { annotatorKey } from '../../timeline/rows';
import { truthKey } from '../../state/laneView';
import { showSound, useSoundRow } from '../../timeline/sound';
import type { Tracks } from '../../timeline/tracks';
import { zoomTimeline } from '../../timeline/zoom';
import { Chip, IconButton } from '../../ui/Button';
import { NumberInput, Select } from '../../ui/fields';
import { formatNumber } from '../../ui/format';
import { Popover } from '../../ui/Popover';
import { AddToFigures } from '../../components/AddToFigures';
import { LaneList } from './LaneList';

/** Above the timeline: which runs are shown, how much is in view, zoom. */
export function TimelineBar({ tracks }: { tracks: Tracks }) {
  const runs = useProject((mirrors) => mirrors.runs ?? noRuns);
  const shown = useView((view) => view.shownRuns);
  const visible = useView((view) => view.visible);
  const video = useView((view) => view.video);
  const span = visible ? clamped(visible, tracks.duration) : fitted(tracks.duration);
  const withSound = useSoundRow((row) => row.shown);
  const seen = tracks.runs.filter((run) => run.segments !== null).map((run) => run.run);
  const isShown = (id: string) => (shown ?? seen).includes(id);
  const toggle = (id: string) =>
    setShownRuns(isShown(id) ? (shown ?? seen).filter((other) => other !== id) : [...(shown ?? seen), id]);
  return (
    <div className="timeline-bar" role="toolbar" aria-label="Timeline tools">
      <UndoAndRedo />
      <Lanes />
      <HiddenRows tracks={tracks} />
      <span className="label timeline-bar-words">Runs</span>
      {runs.length === 0 && <span className="hint">No runs yet.</span>}
      {runs.map((run) => (
        <Chip
          key={run.id}
          on={isShown(run.id)}
          onClick={() => toggle(run.id)}
          title={seen.includes(run.id) ? run.name : `${run.name} has not run on this video`}
        >
          {run.name}
        </Chip>
      ))}
      {tracks.clock && (
        <Chip on={withSound} onClick={() => showSound(!withSound)}>
          Sound
        </Chip>
      )}
      <span className="space" />
      {seen.length > 0 && <ColourBy />}
      <AcceptFrom tracks={tracks} />
      <Snapping />
      <span className="hint number timeline-bar-words">{formatNumber(span.end - span.start, 1)} s in view</span>
      <ZoomTools />
      {video !== null && (
        <AddToFigures
          wish={() => ({
            kind: 'timeline',
            runs: runs.map(({ id }) => id).filter(isShown),
            settings: { video, start: tenth(span.start), end: tenth(span.end), errors: 'verdicts' },
          })}
        />
      )}
    </div>
  );
}

function Snapping() {
  const snapping = useHandling((state) => state.snapping);
  return (
    <IconButton
      icon={Magnet}
      name={snapping ? 'Snapping is on' : 'Snapping is off'}
      command="label.snapping"
      on={snapping}
      onClick={toggleSnapping}
    />
  );
}

function ZoomTools() {
  const chosen = useLanes((state) => state.chosen);
  return (
    <>
      <IconButton icon={ZoomOut} name="Zoom out" command="timeline.zoomOut" onClick={() => zoomTimeline(1 / 1.5)} />
      <IconButton icon={ZoomIn} name="Zoom in" command="timeline.zoomIn" onClick={() => zoomTimeline(1.5)} />
      <IconButton
        icon={ScanSearch}
        name="Show the chosen segment"
        command="timeline.fitChosen"
        disabled={chosen === null}
        onClick={fitChosen}
      />
      <IconButton
        icon={Maximize2}
        name="Show all of the video"
        command="timeline.fit"
        onClick={() => setVisible(null)}
      />
    </>
  );
}

/** Named after what they take back or do again. */
function UndoAndRedo() {
  const done = useHistory((state) => state.done.at(-1)?.name);
  const undone = useHistory((state) => state.undone.at(-1)?.name);
  return (
    <span className="row tight">
      <CommandIconButton
        icon={Undo2}
        name={done === undefined ? 'Undo' : `Undo: ${done}`}
        command="edit.undo"
        disabled={done === undefined}
      />
      <CommandIconButton
        icon={Redo2}
        name={undone === undefined ? 'Redo' : `Redo: ${undone}`}
        command="edit.redo"
        disabled={undone === undefined}
      />
    </span>
  );
}

/** Rows of labels that are hidden; a click shows them. */
function HiddenRows({ tracks }: { tracks: Tracks }) {
  const hidden = useLaneView((state) => state.hidden);
  const isNamed = useProject((mirrors) => mirrors.project?.taxonomy.lanes !== undefined);
  const truth = tracks.lanes.map(({ id, name }) => ({ key: truthKey(id), name: isNamed ? name : 'Ground truth' }));
  const theirs = tracks.annotators.map(({ name, lane }) => {
    const key = annotatorKey(name, lane?.id ?? null);
    return { key, name: [name, lane?.name].filter(Boolean).join(', ') };
  });
  return [...truth, ...theirs]
    .filter(({ key }) => hidden.includes(key))
    .map(({ key, name }) => (
      <Chip key={key} on={false} onClick={() => toggleHidden(key)}>
        {name}
      </Chip>
    ));
}

/** Where segments may overlap. */
function Lanes() {
  const project = useProject((mirrors) => mirrors.project);
  if (!project || project.project.singleLabel) return null;
  return (
    <Popover name="Edit lanes" className="chip lanes-button" button="Lanes" align="start">
      <LaneList taxonomy={project.taxonomy} />
    </Popover>
  );
}

function ColourBy() {
  const colourBy = useHandling((state) => state.colourBy);
  return (
    <label className="row tight label">
      <span className="timeline-bar-words">Colour by</span>
      <Select
        aria-label="Colour runs by"
        className="colour-by"
        value={colourBy}
        choices={laneColourings.map((value) => ({ value, label: value }))}
        onValue={(value) => setColourBy(laneColourings.find((one) => one === value) ?? 'class')}
      />
    </label>
  );
}

/** From which probability on the predictions in view are accepted together. */
function AcceptFrom({ tracks }: { tracks: Tracks }) {
  const acceptFrom = useHandling((state) => state.acceptFrom);
  if (!tracks.runs.some(({ segments }) => segments !== null)) return null;
  return (
    <span className="row tight">
      <CommandIconButton
        icon={ThumbsUp}
        name={`Accept predictions in view of at least ${acceptFrom} %`}
        command="label.acceptSure"
      />
      <NumberInput
        className="accept-from"
        aria-label="Accept from, in percent"
        value={acceptFrom}
        unit="%"
        onValue={(percent) => setAcceptFrom(Math.min(100, Math.max(0, percent)))}
      />
    </span>
  );
}

const tenth = (seconds: number) => Math.round(10 * seconds) / 10;
