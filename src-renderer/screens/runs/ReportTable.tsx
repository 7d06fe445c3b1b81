import { isThin, thinNote } from '../../../src-main/common/domain/evidence';
import type { Report } from '../../../src-main/common/domain/report';
import { formatCount, formatScore } from '../../ui/format';

/** All scores of a report, in percent. */
export function ReportTable({ report }: { report: Report }) {
  return report.clips > 0 ? <ClipScores report={report} /> : <StepScores report={report} />;
}

/** Of an offline task. */
function ClipScores({ report }: { report: Report }) {
  return (
    <table className="scores">
      <thead>
        <tr>
          <th>{formatCount(report.clips, 'clip')}</th>
          <th>all</th>
          <th>class mean</th>
        </tr>
      </thead>
      <tbody>
        <tr>
          <td>Top-1 accuracy</td>
          <td>{formatScore(report.topOne)}</td>
          <td>{formatScore(report.topOneClassMean)}</td>
        </tr>
      </tbody>
    </table>
  );
}

function StepScores({ report }: { report: Report }) {
  const single: [string, number | null][] = [
    ['Frame accuracy', report.frameAccuracy],
    ['Foreground precision', report.foregroundPrecision],
    ['Foreground recall', report.foregroundRecall],
    ['Background precision', report.backgroundPrecision],
    ['Background recall', report.backgroundRecall],
    ['mAP', report.meanAveragePrecision],
  ];
  return (
    <>
      <table className="scores">
        <thead>
          <tr>
            <th>Segment F1</th>
            <th>micro</th>
            <th>macro</th>
          </tr>
        </thead>
        <tbody>
          {report.segmentF1.map((score) => (
            <tr key={score.iou}>
              <td>IoU {score.iou}</td>
              <td>{formatScore(score.micro)}</td>
              <td>{formatScore(score.macro)}</td>
            </tr>
          ))}
        </tbody>
        <thead>
          <tr>
            <th>Point F1</th>
            <th>start</th>
            <th>middle</th>
          </tr>
        </thead>
        <tbody>
          {report.pointF1.map((score) => (
            <tr key={score.seconds}>
              <td>within {score.seconds} s</td>
              <td>{formatScore(score.start)}</td>
              <td>{formatScore(score.middle)}</td>
            </tr>
          ))}
        </tbody>
        <thead>
          <tr>
            <th>Steps</th>
            <th />
            <th />
          </tr>
        </thead>
        <tbody>
          {single.map(([name, value]) => (
            <tr key={name}>
              <td>{name}</td>
              <td />
              <td>{formatScore(value)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {report.meanAveragePrecision === null && <p className="hint">No scores: this run has labels only.</p>}
      {isThin(report.videos) && <p className="hint">{thinNote(report.videos)}</p>}
      {report.official && <p className="hint">Computed as the official code does.</p>}
    </>
  );
}
