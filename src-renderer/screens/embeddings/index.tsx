/** Embeddings: the states by which runs decide, mapped into the plane; steps chosen here are chosen on every screen. */
import './embeddings.css';
import { useCallback, useEffect } from 'react';
import type { RunSummary } from '../../../src-main/common/contract/runs';
import { showMap } from '../../state/embeddings';
import { useProject } from '../../state/project';
import { useComparedRuns } from '../../state/selection';
import { goTo, useView } from '../../state/view';
import { Button } from '../../ui/Button';
import { Region } from '../../ui/Region';
import { Empty, Skeleton } from '../../ui/status';
import { DockedEntropy } from './DockedEntropy';
import { MapPane } from './MapPane';
import { MapToolbar } from './MapToolbar';
import { SelectionPanel } from './SelectionPanel';

export function EmbeddingsScreen() {
  const runs = useProject((state) => state.runs);
  const { run, against } = useComparedRuns(true);
  const split = useView((view) => view.split);
  if (runs === undefined) return <Skeleton rows={8} what="Reading the runs" />;
  if (!run) {
    return (
      <Empty heading="No runs yet" actions={<Button onClick={() => goTo('train')}>Go to Train</Button>}>
        Train one and run it on videos. Imported predictions have no states to map.
      </Empty>
    );
  }
  const shown = [run, ...(against && against.id !== run.id ? [against] : [])];
  const perStep = (one: RunSummary) => run.rate / one.rate;
  return (
    <div className="embeddings-screen">
      <Region name="Maps" className="maps">
        <MapToolbar />
        <div className="map-panes">
          {shown.map((one, i) => (
            <Pane key={`${one.id} ${split}`} run={one} split={split} place={i === 0 ? 0 : 1} perStep={perStep(one)} />
          ))}
        </div>
        <DockedEntropy runs={shown} />
      </Region>
      <Region name="Selection" className="inspector">
        <SelectionPanel runs={shown} perStep={perStep} />
      </Region>
    </div>
  );
}

/** Asks for the map of a run whenever it or how it is made changes. */
function Pane({ run, split, place, perStep }: { run: RunSummary; split: string; place: 0 | 1; perStep: number }) {
  const { method, perplexity, seed, perClass, layer } = useView((view) => view.map);
  const make = useCallback(
    () => void showMap({ run: run.id, split, method, perplexity, seed, perClass, layer }),
    [run.id, split, method, perplexity, seed, perClass, layer],
  );
  useEffect(() => make(), [make]);
  return <MapPane run={run} place={place} perStep={perStep} onRetry={make} />;
}
