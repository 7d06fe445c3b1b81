/** Moments that were found, by likeness to a moment or to a text; a click goes there. */
import { X } from 'lucide-react';
import { useState } from 'react';
import type { Moment } from '../../../src-main/common/contract/retrieval';
import { seekSeconds } from '../../player/playerStore';
import { closeMoments, findMoments, searchable, useMoments, type Wanted } from '../../state/moments';
import { noRuns, noVideos, useProject } from '../../state/project';
import { openVideo, useView } from '../../state/view';
import { IconButton } from '../../ui/Button';
import { SearchInput, Select } from '../../ui/fields';
import { formatNumber, formatTime } from '../../ui/format';
import { PanelHead } from '../../ui/Region';
import { Failure, Skeleton } from '../../ui/status';
import { ClassName } from '../../components/ClassName';
import { Thumbnail } from '../../components/Thumbnail';

export function Moments() {
  const { run: searched, wanted, found, error } = useMoments();
  const runs = searchable(useProject((mirrors) => mirrors.runs ?? noRuns));
  const [text, setText] = useState('');
  const run = runs.find(({ id }) => id === searched)?.id ?? runs[0]?.id ?? '';
  const find = (by: string, what: Wanted | null) => {
    if (what) void findMoments(by, what);
    else useMoments.setState({ run: by });
  };
  return (
    <section className="moments" aria-label="Moments">
      <PanelHead title="Moments" count={found?.length}>
        <span className="space" />
        <IconButton icon={X} name="Close the moments" onClick={closeMoments} />
      </PanelHead>
      <form
        className="moments-search"
        onSubmit={(event) => {
          event.preventDefault();
          if (text.trim() !== '') find(run, { kind: 'text', text: text.trim() });
        }}
      >
        <SearchInput
          aria-label="Find moments by text"
          placeholder="Words of a class"
          value={text}
          onChange={(event) => setText(event.target.value)}
        />
        <Select
          aria-label="Run that is searched"
          value={run}
          choices={runs.map(({ id, name }) => ({ value: id, label: name }))}
          onValue={(id) => find(id, wanted)}
        />
      </form>
      <p className="hint moments-asked" role="status">
        {asked(wanted)}
      </p>
      {error && <Failure error={error} />}
      {wanted && !found && !error && <Skeleton rows={5} what="Comparing moments" />}
      {found && found.length === 0 && <p className="hint annotate-none">Nothing was found.</p>}
      {found && found.length > 0 && (
        <ol className="moments-list">
          {found.map((moment) => (
            <MomentRow key={`${moment.video} ${moment.seconds}`} moment={moment} />
          ))}
        </ol>
      )}
    </section>
  );
}

function asked(wanted: Wanted | null): string {
  if (wanted === null) return 'Type words of a class, or choose a segment and find moments like it.';
  if (wanted.kind === 'text') return `For “${wanted.text}”`;
  return `Like ${wanted.name}, ${wanted.video}, ${formatTime((wanted.start + wanted.end) / 2)}`;
}

function MomentRow({ moment: { video, seconds, similarity, classId } }: { moment: Moment }) {
  const summary = useProject((mirrors) => mirrors.project?.videos ?? noVideos).find(({ id }) => id === video);
  const frame = summary && summary.duration > 0 ? Math.floor((seconds / summary.duration) * summary.frames) : 0;
  const isHere = useView((view) => view.video === video && Math.abs(view.playhead - seconds) < 0.5);
  return (
    <li>
      <button
        type="button"
        className={`moment ${isHere ? 'current' : ''}`}
        aria-current={isHere}
        onClick={() => goThere(video, seconds)}
      >
        {summary && <Thumbnail video={summary} frame={frame} />}
        <span className="moment-name">
          <ClassName id={classId} strong />
          <span className="hint ellipsis">
            {video} <span className="mono">{formatTime(seconds)}</span>
          </span>
        </span>
        <span className="number">{formatNumber(similarity, 2)}</span>
      </button>
    </li>
  );
}

function goThere(video: string, seconds: number): void {
  if (useView.getState().video === video) seekSeconds(seconds);
  else openVideo(video, seconds);
}
