import type { AgreementReport, EdgeSpread } from '../../../src-main/common/domain/agreement';
import type { ScoreInterval } from '../../../src-main/common/domain/statistics';
import { formatCount, formatNumber, formatSigned } from '../../ui/format';
import { ClassName } from './ClassName';

/** How far two annotators agree; what the numbers mean is in docs/agreement.md. */
export function AgreementNumbers({ report }: { report: AgreementReport }) {
  const { kappa, frameAgreement, segmentF1, edges, notes, videos, seconds } = report;
  return (
    <div className="agreement-numbers">
      <table className="plain-table text" aria-label="Agreement">
        <tbody>
          <Row name="Kappa" found={kappa} digits={2} />
          <Row name="Frames alike, %" found={frameAgreement} digits={1} />
          {segmentF1.flatMap(({ iou, mine, theirs }) => [
            <Row key={`${iou} mine`} name={`F1@${iou}, yours true`} found={mine} digits={1} />,
            <Row key={`${iou} theirs`} name={`F1@${iou}, theirs true`} found={theirs} digits={1} />,
          ])}
          <EdgeRow name="Starts" spread={edges.start} />
          <EdgeRow name="Ends" spread={edges.end} />
        </tbody>
      </table>
      <p className="hint">
        On {formatNumber(seconds / 60, 1)} min that both have reviewed; 95 % over {formatCount(videos.length, 'video')}.
      </p>
      {notes.map((note) => (
        <p key={note} className="hint">
          {note}
        </p>
      ))}
      <Parts
        title="By class"
        rows={report.classes.map((row) => ({ ...row, key: String(row.classId), name: <ClassName id={row.classId} /> }))}
      />
      <Parts title="By video" rows={videos.map((row) => ({ ...row, key: row.video, name: row.video }))} />
    </div>
  );
}

function Row({ name, found, digits }: { name: string; found: ScoreInterval | null; digits: number }) {
  return (
    <tr>
      <th scope="row">{name}</th>
      <td className="number">{formatNumber(found?.value, digits)}</td>
      <td className="number hint">
        {found ? `${formatNumber(found.low, digits)} to ${formatNumber(found.high, digits)}` : ''}
      </td>
    </tr>
  );
}

function EdgeRow({ name, spread }: { name: string; spread: EdgeSpread | null }) {
  if (!spread) {
    return (
      <tr>
        <th scope="row">{name}</th>
        <td className="number">—</td>
        <td />
      </tr>
    );
  }
  const { frames, seconds, within, pairs } = spread;
  const shares = within.map((one) => `${formatNumber(one.share)} % within ${one.frames}`).join(', ');
  return (
    <tr title={`Theirs less yours, ${formatCount(pairs, 'pair')}; ${shares} frames`}>
      <th scope="row">{name}, frames</th>
      <td className="number">{formatSigned(frames.median, 1)}</td>
      <td className="number hint">
        {formatSigned(frames.low, 1)} to {formatSigned(frames.high, 1)}; {formatSigned(seconds.median, 2)} s
      </td>
    </tr>
  );
}

interface PartRow {
  key: string;
  name: React.ReactNode;
  mine: number;
  theirs: number;
  kappa: number | null;
  segmentF1: (number | null)[];
}

function Parts({ title, rows }: { title: string; rows: readonly PartRow[] }) {
  return (
    <details>
      <summary>{title}</summary>
      <div className="agreement-parts">
        <table className="plain-table text" aria-label={title}>
          <thead>
            <tr>
              <th>{title.replace('By ', '')}</th>
              <th className="number">You</th>
              <th className="number">They</th>
              <th className="number">F1@0.5</th>
              <th className="number">Kappa</th>
            </tr>
          </thead>
          <tbody>
            {rows.map(({ key, name, mine, theirs, kappa, segmentF1 }) => (
              <tr key={key}>
                <td className="clip">{name}</td>
                <td className="number">{formatNumber(mine)}</td>
                <td className="number">{formatNumber(theirs)}</td>
                <td className="number">{formatNumber(segmentF1[2], 1)}</td>
                <td className="number">{formatNumber(kappa, 2)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </details>
  );
}
