import { Lasso, Maximize, MousePointer2, SlidersHorizontal } from 'lucide-react';
import { useMemo, useState } from 'react';
import { verbOf } from '../../../src-main/common/classColours';
import { taskNames } from '../../../src-main/common/domain/run';
import { layoutMethods, LayoutSettings } from '../../../src-main/common/domain/embedding';
import { perform } from '../../actions';
import { fitMapsAction, lassoTool, moveTool } from '../../actions/embeddings';
import { type Colouring, colourings } from '../../maps/colours';
import { useProject } from '../../state/project';
import { useComparedRuns } from '../../state/selection';
import { setMap, useView } from '../../state/view';
import { Button, IconButton } from '../../ui/Button';
import { NumberInput, Segmented, Select } from '../../ui/fields';
import { formatCount } from '../../ui/format';
import { Popover } from '../../ui/Popover';
import { useMapTool } from '../../state/mapTool';
import { RunChoice } from '../../components/RunChoice';
import { AddToFigures } from '../../components/AddToFigures';

const colourNames: Record<Colouring, string> = {
  class: 'Class',
  verb: 'Verb',
  noun: 'Noun',
  correct: 'Correct',
  run: 'Run',
  video: 'Video',
  time: 'Time',
};

export function MapToolbar() {
  const map = useView((view) => view.map);
  const { colour, method, perplexity } = map;
  const split = useView((view) => view.split);
  const { run, against } = useComparedRuns(true);
  const tool = useMapTool((state) => state.tool);
  return (
    <>
      <header className="panel-head tall map-toolbar">
        <h2>{method} of</h2>
        <RunChoice statesOnly />
        <span className="push" />
        <Popover
          name="How the map is made"
          className="button"
          button={
            <>
              <SlidersHorizontal size={16} aria-hidden />
              {method === 'PCA' ? 'PCA' : `${method === 'UMAP' ? 'Neighbours' : 'Perplexity'} ${perplexity}`}
            </>
          }
        >
          <MapForm />
        </Popover>
        {run && (
          <AddToFigures
            label
            wish={() => ({
              kind: 'embedding',
              runs: [...new Set([run, against].flatMap((one) => one?.id ?? []))],
              verbs: map.verb === null || taskNames(run) ? [] : [map.verb],
              settings: { split, method, perplexity, seed: map.seed, perClass: map.perClass, ...statesOf(map.layer) },
              left: colour === 'class' ? [] : [`the colours by ${colour}`],
            })}
          />
        )}
      </header>
      <div className="toolbar">
        <span className="label">Colour</span>
        <Segmented
          label="Colour"
          value={colour}
          choices={colourings.map((value) => ({ value, label: colourNames[value] }))}
          onValue={(value) => setMap({ colour: value })}
        />
        {run && taskNames(run) === undefined && <VerbChoice />}
        <span className="push" />
        <IconButton icon={Lasso} name={lassoTool.label} on={tool === 'lasso'} onClick={() => perform(lassoTool)} />
        <IconButton icon={MousePointer2} name={moveTool.label} on={tool === 'move'} onClick={() => perform(moveTool)} />
        <IconButton icon={Maximize} name={fitMapsAction.label} onClick={() => perform(fitMapsAction)} />
      </div>
    </>
  );
}

const statesOf = (layer: number | null) =>
  layer === null ? { states: 'that decide' } : { states: 'of a layer', layer };

/** All classes, or only labels that share a verb, as the paper shows them. */
function VerbChoice() {
  const taxonomy = useProject((state) => state.project?.taxonomy);
  const verb = useView((view) => view.map.verb);
  const verbs = useMemo(() => {
    const counts = new Map<string, number>();
    for (const entry of taxonomy?.classes ?? []) {
      if (!entry.background && !entry.ambiguous) counts.set(verbOf(entry), (counts.get(verbOf(entry)) ?? 0) + 1);
    }
    return counts;
  }, [taxonomy]);
  const all = [...verbs.values()].reduce((sum, count) => sum + count, 0);
  return (
    <>
      <span className="label">Show</span>
      <Select
        aria-label="Classes shown"
        value={verb ?? ''}
        choices={[
          { value: '', label: `all ${formatCount(all, 'class', 'classes')}` },
          ...[...verbs].map(([name, count]) => ({ value: name, label: `“${name}” (${count})` })),
        ]}
        onValue={(value) => setMap({ verb: value === '' ? null : value })}
      />
    </>
  );
}

const numbers = [
  { key: 'perplexity', label: 'Perplexity', help: 'how many neighbours a point is drawn to, about' },
  { key: 'perClass', label: 'Points a class', help: 'at most; drawn by the seed' },
  { key: 'seed', label: 'Seed', help: 'of points and axes' },
] as const;

/** Numbers take effect together, since each makes the maps anew. */
function MapForm() {
  const map = useView((view) => view.map);
  const [draft, setDraft] = useState({
    perplexity: map.perplexity,
    perClass: map.perClass,
    seed: map.seed,
    layer: map.layer,
  });
  const checked = LayoutSettings.omit({ run: true, split: true, method: true }).safeParse(draft);
  return (
    <form
      className="map-form"
      onSubmit={(event) => {
        event.preventDefault();
        if (checked.success) setMap(checked.data);
      }}
    >
      <Segmented
        label="Method"
        value={map.method}
        choices={layoutMethods.map((value) => ({ value, label: value }))}
        onValue={(method) => setMap({ method })}
      />
      {numbers.map(({ key, label, help }) => (
        <label key={key}>
          <span className="label">{label}</span>
          <NumberInput value={draft[key]} onValue={(value) => setDraft({ ...draft, [key]: value })} />
          <span className="hint">{help}</span>
        </label>
      ))}
      <Segmented
        label="States"
        value={draft.layer === null ? 'that decides' : 'of a layer'}
        choices={(['that decides', 'of a layer'] as const).map((value) => ({ value, label: `State ${value}` }))}
        onValue={(value) => setDraft({ ...draft, layer: value === 'of a layer' ? 1 : null })}
      />
      {draft.layer !== null && (
        <label>
          <span className="label">Layer</span>
          <NumberInput value={draft.layer} onValue={(layer) => setDraft({ ...draft, layer })} />
          <span className="hint">0: the embeddings; these states are computed again</span>
        </label>
      )}
      {checked.error && <p className="err">{checked.error.issues[0]?.message}</p>}
      <div className="row">
        <Button type="submit" kind="primary" disabled={!checked.success}>
          Make the map
        </Button>
      </div>
    </form>
  );
}
