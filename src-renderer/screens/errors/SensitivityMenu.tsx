import { ChartNoAxesColumn } from 'lucide-react';
import { useState } from 'react';
import {
  type DiagnosisReport,
  type Sensitivity,
  type Verdict,
  verdicts,
} from '../../../src-main/common/domain/diagnosis';
import { traits } from '../../../src-main/common/domain/panelSettings';
import { isThin, thinNote } from '../../../src-main/common/domain/evidence';
import { Select } from '../../ui/fields';
import { formatNumber, formatScore } from '../../ui/format';
import { Interval } from '../../ui/Interval';
import { Popover } from '../../ui/Popover';
import { AddToFigures } from '../../components/AddToFigures';

const shown = verdicts.filter((verdict) => verdict !== 'duplicate' && verdict !== 'invented');

/** Which true segments are found, by one of their traits. */
export function SensitivityMenu({ report, runs }: { report: DiagnosisReport; runs: readonly string[] }) {
  const [trait, setTrait] = useState('length');
  const chosen = report.sensitivity.find((one) => one.trait === trait) ?? report.sensitivity[0];
  return (
    <Popover
      name="Which segments are found"
      className="icon-button"
      button={<ChartNoAxesColumn size={16} aria-hidden />}
    >
      <div className="sensitivity">
        <p className="row">
          True segments by
          <Select
            aria-label="Trait"
            value={chosen?.trait ?? ''}
            choices={report.sensitivity.map((one) => ({ value: one.trait, label: one.trait }))}
            onValue={setTrait}
          />
          <span className="hint">shares in percent</span>
          {isThin(report.videos) && <span className="hint">{thinNote(report.videos)}</span>}
          <span className="push" />
          <AddToFigures
            wish={() => ({
              kind: 'sensitivity',
              runs,
              settings: {
                split: report.split,
                trait: traits[report.sensitivity.findIndex((one) => one === chosen)] ?? 'length',
                correct: report.thresholds.correct,
              },
            })}
          />
        </p>
        {chosen && <Groups sensitivity={chosen} />}
      </div>
    </Popover>
  );
}

type Group = Sensitivity['groups'][number];

/** Under a share its interval; nothing where every draw says the same, as where all segments are of one video. */
function ShareBounds({ group, verdict }: { group: Group; verdict: Verdict }) {
  const share = group.shares[verdicts.indexOf(verdict)];
  return (
    share &&
    share.low < share.high && (
      <span className="share-bounds">
        <Interval interval={share} digits={1} videos={group.videos} />
      </span>
    )
  );
}

function Groups({ sensitivity: { trait, groups } }: { sensitivity: Sensitivity }) {
  const share = (group: Group, verdict: Verdict) =>
    (100 * (group.verdicts[verdicts.indexOf(verdict)] ?? 0)) / group.truths;
  return (
    <table className="scores">
      <thead>
        <tr>
          <th scope="col">{trait}</th>
          <th scope="col">True</th>
          <th scope="col">Videos</th>
          {shown.map((verdict) => (
            <th scope="col" key={verdict}>
              {verdict}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {groups.map((group) => (
          <tr key={group.name}>
            <th scope="row">{group.name}</th>
            <td>{formatNumber(group.truths)}</td>
            <td>{formatNumber(group.videos)}</td>
            {shown.map((verdict) => (
              <td key={verdict}>
                {verdict === 'correct' && (
                  <span className="found-bar" aria-hidden>
                    <span style={{ width: `${share(group, verdict)}%` }} />
                  </span>
                )}
                {formatScore(share(group, verdict))}
                <ShareBounds group={group} verdict={verdict} />
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
