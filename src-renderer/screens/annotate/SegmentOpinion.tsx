import { useEffect, useState } from 'react';
import type { ClassProbability } from '../../../src-main/common/contract/runs';
import { call } from '../../client';
import type { DrawnSegment } from '../../timeline/painters/lane';
import type { Tracks } from '../../timeline/tracks';
import { formatNumber } from '../../ui/format';
import { ClassBars } from '../../components/ClassBars';
import { useScoredRun } from './scoredRun';

interface SegmentOpinionProps {
  tracks: Tracks;
  segment: DrawnSegment;
  /** Class ids of what is true there. */
  truth: readonly number[];
}

/** What the run whose scores are shown holds probable over the segment. */
export function SegmentOpinion({ tracks, segment, truth }: SegmentOpinionProps) {
  const scored = useScoredRun(tracks);
  const run = scored?.id;
  const { video } = tracks;
  const { start, end } = segment;
  const [top, setTop] = useState<readonly ClassProbability[]>([]);
  useEffect(() => {
    if (run === undefined) return setTop([]);
    let current = true;
    call('runs.opinion', { run, video, start, end }).then(
      (found) => current && setTop(found),
      () => current && setTop([]),
    );
    return () => {
      current = false;
    };
  }, [run, video, start, end]);
  if (!scored || top.length === 0) return null;
  const others = 1 - top.reduce((sum, { probability }) => sum + probability, 0);
  return (
    <section aria-label={`Top ${top.length}, ${scored.name}`}>
      <h3 className="row">
        <span className="ellipsis">
          Top {top.length}, {scored.name}
        </span>
        <span className="space" />
        <span className="hint">mean</span>
      </h3>
      <ClassBars top={top} truth={truth} />
      <p className="hint">
        {truth.length > 0 && 'Bold is the true class. '}The others share {formatNumber(Math.max(0, others), 2)}.
      </p>
    </section>
  );
}
