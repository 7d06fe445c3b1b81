/** Features: sets, which videos each covers, and extraction of what is missing. */
import './features.css';
import { useState } from 'react';
import type { FeatureCoverage } from '../../../src-main/common/contract/project';
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
  return (
    <div className="features-screen">
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
        <CoverageTable videos={videos} features={features ?? []} ticked={ticked} onTicked={setTicked} />
      </Region>
      <Region name="Extract" className="inspector">
        <ExtractForm videos={videos} features={features ?? []} ticked={ticked} />
      </Region>
    </div>
  );
}

function FeatureSetRow({ set, videos }: { set: FeatureCoverage; videos: number }) {
  return (
    <li className="feature-set">
      <p className="row">
        <strong className="ellipsis">{set.name}</strong>
        <span className="hint push">{formatBytes(set.bytes)}</span>
      </p>
      <p className="label ellipsis">
        {set.encoder === 'imported' ? 'imported' : set.encoder}, {formatNumber(set.dim)} values,{' '}
        {formatNumber(set.rate, Number.isInteger(set.rate) ? 0 : 2)} steps/s
      </p>
      {set.preprocessing && (
        <p className="hint ellipsis" data-tip={set.preprocessing}>
          {set.preprocessing}
        </p>
      )}
      <Progress value={videos === 0 ? 0 : set.videos.length / videos} label={`Videos with ${set.name}`} />
      <p className="hint">
        {formatNumber(set.videos.length)} of {formatNumber(videos)} videos
      </p>
    </li>
  );
}
