import { useCallback } from 'react';
import {
  type ConfusedPair,
  type ConfusedPairs,
  SimilarityMeasure,
  similarityNames,
} from '../../../src-main/common/domain/confusions';
import { Chart } from '../../charts/Chart';
import { scatterOption } from '../../charts/scatterChart';
import { useProject } from '../../state/project';
import { Segmented } from '../../ui/fields';
import { formatNumber } from '../../ui/format';
import type { Tokens } from '../../ui/theme';

interface OverlapChartProps {
  pairs: ConfusedPairs;
  measure: SimilarityMeasure;
  onMeasure: (measure: SimilarityMeasure) => void;
  onChoose: (pair: ConfusedPair) => void;
}

/** Confused pairs by the likeness of their labels and the share of steps. */
export function OverlapChart({ pairs, measure, onMeasure, onChoose }: OverlapChartProps) {
  const taxonomy = useProject((mirrors) => mirrors.project?.taxonomy);
  const nameOf = useCallback(
    (id: number) => pairs.tasks?.[id] ?? taxonomy?.classes.find((entry) => entry.id === id)?.name ?? `class ${id}`,
    [taxonomy, pairs],
  );
  const title = useCallback(
    ({ truth, predicted }: ConfusedPair) => `${nameOf(truth)} called ${nameOf(predicted)}`,
    [nameOf],
  );
  const option = useCallback(
    (tokens: Tokens) =>
      scatterOption(
        {
          points: pairs.pairs.map((pair) => ({
            x: pair.similarity[measure] ?? 0,
            y: 100 * pair.share,
            title: title(pair),
          })),
          xName: similarityNames[measure],
          yName: 'share of true steps, %',
        },
        tokens,
      ),
    [pairs, measure, title],
  );
  const known = SimilarityMeasure.options.filter((one) => one !== 'embedding' || pairs.decoder !== null);
  const unconfused = pairs.possible - pairs.confused;
  return (
    <Chart
      name="Confusion against label overlap"
      summary={`${formatNumber(pairs.pairs.length)} confused pairs by ${similarityNames[measure]} and share of steps; ${formatNumber(unconfused)} pairs are never confused.`}
      option={option}
      onPick={(index) => pairs.pairs[index] && onChoose(pairs.pairs[index])}
      table={() => ({
        columns: ['truth', 'predicted', 'steps', 'share', ...known.map((one) => similarityNames[one])],
        rows: pairs.pairs.map((pair) => [
          nameOf(pair.truth),
          nameOf(pair.predicted),
          pair.steps,
          pair.share,
          ...known.map((one) => pair.similarity[one]),
        ]),
      })}
    >
      <span className="hint ellipsis">{formatNumber(unconfused)} pairs never confused</span>
      <Segmented
        label="Likeness of labels"
        value={measure}
        choices={known.map((one) => ({
          value: one,
          label: { subwords: 'Subwords', letters: 'Letters', embedding: 'Embedding' }[one],
        }))}
        onValue={onMeasure}
      />
    </Chart>
  );
}
