import { Check } from 'lucide-react';
import { useMemo, useState } from 'react';
import type { FeatureCoverage, VideoSummary } from '../../../src-main/common/contract/project';
import { openVideo } from '../../state/view';
import type { Column } from '../../tables/column';
import { Table } from '../../tables/Table';
import { formatLength } from '../../ui/format';
import { Spinner } from '../../ui/status';

interface CoverageTableProps {
  videos: readonly VideoSummary[];
  features: readonly FeatureCoverage[];
  /** Set and video, with a space between, that are being extracted. */
  reading: string | null;
  ticked: ReadonlySet<string>;
  onTicked: (ids: ReadonlySet<string>) => void;
}

const idOf = (video: VideoSummary) => video.id;

/** One row a video, one column a feature set. */
export function CoverageTable({ videos, features, reading, ticked, onTicked }: CoverageTableProps) {
  const [current, setCurrent] = useState<string | null>(null);
  const columns = useMemo((): Column<VideoSummary>[] => {
    const covers = features.map((set) => ({ set, videos: new Set(set.videos) }));
    return [
      { id: 'id', title: 'Video', width: 176, value: (v) => v.id, cell: (v) => <strong>{v.id}</strong> },
      { id: 'split', title: 'Split', width: 72, value: (v) => v.split },
      {
        id: 'length',
        title: 'Length',
        width: 80,
        numeric: true,
        value: (v) => v.duration,
        text: (v) => formatLength(v.duration),
      },
      ...covers.map(({ set, videos: covered }) => ({
        id: `set ${set.name}`,
        title: set.name,
        width: 160,
        value: (v: VideoSummary) => (covered.has(v.id) ? 1 : 0),
        cell: (v: VideoSummary) =>
          covered.has(v.id) ? (
            <Check size={14} className="ok" aria-label={`has ${set.name}`} />
          ) : reading === `${set.name} ${v.id}` ? (
            <Spinner />
          ) : (
            <span className="hint">—</span>
          ),
      })),
    ];
  }, [features, reading]);
  return (
    <Table
      label="Coverage"
      rows={videos}
      columns={columns}
      idOf={idOf}
      current={current}
      onCurrent={setCurrent}
      onOpen={(id) => openVideo(id)}
      ticked={ticked}
      onTicked={onTicked}
      empty={<p className="no-match label">No videos yet.</p>}
    />
  );
}
