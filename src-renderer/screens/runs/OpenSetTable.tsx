import type { OpenSetReport } from '../../../src-main/common/domain/openSet';
import { formatCount, formatScore } from '../../ui/format';

/**
 * How a run meets classes that it does not know, in percent: telling them apart, naming them from examples and by text.
 */
export function OpenSetTable({ report }: { report: OpenSetReport }) {
  const { unknown, steps, scores, fewShot, zeroShot } = report;
  return (
    <>
      <p className="label">
        {unknown.join(', ')}: {formatCount(steps.unknown, 'step')} against {formatCount(steps.action, 'step')} of known
        actions and {formatCount(steps.background, 'step')} of background.
      </p>
      <table className="scores">
        <Separations title="Against actions" scores={scores} side="actions" />
        <Separations title="Against all known" scores={scores} side="known" />
      </table>
      <table className="scores">
        <thead>
          <tr>
            <th>Examples</th>
            <th>among new</th>
            <th>among all</th>
            <th>known</th>
          </tr>
        </thead>
        <tbody>
          {fewShot.map(({ examples, amongNew, amongAll, known }) => (
            <tr key={examples}>
              <td>{examples}</td>
              {[amongNew, amongAll, known].map((accuracy, i) => (
                <Accuracy key={['new', 'all', 'known'][i]} accuracy={accuracy} />
              ))}
            </tr>
          ))}
          <tr>
            <td>by text</td>
            <td>{formatScore(zeroShot?.amongNew)}</td>
            <td>{formatScore(zeroShot?.amongAll)}</td>
            <td>—</td>
          </tr>
        </tbody>
      </table>
    </>
  );
}

interface SeparationsProps {
  title: string;
  scores: OpenSetReport['scores'];
  side: 'actions' | 'known';
}

function Separations({ title, scores, side }: SeparationsProps) {
  return (
    <>
      <thead>
        <tr>
          <th>{title}</th>
          <th>AUROC</th>
          <th>FPR95</th>
        </tr>
      </thead>
      <tbody>
        {scores.map((row) => (
          <tr key={row.score}>
            <td>{row.score}</td>
            <td>{formatScore(row[side].auroc)}</td>
            <td>{formatScore(row[side].fpr95)}</td>
          </tr>
        ))}
      </tbody>
    </>
  );
}

function Accuracy({ accuracy }: { accuracy: OpenSetReport['fewShot'][number]['known'] }) {
  if (accuracy === null) return <td>—</td>;
  return (
    <td>
      {formatScore(accuracy.mean)}
      {accuracy.deviation !== null && <span className="hint"> ± {formatScore(accuracy.deviation)}</span>}
    </td>
  );
}
