import type { MergePlan } from '../../../src-main/common/contract/taxonomy';
import type { Taxonomy } from '../../../src-main/common/domain/taxonomy';
import { noRuns, useProject } from '../../state/project';
import { useTask } from '../../state/task';
import { Button } from '../../ui/Button';
import { Tick } from '../../ui/fields';
import { formatCount, formatNumber } from '../../ui/format';
import { Skeleton } from '../../ui/status';
import { meetings, ofMerge } from './sentences';
import { confirmMerge, endEditing, previewMerge, useEditing } from './editing';

const shownVideos = 100;

/** What a merge changes, before it is made. */
export function MergePreview({ taxonomy }: { taxonomy: Taxonomy }) {
  const merge = useEditing((state) => state.merge);
  const runs = useProject((mirrors) => mirrors.runs) ?? noRuns;
  const confirm = useTask(confirmMerge);
  if (!merge) return null;
  const { name, from, into, join, plan } = merge;
  const meeting = plan && meetings(plan);
  return (
    <section
      className="merge-preview"
      aria-label="Preview of the merge"
      onKeyDown={(event) => event.key === 'Escape' && endEditing()}
    >
      <header className="row wrap">
        <h3>{name}</h3>
        <Button kind="primary" shown="Enter" disabled={!plan || confirm.busy} data-autofocus onClick={confirm.run}>
          Merge
        </Button>
        <Button shown="Esc" onClick={endEditing}>
          Cancel
        </Button>
      </header>
      {!plan && <Skeleton rows={3} what="Reading the labels" />}
      {plan && (
        <ul>
          {ofMerge(taxonomy, { from, into, plan }, runs).map((sentence) => (
            <li key={sentence}>{sentence}</li>
          ))}
          {meeting && <li>{meeting}</li>}
        </ul>
      )}
      {(meeting || join) && (
        <Tick checked={join} onTick={(joined) => void previewMerge(from, into, joined)}>
          Join them: one segment where they touch or overlap
        </Tick>
      )}
      {plan && <VideoCounts videos={plan.videos} />}
    </section>
  );
}

function VideoCounts({ videos }: Pick<MergePlan, 'videos'>) {
  if (videos.length === 0) return null;
  const most = videos.slice().sort((a, b) => b.segments - a.segments);
  return (
    <ol className="merge-videos" aria-label="Segments by video">
      {most.slice(0, shownVideos).map(({ video, segments }) => (
        <li key={video} className="chip">
          {video} <span className="hint">{formatNumber(segments)}</span>
        </li>
      ))}
      {most.length > shownVideos && (
        <li className="hint">and {formatCount(most.length - shownVideos, 'more video')}</li>
      )}
    </ol>
  );
}
