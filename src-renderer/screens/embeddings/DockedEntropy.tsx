import { ChevronDown, ChevronUp } from 'lucide-react';
import { useState } from 'react';
import type { RunSummary } from '../../../src-main/common/contract/runs';
import { useStoredNumber } from '../../ui/stored';
import { IconButton } from '../../ui/Button';
import { Tick } from '../../ui/fields';
import { PanelHead, Region } from '../../ui/Region';
import { Splitter } from '../../ui/Splitter';
import { Failure, Skeleton } from '../../ui/status';
import { EntropyStrip, useDiversity } from '../../components/EntropyStrip';

const usualHeight = 300;

/** The Entropy screen's bars below the maps; a class chosen there is chosen on every screen. */
export function DockedEntropy({ runs }: { runs: readonly RunSummary[] }) {
  const [open, setOpen] = useStoredNumber('embeddings.entropy', window.innerHeight >= 800 ? 1 : 0);
  const [height, setHeight] = useStoredNumber('embeddings.entropyHeight', usualHeight);
  const toggle = (
    <IconButton
      icon={open ? ChevronDown : ChevronUp}
      name={open ? 'Hide the entropy of classes' : 'Show the entropy of classes'}
      onClick={() => setOpen(open ? 0 : 1)}
    />
  );
  if (!open) {
    return (
      <PanelHead title="Misclassification diversity">
        <span className="push" />
        {toggle}
      </PanelHead>
    );
  }
  return (
    <>
      <Splitter
        name="Height of the entropy"
        direction="row"
        after
        size={height}
        initial={usualHeight}
        min={200}
        max={520}
        onSize={setHeight}
      />
      <Region name="Diversity" className="docked-entropy" style={{ height }}>
        <Bars runs={runs}>{toggle}</Bars>
      </Region>
    </>
  );
}

function Bars({ runs, children }: { runs: readonly RunSummary[]; children: React.ReactNode }) {
  const [countBackground, setCountBackground] = useState(false);
  const { report, error } = useDiversity(runs, countBackground);
  if (!report) {
    return (
      <>
        <PanelHead title="Misclassification diversity">
          <span className="push" />
          {children}
        </PanelHead>
        <div className="inset">
          <Failure error={error} />
        </div>
        {!error && <Skeleton rows={4} what="Counting wrong labels" />}
      </>
    );
  }
  return (
    <EntropyStrip report={report}>
      <Tick checked={countBackground} onTick={setCountBackground}>
        count background
      </Tick>
      {children}
    </EntropyStrip>
  );
}
