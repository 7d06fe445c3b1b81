import { CircleSlash, FileInput, FileOutput, TriangleAlert } from 'lucide-react';
import { useMemo, useState } from 'react';
import type { LabelCounts } from '../../../src-main/common/contract/labels';
import type { ProjectState, VideoSummary } from '../../../src-main/common/contract/project';
import { perform } from '../../actions';
import { exportLabels } from '../../actions/exportLabels';
import { importFiles } from '../../actions/importFiles';
import { call } from '../../client';
import { pickPath } from '../../state/dialogs';
import { setProject, useProject } from '../../state/project';
import { useTask } from '../../state/task';
import { openVideo } from '../../state/view';
import type { Column } from '../../tables/column';
import { Table } from '../../tables/Table';
import { Button, Chip } from '../../ui/Button';
import { SearchInput, Select } from '../../ui/fields';
import { formatLength, formatNumber } from '../../ui/format';
import { PanelHead, Region } from '../../ui/Region';
import { Failure } from '../../ui/status';
import { moveToSplit, type SplitOrNone, splitsOrNone } from './splits';

type Filter = 'all' | SplitOrNone;

/** The videos of the project: what is known of each, and which split it stands in. */
export function VideosPanel({ state }: { state: ProjectState }) {
  const [filter, setFilter] = useState<Filter>('all');
  const [query, setQuery] = useState('');
  const [current, setCurrent] = useState<string | null>(null);
  const [ticked, setTicked] = useState<ReadonlySet<string>>(new Set());
  const locate = useTask(async (video: string) => {
    const path = await pickPath({ kind: 'file', title: `Where is the file of ${video}`, extensions: [] });
    if (path !== null) setProject(await call('project.locateVideo', { video, path }));
  });
  const move = useTask((ids: readonly string[], split: SplitOrNone) => moveToSplit(state.project.splits, ids, split));
  const { run: runLocate } = locate;
  const { run: runMove } = move;
  const counts = useProject((mirrors) => mirrors.counts);
  const columns = useMemo(() => videoColumns(runLocate, runMove, counts), [runLocate, runMove, counts]);
  const rows = useMemo(
    () =>
      state.videos.filter(
        (video) =>
          (filter === 'all' || video.split === filter) && video.id.toLowerCase().includes(query.trim().toLowerCase()),
      ),
    [state.videos, filter, query],
  );
  const count = (one: Filter) => state.videos.filter((video) => one === 'all' || video.split === one).length;
  const filters: Filter[] = ['all', ...splitsOrNone.filter((one) => one !== 'none' || count('none') > 0)];

  return (
    <Region name="Videos">
      <PanelHead title="Videos" count={formatNumber(state.videos.length)}>
        <Button
          className="push"
          icon={FileOutput}
          onClick={() => perform(exportLabels, ticked.size > 0 ? [...ticked].join('\n') : undefined)}
        >
          Export
        </Button>
        <Button icon={FileInput} onClick={() => perform(importFiles)}>
          Import
        </Button>
      </PanelHead>
      <div className="toolbar">
        <SearchInput
          data-find
          aria-label="Find a video"
          placeholder="Name"
          value={query}
          onChange={(event) => setQuery(event.target.value)}
        />
        {filters.map((one) => (
          <Chip key={one} on={one === filter} onClick={() => setFilter(one)}>
            {one} <span className="hint">{formatNumber(count(one))}</span>
          </Chip>
        ))}
        {ticked.size > 0 && (
          <label className="row push">
            <span className="label">{formatNumber(ticked.size)} ticked to</span>
            <Select
              value=""
              choices={splitsOrNone.map((one) => ({ value: one, label: one }))}
              onValue={(split) => runMove([...ticked], split as SplitOrNone)}
            />
          </label>
        )}
      </div>
      <Failure error={locate.error ?? move.error} />
      <Table
        label="Videos"
        rows={rows}
        columns={columns}
        idOf={idOf}
        current={current}
        onCurrent={setCurrent}
        onOpen={(id) => openVideo(id)}
        ticked={ticked}
        onTicked={setTicked}
        empty={<p className="no-match label">No videos match. Clear “{query || filter}”.</p>}
      />
    </Region>
  );
}

/** Null: not known. */
const reviewedShare = ({ duration }: VideoSummary, counts: LabelCounts | undefined): number | null =>
  counts && duration > 0 ? counts.reviewedSeconds / duration : null;

const formatReviewed = (share: number | null): string =>
  share === 0 ? 'new' : share === null ? formatNumber(null) : `${formatNumber(100 * share)} %`;

const idOf = (video: VideoSummary) => video.id;

function videoColumns(
  locate: (video: string) => void,
  move: (ids: readonly string[], split: SplitOrNone) => void,
  counts: Readonly<Record<string, LabelCounts>> = {},
): Column<VideoSummary>[] {
  return [
    { id: 'id', title: 'Video', width: 176, value: (v) => v.id, cell: (v) => <strong>{v.id}</strong> },
    {
      id: 'split',
      title: 'Split',
      width: 92,
      value: (v) => v.split,
      cell: (v) => (
        <Select
          className="in-cell"
          aria-label={`Split of ${v.id}`}
          tabIndex={-1}
          value={v.split}
          choices={splitsOrNone.map((one) => ({ value: one, label: one }))}
          onValue={(split) => move([v.id], split as SplitOrNone)}
        />
      ),
    },
    {
      id: 'length',
      title: 'Length',
      width: 72,
      numeric: true,
      value: (v) => v.duration,
      text: (v) => formatLength(v.duration),
    },
    {
      id: 'segments',
      title: 'Segments',
      width: 84,
      numeric: true,
      value: (v) => counts[v.id]?.segments ?? null,
      text: (v) => formatNumber(counts[v.id]?.segments),
    },
    {
      id: 'reviewed',
      title: 'Reviewed',
      width: 84,
      numeric: true,
      value: (v) => reviewedShare(v, counts[v.id]),
      text: (v) => formatReviewed(reviewedShare(v, counts[v.id])),
    },
    {
      id: 'frames',
      title: 'Frames',
      width: 76,
      numeric: true,
      value: (v) => v.frames,
      text: (v) => formatNumber(v.frames),
    },
    {
      id: 'fps',
      title: 'fps',
      width: 84,
      numeric: true,
      value: (v) => v.fps,
      text: (v) => (v.fps === null ? '—' : `${v.variableRate ? '≈ ' : ''}${formatNumber(v.fps, 2)}`),
    },
    {
      id: 'file',
      title: 'File',
      width: 220,
      value: (v) => v.path,
      cell: (v) => <FileCell video={v} onLocate={() => locate(v.id)} />,
    },
  ];
}

function FileCell({ video, onLocate }: { video: VideoSummary; onLocate: () => void }) {
  if (video.file === 'ok') return <span className="mono hint">{video.path}</span>;
  return (
    <span className="row tight">
      {video.file !== 'none' ? (
        <span className="warn row tight">
          <TriangleAlert size={14} aria-hidden /> {video.file === 'missing' ? 'not where it was' : 'another file'}
        </span>
      ) : (
        <span className="hint row tight">
          <CircleSlash size={14} aria-hidden /> no file
        </span>
      )}
      <button type="button" className="link" aria-label={`Locate the file of ${video.id}`} onClick={onLocate}>
        Locate
      </button>
    </span>
  );
}
