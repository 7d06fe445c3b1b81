import type { ProjectState } from '../../../src-main/common/contract/project';
import { useProject } from '../../state/project';
import { formatCount } from '../../ui/format';
import { PanelHead, Region } from '../../ui/Region';
import { ClassList } from './ClassList';
import { ModelList } from './ModelList';
import { SplitPanel } from './SplitPanel';

/** What the open project holds beside its videos. */
export function ProjectPanel({ state }: { state: ProjectState }) {
  const runs = useProject((mirrors) => mirrors.runs);
  const counts = useProject((mirrors) => mirrors.counts);
  const segments = counts && Object.values(counts).reduce((sum, one) => sum + one.segments, 0);
  return (
    <Region name="Open project" className="inspector">
      <PanelHead title={state.project.name} />
      <div className="scroll">
        <section className="section">
          <p className="mono label path">{state.dir}</p>
          <p className="label">
            {segments === undefined ? 'segments are being counted' : formatCount(segments, 'segment')},{' '}
            {runs ? formatCount(runs.length, 'run') : 'runs are being read'};{' '}
            {state.project.singleLabel ? 'one label at a time' : 'segments may overlap'}
          </p>
        </section>
        <SplitPanel splits={state.project.splits} videos={state.videos.length} />
        <ModelList />
        <ClassList taxonomy={state.taxonomy} />
      </div>
    </Region>
  );
}
