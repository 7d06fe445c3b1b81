import { useState } from 'react';
import type { Moment } from '../../../src-main/common/contract/retrieval';
import { call } from '../../client';
import type { ErrorRow } from '../../state/errorRows';
import { noVideos, useProject } from '../../state/project';
import { useComparedRuns } from '../../state/selection';
import { useTask } from '../../state/task';
import { openVideo } from '../../state/view';
import { Button } from '../../ui/Button';
import { formatNumber, formatTime } from '../../ui/format';
import { Failure } from '../../ui/status';
import { ClassName } from '../annotate/ClassName';
import { Thumbnail } from '../annotate/Thumbnail';

const [asked, shown] = [60, 5];

/** Moments that look the same to the run, those of training videos first; searched when asked for. */
export function Nearest({ row }: { row: ErrorRow }) {
  const { run } = useComparedRuns();
  const videos = useProject((state) => state.project?.videos) ?? noVideos;
  const [found, setFound] = useState<readonly Moment[] | null>(null);
  const search = useTask(async () => {
    if (!run) return;
    const { video, start, end } = row;
    setFound(await call('runs.similar', { run: run.id, video, start, end, count: asked }));
  });
  const training = new Set(run?.splits.train);
  const trained = found?.filter(({ video }) => training.has(video)) ?? [];
  const moments = (trained.length > 0 ? trained : (found ?? [])).slice(0, shown);
  return (
    <section aria-label="Nearest training moments">
      <h3>Nearest training moments</h3>
      {found === null && (
        <Button kind="quiet" disabled={search.busy || !run} onClick={search.run}>
          {search.busy ? 'Comparing moments' : 'Find them'}
        </Button>
      )}
      <Failure error={search.error} />
      {found !== null && trained.length === 0 && (
        <p className="hint">
          {found.length === 0
            ? 'Nothing was found.'
            : 'The run has not predicted its training videos; these are of the others.'}
        </p>
      )}
      {moments.map((moment) => {
        const video = videos.find(({ id }) => id === moment.video);
        const frame = video && video.duration > 0 ? Math.floor((moment.seconds / video.duration) * video.frames) : 0;
        return (
          <button
            type="button"
            className="near-moment"
            key={`${moment.video} ${moment.seconds}`}
            onClick={() => openVideo(moment.video, moment.seconds)}
          >
            {video && <Thumbnail video={video} frame={frame} />}
            <span className="near-name">
              <ClassName id={moment.classId} />
              <span className="hint clip">
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
