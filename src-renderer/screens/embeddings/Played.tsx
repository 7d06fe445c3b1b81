import { SquareArrowOutUpRight, X } from 'lucide-react';
import { useEffect } from 'react';
import type { VideoSummary } from '../../../src-main/common/contract/project';
import { closePlayer, type Moment, playNext, useMapPlay } from '../../state/mapPlay';
import { noVideos, useProject } from '../../state/project';
import { openVideo } from '../../state/view';
import { useTracks } from '../../timeline/tracks';
import { IconButton } from '../../ui/Button';
import { formatNumber, formatTime } from '../../ui/format';
import { LoopPlayer } from '../../components/LoopPlayer';

/** The moment that was clicked, in a loop, or those of the lasso one after the other. */
export function Played() {
  const moment = useMapPlay((state) => state.moment);
  const videos = useProject((state) => state.project?.videos) ?? noVideos;
  const video = videos.find(({ id }) => id === moment?.video);
  useEffect(() => closePlayer, []);
  return moment && video && <Player key={video.id} moment={moment} video={video} />;
}

function Player({ moment, video }: { moment: Moment; video: VideoSummary }) {
  const through = useMapPlay((state) => state.through);
  const chosen = useMapPlay((state) => state.chosen);
  const { tracks } = useTracks(video.id);
  const place = through ? `${formatNumber(chosen.indexOf(moment) + 1)} of ${formatNumber(chosen.length)} · ` : '';
  return (
    <section className="map-played" aria-label="Player" data-keys="timeline">
      <LoopPlayer
        video={video}
        tracks={tracks}
        span={moment}
        once={through ? { span: moment, next: playNext } : null}
        what="moment"
      >
        <p className="row map-played-facts">
          <span className="hint mono ellipsis">
            {place}
            {moment.video} {formatTime(moment.start)}
          </span>
          <span className="push" />
          <IconButton
            icon={SquareArrowOutUpRight}
            name="Open in Annotate"
            onClick={() => openVideo(moment.video, moment.start)}
          />
          <IconButton icon={X} name="Close the player" onClick={closePlayer} />
        </p>
      </LoopPlayer>
    </section>
  );
}
