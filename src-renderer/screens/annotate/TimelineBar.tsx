import { Maximize2, ScanSearch, ZoomIn, ZoomOut } from 'lucide-react';
import { noRuns, useProject } from '../../state/project';
import { setShownRuns, setVisible, useView } from '../../state/view';
import { clamped, fitted } from '../../canvas/viewport';
import { fitChosen, useLanes } from '../../timeline/lanes';
import type { Tracks } from '../../timeline/tracks';
import { zoomTimeline } from '../../timeline/zoom';
import { IconButton } from '../../ui/Button';
import { formatNumber } from '../../ui/format';
import { AddToFigures } from '../figures/AddToFigures';

/** Above the timeline: which runs are shown, how much is in view, zoom. */
export function TimelineBar({ tracks }: { tracks: Tracks }) {
  const chosen = useLanes((state) => state.chosen);
  const runs = useProject((mirrors) => mirrors.runs ?? noRuns);
  const shown = useView((view) => view.shownRuns);
  const visible = useView((view) => view.visible);
  const video = useView((view) => view.video);
  const span = visible ? clamped(visible, tracks.duration) : fitted(tracks.duration);
  const seen = tracks.runs.filter((run) => run.segments !== null).map((run) => run.run);
  const isShown = (id: string) => (shown ?? seen).includes(id);
  const toggle = (id: string) =>
    setShownRuns(isShown(id) ? (shown ?? seen).filter((other) => other !== id) : [...(shown ?? seen), id]);
  return (
    <div className="timeline-bar" role="toolbar" aria-label="Timeline tools">
      <span className="label">Runs</span>
      {runs.length === 0 && <span className="hint">No runs yet.</span>}
      {runs.map((run) => (
        <button
          type="button"
          key={run.id}
          className={`chip ${isShown(run.id) ? 'on' : ''}`}
          aria-pressed={isShown(run.id)}
          onClick={() => toggle(run.id)}
          title={seen.includes(run.id) ? run.name : `${run.name} has not run on this video`}
        >
          {run.name}
        </button>
      ))}
      <span className="space" />
      <span className="hint number">{formatNumber(span.end - span.start, 1)} s in view</span>
      <IconButton icon={ZoomOut} name="Zoom out" shortcut="-" onClick={() => zoomTimeline(1 / 1.5)} />
      <IconButton icon={ZoomIn} name="Zoom in" shortcut="+" onClick={() => zoomTimeline(1.5)} />
      <IconButton
        icon={ScanSearch}
        name="Show the chosen segment"
        shortcut="Shift+\"
        disabled={chosen === null}
        onClick={fitChosen}
      />
      <IconButton icon={Maximize2} name="Show all of the video" shortcut="\" onClick={() => setVisible(null)} />
      {video !== null && (
        <AddToFigures
          wish={() => ({
            kind: 'timeline',
            runs: runs.map(({ id }) => id).filter(isShown),
            settings: { video, start: tenth(span.start), end: tenth(span.end) },
          })}
        />
      )}
    </div>
  );
}

const tenth = (seconds: number) => Math.round(10 * seconds) / 10;
