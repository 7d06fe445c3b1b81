import { Play } from 'lucide-react';
import { useMemo, useState } from 'react';
import {
  type ConfusedPair,
  type ConfusedPairs,
  type OverlapCorrelations,
  type SimilarityMeasure,
  similarityNames,
} from '../../../src-main/common/domain/confusions';
import { evidence, isThin } from '../../../src-main/common/domain/evidence';
import { useProject } from '../../state/project';
import { useAnalysis } from '../../state/useAnalysis';
import { openVideo, setLinked, useView } from '../../state/view';
import type { Column } from '../../tables/column';
import { Table } from '../../tables/Table';
import { IconButton } from '../../ui/Button';
import { Segmented } from '../../ui/fields';
import { formatCount, formatNumber } from '../../ui/format';
import { Interval } from '../../ui/Interval';
import { PanelHead } from '../../ui/Region';
import { Failure, Skeleton } from '../../ui/status';
import { ClassName } from '../../components/ClassName';
import { AddToFigures } from '../../components/AddToFigures';
import type { Unit } from './words';
import { OverlapChart } from './OverlapChart';

const pairId = ({ truth, predicted }: ConfusedPair) => `${truth}:${predicted}`;

/** The most confused pairs, and how their confusion goes with the likeness of their labels. */
export function PairsPanel({ run, split, unit }: { run: string; split: string; unit: Unit }) {
  const steps = useView((view) => view.steps);
  const { report, error } = useAnalysis('confusions.pairs', { run, split, steps });
  const { report: told } = useAnalysis('confusions.correlations', { run, split, steps });
  const correlations = told?.run === run ? told : undefined;
  const [shown, setShown] = useState<'pairs' | 'overlap'>('pairs');
  const [measure, setMeasure] = useState<SimilarityMeasure>('subwords');
  const pairs = report?.run === run ? report : undefined;
  const truth = useView((view) => view.truthClass);
  const predicted = useView((view) => view.predictedClass);
  const choose = (id: string) => {
    const [truthClass, predictedClass] = id.split(':').map(Number);
    setLinked({ truthClass: truthClass ?? null, predictedClass: predictedClass ?? null });
  };
  return (
    <div className="confused-pairs">
      <PanelHead title={shown === 'pairs' ? 'Most confused pairs' : 'Label overlap'}>
        <Correlation told={correlations} measure={measure} />
        <AddToFigures
          wish={() => ({
            ...(shown === 'pairs'
              ? { kind: 'pairs', settings: { split } }
              : { kind: 'overlap', settings: { split, measure } }),
            runs: [run],
            left: steps === null ? [] : ['the chosen moments'],
          })}
        />
        <Segmented
          label="What is shown of pairs"
          value={shown}
          choices={[
            { value: 'pairs', label: 'Pairs' },
            { value: 'overlap', label: 'Overlap' },
          ]}
          onValue={setShown}
        />
      </PanelHead>
      <Failure error={error} inset />
      {!pairs && !error && <Skeleton rows={4} what="Comparing labels" />}
      {pairs && shown === 'pairs' && (
        <PairsTable pairs={pairs} unit={unit} current={`${truth}:${predicted}`} onCurrent={choose} />
      )}
      {pairs && shown === 'overlap' && (
        <OverlapChart
          pairs={pairs}
          measure={measure}
          onMeasure={setMeasure}
          onChoose={(pair) => choose(pairId(pair))}
        />
      )}
    </div>
  );
}

/** Said in the head, greyed where there are too few videos. */
function Correlation({ told, measure }: { told: OverlapCorrelations | undefined; measure: SimilarityMeasure }) {
  if (!told) return <span className="hint ellipsis">correlating</span>;
  const interval = told.correlations.find((one) => one.measure === measure)?.interval;
  const name = measure === 'subwords' ? 'label overlap' : similarityNames[measure];
  const videos = told.videos.length;
  return (
    <span
      className={`ellipsis ${isThin(videos) ? 'hint' : 'label'}`}
      data-tip={`Rank correlation of confusion with ${name} (Spearman’s), over ${formatNumber(told.possible)} pairs of classes; ${evidence(videos)}`}
    >
      {interval ? (
        <>
          correlation <Interval interval={interval} digits={2} videos={videos} show="both" />
          {isThin(videos) && `, ${formatCount(videos, 'video')}`}
        </>
      ) : (
        'no correlation can be told'
      )}
    </span>
  );
}

interface PairsTableProps {
  pairs: ConfusedPairs;
  unit: Unit;
  current: string;
  onCurrent: (id: string) => void;
}

function PairsTable({ pairs: { pairs, tasks }, unit, current, onCurrent }: PairsTableProps) {
  const taxonomy = useProject((mirrors) => mirrors.project?.taxonomy);
  const columns = useMemo<Column<ConfusedPair>[]>(() => {
    const names = new Map(taxonomy?.classes.map(({ id, name }) => [id, name]));
    const nameOf = (id: number) => tasks?.[id] ?? names.get(id) ?? `class ${id}`;
    return [
      {
        id: 'truth',
        title: 'Truth',
        width: 124,
        value: (pair) => nameOf(pair.truth),
        cell: (pair) => <ClassName id={pair.truth} task={tasks?.[pair.truth]} />,
      },
      {
        id: 'predicted',
        title: 'Predicted',
        width: 124,
        value: (pair) => nameOf(pair.predicted),
        cell: (pair) => <ClassName id={pair.predicted} task={tasks?.[pair.predicted]} />,
      },
      {
        id: 'steps',
        title: unit === 'step' ? 'Steps' : 'Clips',
        width: 64,
        numeric: true,
        value: (pair) => pair.steps,
        text: (pair) => formatNumber(pair.steps),
      },
      {
        id: 'share',
        title: 'Share',
        width: 60,
        numeric: true,
        value: (pair) => pair.share,
        text: (pair) => `${formatNumber(100 * pair.share)} %`,
      },
      { id: 'shared', title: 'Shared', width: 60, value: (pair) => pair.shared, text: (pair) => pair.shared ?? '—' },
      {
        id: 'play',
        title: '',
        width: 48,
        value: () => null,
        cell: (pair) => <PlayExample pair={pair} name={`${nameOf(pair.truth)} called ${nameOf(pair.predicted)}`} />,
      },
    ];
  }, [taxonomy, tasks, unit]);
  return (
    <Table
      label="Most confused pairs"
      rows={pairs}
      columns={columns}
      idOf={pairId}
      current={current}
      onCurrent={onCurrent}
      sort={{ column: 'steps', descending: true }}
      empty={<p className="no-match label">No action was taken for another.</p>}
    />
  );
}

/** Opens the longest moment of the pair in Annotate. */
function PlayExample({ pair, name }: { pair: ConfusedPair; name: string }) {
  const [moment] = pair.examples;
  return (
    moment && <IconButton icon={Play} name={`Play ${name}`} onClick={() => openVideo(moment.video, moment.start)} />
  );
}
