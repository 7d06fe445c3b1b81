import { useMemo, useState } from 'react';
import type { RunSummary } from '../../../src-main/common/contract/runs';
import {
  type RunStatistics,
  type ScoreComparison,
  runScoreNames,
  runScores,
} from '../../../src-main/common/domain/statistics';
import { evidence, isThin } from '../../../src-main/common/domain/evidence';
import { noRuns, useProject } from '../../state/project';
import { Segmented } from '../../ui/fields';
import { formatNumber } from '../../ui/format';
import { Interval } from '../../ui/Interval';
import { PanelHead } from '../../ui/Region';
import { Failure } from '../../ui/status';
import { OverlaidCurves } from './OverlaidCurves';

interface ComparisonProps {
  run: RunSummary;
  split: string;
  statistics: ReadonlyMap<string, RunStatistics>;
  /** Why a run has no scores, by its id. */
  unscored: ReadonlyMap<string, string>;
  ticked: ReadonlySet<string>;
  error: Error | null;
}

/** The shown run against the baseline, or curves of the ticked runs over each other. */
export function Comparison({ run, split, statistics, unscored, ticked, error }: ComparisonProps) {
  const [shown, setShown] = useState<'scores' | 'curves'>('scores');
  const runs = useProject((state) => state.runs) ?? noRuns;
  const own = statistics.get(run.id);
  const difference = own?.difference ?? null;
  const nameOf = (id: string) => runs.find((one) => one.id === id)?.name ?? id;
  const overlaid = useMemo(
    () => (ticked.size > 0 ? runs.filter(({ id }) => ticked.has(id)) : [run]),
    [runs, ticked, run],
  );
  return (
    <>
      <PanelHead title={difference ? `${run.name} against ${nameOf(difference.baseline)}` : run.name}>
        <span className="hint ellipsis">{own && conditions(own)}</span>
        <span className="push" />
        <Segmented
          label="Comparison"
          value={shown}
          choices={[
            { value: 'scores', label: 'Scores' },
            { value: 'curves', label: 'Curves' },
          ]}
          onValue={setShown}
        />
      </PanelHead>
      <Failure error={error} inset />
      {shown === 'curves' ? (
        <OverlaidCurves runs={overlaid} split={split} />
      ) : own ? (
        <ScoreRows statistics={own} />
      ) : (
        !error && <p className="inset label">{unscored.get(run.id) ?? whyNot(run, split)}</p>
      )}
    </>
  );
}

function conditions({ videos, difference }: RunStatistics): string {
  return evidence((difference?.videos ?? videos).length, difference ? 'paired bootstrap over' : '95 % over');
}

function whyNot(run: RunSummary, split: string): string {
  return run.predicted.includes(split)
    ? 'Drawing videos'
    : `No predictions on ${split} yet. Run it on ${split}, or choose another split above.`;
}

/** Every score with its interval; against a baseline the differences. */
function ScoreRows({ statistics: { scores, difference, incomparable, videos, notes } }: { statistics: RunStatistics }) {
  const compared = (difference?.videos ?? videos).length;
  const known = runScoreNames.filter((name) => scores[name] || difference?.scores[name]);
  const reach = Math.max(
    1,
    ...runScoreNames
      .filter((name) => name !== 'diversity')
      .flatMap((name) => {
        const own = difference?.scores[name];
        return own ? [Math.abs(own.low), Math.abs(own.high)] : [];
      }),
  );
  return (
    <div className="scroll">
      <table className={`comparison ${isThin(compared) ? 'hint' : ''}`}>
        <thead>
          <tr>
            <th>Score</th>
            <th className="number">Value</th>
            <th>95 %</th>
            {difference && (
              <>
                <th className="number">Difference</th>
                <th>95 %</th>
                <th aria-hidden />
                <th>Better in</th>
                <th className="number">Effect</th>
              </>
            )}
          </tr>
        </thead>
        <tbody>
          {known.map((name) => {
            const { title, help, digits } = runScores[name];
            const [own, against] = [scores[name], difference?.scores[name]];
            return (
              <tr key={name}>
                <td data-tip={help}>{title}</td>
                <td className="number">{formatNumber(own?.value, digits)}</td>
                <td className="hint">
                  <Interval interval={own} digits={digits} videos={videos.length} />
                </td>
                {difference && (
                  <Difference
                    comparison={against ?? null}
                    digits={digits}
                    videos={compared}
                    reach={name === 'diversity' ? 1 : reach}
                  />
                )}
              </tr>
            );
          })}
        </tbody>
      </table>
      {[...notes, ...(difference?.notes ?? []), ...(incomparable ? [incomparable] : [])].map((note) => (
        <p key={note} className="comparison-note hint">
          {note}
        </p>
      ))}
    </div>
  );
}

interface DifferenceProps {
  comparison: ScoreComparison | null;
  digits: number;
  videos: number;
  /** What half of the drawing stands for. */
  reach: number;
}

function Difference({ comparison, digits, videos, reach }: DifferenceProps) {
  if (!comparison)
    return (
      <td colSpan={5} className="hint">
        —
      </td>
    );
  const { value, low, high, better, superiority, effect } = comparison;
  const unclear = isThin(videos) || (low <= 0 && high >= 0);
  return (
    <>
      <td className={`number ${unclear ? 'hint' : ''}`}>
        <strong>
          <Interval interval={comparison} digits={digits} videos={videos} show="value" signed />
        </strong>
      </td>
      <td className="hint">
        <Interval interval={comparison} digits={digits} videos={videos} signed />
      </td>
      <td aria-hidden>
        <Whisker value={value} low={low} high={high} reach={reach} unclear={unclear} />
      </td>
      <td className={unclear ? 'hint' : 'label'}>
        {shareOf(better)} of draws
        {superiority !== null && `, ${formatNumber(100 * superiority)} % of videos`}
      </td>
      <td className="number hint" data-tip="Mean of the videos’ differences over their standard deviation">
        {formatNumber(effect, 2)}
      </td>
    </>
  );
}

/** A thousand draws cannot tell more than that. */
const shareOf = (share: number): string =>
  share > 0.99 ? 'more than 99 %' : share < 0.01 ? 'less than 1 %' : `${formatNumber(100 * share)} %`;

const width = 160;

/** The difference as a dot on its interval; the line in the middle is none. */
function Whisker({
  value,
  low,
  high,
  reach,
  unclear,
}: {
  value: number;
  low: number;
  high: number;
  reach: number;
  unclear: boolean;
}) {
  const colour = unclear ? 'var(--tx3)' : 'var(--acc)';
  const x = (difference: number) =>
    width / 2 + ((width / 2 - 6) * Math.max(-reach, Math.min(reach, difference))) / reach;
  return (
    <svg width={width} height={16} className="comparison-whisker">
      <path d={`M${width / 2} 0v16`} stroke="var(--line2)" />
      <path d={`M${x(low)} 8H${x(high)}`} stroke={colour} strokeWidth={2} />
      <circle cx={x(value)} cy={8} r={4} fill={colour} />
    </svg>
  );
}
