/** Features: sets, which videos each covers, and extraction of what is missing. */
import './features.css';
import { useState } from 'react';
import type { JobRecord } from '../../../src-main/common/contract/jobs';
import type { FeatureCoverage } from '../../../src-main/common/contract/project';
import { noJobs, useJobs } from '../../state/jobs';
import { noVideos, useProject } from '../../state/project';
import { formatBytes, formatNumber } from '../../ui/format';
import { PanelHead, Region } from '../../ui/Region';
import { Empty, Progress, Skeleton } from '../../ui/status';
import { CoverageTable } from './CoverageTable';
import { ExtractForm } from './ExtractForm';

export function FeaturesScreen() {
  const features = useProject((state) => state.features);
  const videos = useProject((state) => state.project?.videos) ?? noVideos;
  const [ticked, setTicked] = useState<ReadonlySet<string>>(new Set());
  // A text, so that the table is drawn again only when the next video begins.
  const reading = useJobs(({ jobs }) => readingNow(jobs ?? noJobs));
  return (
    <div className="three-columns">
      <Region name="Feature sets" className="feature-sets">
        <PanelHead title="Feature sets" count={features?.length} />
        {features === undefined ? (
          <Skeleton rows={4} what="Reading feature sets" />
        ) : features.length === 0 ? (
          <Empty heading="No feature sets yet">Extract one, or import .npy files.</Empty>
        ) : (
          <ul className="scroll">
            {features.map((set) => (
              <FeatureSetRow key={set.name} set={set} videos={videos.length} />
            ))}
          </ul>
        )}
      </Region>
      <Region name="Coverage">
        <PanelHead title="Coverage" count={`${formatNumber(videos.length)} videos`} />
        <CoverageTable
          videos={videos}
          features={features ?? []}
          reading={reading}
          ticked={ticked}
          onTicked={setTicked}
        />
      </Region>
      <Region name="Extract" className="inspector">
        <ExtractForm videos={videos} features={features ?? []} ticked={ticked} />
      </Region>
    </div>
  );
}

/** Set and video that an extraction works on, as in "efficientnet-lite0 soup-07". */
function readingNow(jobs: readonly JobRecord[]): string | null {
  for (const { input, state, progress } of jobs)
    if (input.kind === 'extract' && state === 'running' && progress?.item) return `${input.set} ${progress.item}`;
  return null;
}

function FeatureSetRow({ set, videos }: { set: FeatureCoverage; videos: number }) {
  const made = [set.encoder, set.preprocessing].filter(Boolean).join(', ');
  return (
    <li className="feature-set">
      <p className="row">
        <strong className="ellipsis">{set.name}</strong>
        <span className="hint push">{formatBytes(set.bytes)}</span>
      </p>
      <p className="label ellipsis">
        {formatNumber(set.rate, Number.isInteger(set.rate) ? 0 : 2)} steps/s, {set.tokens > 1 && `${set.tokens} × `}
        {formatNumber(set.dim)} values
      </p>
      <p className="hint ellipsis" data-tip={made}>
        {made}
      </p>
      <Progress value={videos === 0 ? 0 : set.videos.length / videos} label={`Videos with ${set.name}`} />
      <p className="hint">
        {formatNumber(set.videos.length)} of {formatNumber(videos)} videos
      </p>
    </li>
  );
}
