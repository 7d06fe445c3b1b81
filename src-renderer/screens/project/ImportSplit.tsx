import { useState } from 'react';
import type { Splits } from '../../../src-main/common/domain/project';
import { call } from '../../client';
import { noVideos, useProject } from '../../state/project';
import { useTask } from '../../state/task';
import { Button } from '../../ui/Button';
import { NumberInput, Select } from '../../ui/fields';
import { Failure } from '../../ui/status';
import { SplitBar } from './SplitPanel';
import { type SplitOrNone, splitsOrNone, withMoved } from './splits';

interface ImportSplitProps {
  proposal: Splits;
  onProposal: (splits: Splits) => void;
}

/** The proposed splits, each video's to be changed, before they are used. */
export function ImportSplit({ proposal, onProposal }: ImportSplitProps) {
  const videos = useProject((state) => state.project?.videos) ?? noVideos;
  const [seed, setSeed] = useState(0);
  const propose = useTask(async () => onProposal(await call('project.proposeSplits', { seed })));
  const splitOf = (id: string): SplitOrNone =>
    splitsOrNone.find((name) => name !== 'none' && proposal[name].includes(id)) ?? 'none';
  return (
    <div className="inset">
      <SplitBar splits={proposal} videos={videos.length} />
      <div className="row">
        <span className="label">{proposal.source}</span>
        <span className="push" />
        <label className="label" htmlFor="wizard-seed">
          Seed
        </label>
        <NumberInput id="wizard-seed" className="seed" value={seed} onValue={(value) => setSeed(Math.round(value))} />
        <Button onClick={propose.run}>Propose again</Button>
      </div>
      <Failure error={propose.error} />
      <ul className="split-list">
        {videos.map((video) => (
          <li key={video.id} className="row">
            <span className="ellipsis">{video.id}</span>
            <Select
              className="push"
              aria-label={`Split of ${video.id}`}
              value={splitOf(video.id)}
              choices={splitsOrNone.map((name) => ({ value: name, label: name }))}
              onValue={(to) => onProposal(withMoved(proposal, [video.id], to as SplitOrNone))}
            />
          </li>
        ))}
      </ul>
    </div>
  );
}
