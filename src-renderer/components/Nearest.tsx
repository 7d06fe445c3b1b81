import { useState } from 'react';
import type { NearestTraining } from '../../src-main/common/contract/retrieval';
import { call } from '../client';
import { noVideos, useProject } from '../state/project';
import { useTask } from '../state/task';
import { openVideo } from '../state/view';
import { Button } from '../ui/Button';
import { formatNumber, formatTime } from '../ui/format';
import { Failure } from '../ui/status';
import { ClassName } from './ClassName';
import { Thumbnail } from './Thumbnail';

const shown = 5;

interface NearestProps {
  /** Id of the run; undefined: none is there to ask. */
  run: string | undefined;
  video: string;
  /** Seconds from the first frame. */
  start: number;
  end: number;
}

/** Moments that a run may have learnt this one from, with their labels; searched when asked for. */
export function Nearest({ run, video, start, end }: NearestProps) {
  const videos = useProject((state) => state.project?.videos) ?? noVideos;
  const [found, setFound] = useState<NearestTraining | null>(null);
  const search = useTask(async () => {
    if (run !== undefined) setFound(await call('runs.nearestTraining', { run, video, start, end, count: shown }));
  });
  return (
    <section aria-label="Nearest training moments">
      <h3>Nearest training moments</h3>
      {found === null && (
        <Button kind="quiet" disabled={search.busy || run === undefined} onClick={search.run}>
          {search.busy ? 'Comparing moments' : 'Find them'}
        </Button>
      )}
      <Failure error={search.error} />
      {found && (
        <p className="hint">
          {found.moments.length === 0
            ? 'Nothing was found.'
            : `${found.by === 'states' ? 'By what the run made of them' : 'By visual features'}, with what is true there.`}
        </p>
      )}
      {found?.moments.map((moment) => {
        const of = videos.find(({ id }) => id === moment.video);
        const frame = of && of.duration > 0 ? Math.floor((moment.seconds / of.duration) * of.frames) : 0;
        return (
          <button
            type="button"
            className="near-moment"
            key={`${moment.video} ${moment.seconds}`}
            onClick={() => openVideo(moment.video, moment.seconds)}
          >
            {of && <Thumbnail video={of} frame={frame} />}
            <span className="near-name">
              {moment.classId === null ? <span className="hint">background</span> : <ClassName id={moment.classId} />}
              <span className="hint ellipsis">
                {moment.video} <span className="mono">{formatTime(moment.seconds)}</span>
              </span>
            </span>
            <span className="number mono">{formatNumber(moment.similarity, 2)}</span>
          </button>
        );
      })}
    </section>
  );
}
