/** One error: its picture in a loop, the lanes around it, what both runs say there, and what can be done with it. */
import './errorPanel.css';
import type { ErrorRow } from '../../state/errorRows';
import { playNext, useErrors } from '../../state/errors';
import { noVideos, useProject } from '../../state/project';
import { useComparedRuns } from '../../state/selection';
import { boundaryAt, type Tracks, useTracks } from '../../timeline/tracks';
import { Region } from '../../ui/Region';
import { Failure } from '../../ui/status';
import { Nearest } from '../../components/Nearest';
import { Opinions } from './Opinions';
import { ErrorHead } from './ErrorHead';
import { LoopPlayer } from '../../components/LoopPlayer';
import { NoteField } from './NoteField';
import { SeenWindow } from './SeenWindow';
import { Strip } from './Strip';

/** Seconds before and after an error where the list is played through. */
const context = 1;

/** One error: its moment in a loop, the lanes round it, what both runs hold probable, marks and mending. */
export function ErrorPanel({ row }: { row: ErrorRow }) {
  const videos = useProject((state) => state.project?.videos) ?? noVideos;
  const video = videos.find(({ id }) => id === row.video);
  const { run } = useComparedRuns();
  const { tracks, error } = useTracks(row.video);
  const through = useErrors((state) => state.through);
  const around = { start: row.start - context, end: row.end + context };
  if (!video) return null;
  return (
    <div className="error-panel" data-keys="timeline">
      <Region name="Player" className="error-player">
        <LoopPlayer
          key={video.id}
          video={video}
          tracks={tracks}
          span={row}
          once={through ? { span: around, next: playNext } : null}
          what="error"
        >
          <div className="error-facts label">
            <p className="ellipsis">{whereText(row, tracks)}</p>
            <SeenWindow />
          </div>
        </LoopPlayer>
      </Region>
      <Region name="Error" className="error-detail">
        <ErrorHead row={row} clock={tracks?.clock ?? null} />
        <Failure error={error} />
        <div className="scroll">
          {tracks && <Strip row={row} tracks={tracks} />}
          <div className="error-columns">
            <Opinions row={row} />
            <Nearest key={row.id} run={run?.id} video={row.video} start={row.start} end={row.end} />
            <NoteField key={row.mark} row={row} />
          </div>
        </div>
      </Region>
    </div>
  );
}

function whereText({ video, start, end }: ErrorRow, tracks: Tracks | null): string {
  if (!tracks?.clock) return video;
  return `${video}, frames ${boundaryAt(tracks, start)} to ${boundaryAt(tracks, end)}`;
}
