/** Annotate: videos at the left, the player with what is known of the moment beside it, the timeline below. */
import { useEffect } from 'react';
import type { VideoSummary } from '../../../src-main/common/contract/project';
import { aspectOf } from '../../../src-main/common/domain/video';
import { Timeline } from '../../timeline/Timeline';
import { type Tracks, useTracks } from '../../timeline/tracks';
import { useClasses } from '../../state/classes';
import { closeDrawer } from '../../state/drawers';
import { loadMarks } from '../../state/errors';
import { useMoments } from '../../state/moments';
import { raise } from '../../state/notices';
import { noVideos, useProject } from '../../state/project';
import { goTo, openVideo, useView } from '../../state/view';
import { type AnnotateList, useWalk } from '../../state/walk';
import { Button } from '../../ui/Button';
import { Region } from '../../ui/Region';
import { Splitter } from '../../ui/Splitter';
import { Empty, Failure, Skeleton } from '../../ui/status';
import { ClassesPanel } from '../../components/classes';
import './annotate.css';
import './videoList.css';
import './readout.css';
import './moments.css';
import './walk.css';
import './agreement.css';
import './small.css';
import { AgreementPanel } from './AgreementPanel';
import { ConflictBar } from './ConflictBar';
import { ConflictPanel } from './ConflictPanel';
import { DrawerPanel } from './DrawerPanel';
import { Inspector } from './Inspector';
import { ListModes } from './ListModes';
import { Moments } from './Moments';
import { PlayerPanel } from './PlayerPanel';
import { usePlayedStop } from './playedStop';
import { Readout } from './Readout';
import { ReviewPanel } from './ReviewPanel';
import { useStoredNumber } from '../../ui/stored';
import { TimelineBar } from './TimelineBar';
import { VideoList } from './VideoList';

/** Three runs fit, where they leave the picture half of the window. */
const usualTimeline = () => Math.max(300, Math.min(420, Math.round(window.innerHeight / 2)));

export function AnnotateScreen() {
  const project = useProject((mirrors) => mirrors.project);
  const videos = project?.videos ?? noVideos;
  const video = useView((view) => view.video);
  const summary = videos.find(({ id }) => id === video) ?? videos.find(({ split }) => split === 'test') ?? videos[0];
  const { tracks, error } = useTracks(summary?.id ?? null);
  const classesOpen = useClasses((state) => state.open);
  const searching = useMoments((search) => search.open);
  const list = useWalk((walk) => walk.list);
  const usualList = list === 'videos' ? 248 : 320;
  const [listWidth, setListWidth] = useStoredNumber(list === 'videos' ? 'annotate.list' : 'annotate.walk', usualList);
  usePlayedStop(tracks);
  const [timelineHeight, setTimelineHeight] = useStoredNumber('annotate.timeline', usualTimeline());

  useEffect(() => {
    loadMarks().catch((error: unknown) => raise('marks', error));
  }, [project?.dir]);
  useEffect(() => closeDrawer, []);
  useEffect(() => {
    if (summary && summary.id !== video) openVideo(summary.id);
  }, [summary, video]);

  if (project === undefined) return <Skeleton rows={6} what="Opening the project" />;
  if (project === null || videos.length === 0) {
    return (
      <Empty heading="No videos yet" actions={<Button onClick={() => goTo('project')}>Add videos</Button>}>
        Add videos, annotations or features on the Project screen, or open the demo.
      </Empty>
    );
  }
  return (
    <div className="annotate-screen">
      <ConflictBar />
      <div
        className={`annotate ${list === 'videos' ? '' : 'walking'}`}
        style={{ '--list': `${listWidth}px`, '--timeline': `${timelineHeight}px` } as React.CSSProperties}
      >
        <DrawerPanel name="Videos" drawer="list" className="annotate-list">
          <ListModes />
          <ShownList list={list} videos={videos} />
        </DrawerPanel>
        <Splitter
          name="Width of the list"
          direction="column"
          size={listWidth}
          initial={usualList}
          min={160}
          max={480}
          onSize={setListWidth}
        />
        {classesOpen ? (
          <ClassesPanel taxonomy={project.taxonomy} className="annotate-classes" />
        ) : (
          <PlayerAndReadout video={summary} tracks={tracks} />
        )}
        <Splitter
          name="Height of the timeline"
          direction="row"
          after
          size={timelineHeight}
          initial={usualTimeline()}
          min={300}
          max={720}
          onSize={setTimelineHeight}
        />
        <Region name="Timeline" className="annotate-timeline">
          {error && <Failure error={error} />}
          {!tracks && !error && <Skeleton rows={5} what="Reading annotations and predictions" />}
          {tracks && summary && <TimelineAndTools video={summary} tracks={tracks} />}
        </Region>
        <DrawerPanel name="Segment" drawer="inspector" className="annotate-inspector">
          <Inspector />
          {searching && <Moments />}
        </DrawerPanel>
      </div>
    </div>
  );
}

function ShownList({ list, videos }: { list: AnnotateList; videos: readonly VideoSummary[] }) {
  switch (list) {
    case 'videos':
      return <VideoList videos={videos} />;
    case 'review':
      return <ReviewPanel />;
    case 'agreement':
      return <AgreementPanel />;
    case 'conflicts':
      return <ConflictPanel />;
  }
}

function PlayerAndReadout({ video, tracks }: { video: VideoSummary | undefined; tracks: Tracks | null }) {
  return (
    <>
      <Region name="Player" className="annotate-player">
        {video && (
          <PlayerPanel
            key={video.id}
            video={video}
            clock={tracks?.clock ?? null}
            duration={tracks?.duration ?? video.duration}
          />
        )}
      </Region>
      <DrawerPanel name="At playhead" drawer="readout" className="annotate-readout">
        <Readout tracks={tracks} />
      </DrawerPanel>
    </>
  );
}

function TimelineAndTools({ video, tracks }: { video: VideoSummary; tracks: Tracks }) {
  return (
    <>
      <TimelineBar tracks={tracks} />
      <Timeline key={tracks.video} tracks={tracks} aspect={aspectOf(video)} />
    </>
  );
}
