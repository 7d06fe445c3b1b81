import { frameAt } from '../../../src-main/common/domain/video';
import { usePlayer } from '../../player/playerStore';
import { useOpenVideo } from '../../state/selection';
import { useView } from '../../state/view';
import type { Tracks } from '../../timeline/tracks';
import { formatNumber } from '../../ui/format';
import { useScoredRun } from './scoredRun';
import { Thumbnail } from '../../components/Thumbnail';

const pictures = 8;

/** What the run whose scores are shown has seen when it decides the step at the playhead; not while playing. */
export function WindowSeen({ tracks }: { tracks: Tracks }) {
  const video = useOpenVideo();
  const playing = usePlayer((state) => state.playing);
  const playhead = useView((view) => view.playhead);
  const run = useScoredRun(tracks);
  const { clock } = tracks;
  if (!run?.settings || !video || !clock || run.settings.task !== 'online detection') return null;
  const { short, long } = run.settings;
  // Its last step is the one at the playhead.
  const end = (Math.floor(playhead * run.rate + 1e-6) + 1) / run.rate;
  const start = Math.max(0, end - (short + long) / run.rate);
  const frames = Array.from({ length: pictures }, (_, i) =>
    frameAt(clock, (clock.times[0] as number) + start + ((i + 0.5) / pictures) * (end - start)),
  );
  return (
    <section aria-label={`Window seen by ${run.name}`}>
      <h3 className="row">
        <span className="label">Window seen</span>
        <span className="space" />
        <span className="hint number">
          {long > 0 && `${formatNumber(long / run.rate, 0)} + `}
          {formatNumber(short / run.rate, short % run.rate === 0 ? 0 : 1)} s
        </span>
      </h3>
      {!playing && (
        <div className="window-seen">
          {frames.map((frame, i) => (
            <Thumbnail key={i} video={video} frame={frame} />
          ))}
        </div>
      )}
    </section>
  );
}
