import { useState } from 'react';
import { type Splits, splitNames } from '../../../src-main/common/domain/project';
import { call } from '../../client';
import { useTask } from '../../state/task';
import { Button } from '../../ui/Button';
import { NumberInput } from '../../ui/fields';
import { formatCount, formatNumber } from '../../ui/format';
import { Failure } from '../../ui/status';
import { movedCount, replaceSplits } from './splits';

/** Sizes of the splits, and a new proposal from a seed, looked at before it is used. */
export function SplitPanel({ splits, videos }: { splits: Splits; videos: number }) {
  const [seed, setSeed] = useState(0);
  const [proposal, setProposal] = useState<Splits | null>(null);
  const propose = useTask(async () => setProposal(await call('project.proposeSplits', { seed })));
  const use = useTask(async () => {
    if (proposal) await replaceSplits(splits, proposal);
    setProposal(null);
  });
  const shown = proposal ?? splits;
  return (
    <section className="section" aria-label="Splits">
      <h3>
        Splits <span className="hint">{shown.source === 'file' ? 'from the imported files' : shown.source}</span>
      </h3>
      <SplitBar splits={shown} videos={videos} />
      <div className="row">
        <label className="label" htmlFor="split-seed">
          Seed
        </label>
        <NumberInput id="split-seed" className="seed" value={seed} onValue={(value) => setSeed(Math.round(value))} />
        <Button onClick={propose.run} disabled={propose.busy || videos === 0}>
          Propose
        </Button>
        {proposal && (
          <>
            <Button kind="primary" onClick={use.run} disabled={use.busy}>
              Use
            </Button>
            <Button kind="quiet" onClick={() => setProposal(null)}>
              Discard
            </Button>
          </>
        )}
      </div>
      <p className="hint">
        {proposal
          ? `${formatCount(movedCount(splits, proposal), 'video')} would change the split.`
          : '70, 15 and 15 % of the videos, together where one participant did them.'}
      </p>
      <Failure error={propose.error ?? use.error} />
    </section>
  );
}

export function SplitBar({ splits, videos }: { splits: Splits; videos: number }) {
  const inNone = videos - splitNames.reduce((sum, name) => sum + splits[name].length, 0);
  const parts = [...splitNames.map((name) => [name, splits[name].length] as const), ['none', inNone] as const];
  const shown = parts.filter(([name, count]) => name !== 'none' || count > 0);
  return (
    <div className="split-bar">
      <div aria-hidden>
        {shown
          .filter(([, count]) => count > 0)
          .map(([name, count]) => (
            <span key={name} className={name} style={{ flexGrow: count }} />
          ))}
      </div>
      <dl>
        {shown.map(([name, count]) => (
          <div key={name}>
            <dt>
              <span className={name} />
              {name}
            </dt>
            <dd>{formatNumber(count)}</dd>
          </div>
        ))}
      </dl>
    </div>
  );
}
