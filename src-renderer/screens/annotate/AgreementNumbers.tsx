import { useState } from 'react';
import type { AgreementReport, EdgeSpread } from '../../../src-main/common/domain/agreement';
import { evidence } from '../../../src-main/common/domain/evidence';
import type { ScoreInterval } from '../../../src-main/common/domain/statistics';
import { formatCount, formatNumber, formatSigned } from '../../ui/format';
import { Interval } from '../../ui/Interval';
import { ClassName } from '../../components/ClassName';

/** How far two annotators agree; what the numbers mean is in docs/agreement.md. */
export function AgreementNumbers({ report }: { report: AgreementReport }) {
  const { kappa, frameAgreement, segmentF1, edges, notes, videos, seconds } = report;
  return (
    <div className="agreement-numbers">
      <table className="plain-table text" aria-label="Frames">
        <tbody>
          <tr>
            <th scope="row">Kappa</th>
            <Score found={kappa} digits={2} videos={videos.length} />
            <th scope="row">Alike, %</th>
            <Score found={frameAgreement} digits={1} videos={videos.length} />
          </tr>
        </tbody>
      </table>
      <table className="plain-table text" aria-label="Segment F1">
        <thead>
          <tr>
            <th>F1 at IoU</th>
            {segmentF1.map(({ iou }) => (
              <th key={iou} className="number">
                {iou}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {(['mine', 'theirs'] as const).map((role) => (
            <tr key={role}>
              <th scope="row">{role === 'mine' ? 'Yours true' : 'Theirs true'}</th>
              {segmentF1.map((row) => (
                <Score key={row.iou} found={row[role]} digits={1} videos={videos.length} />
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      <table className="plain-table text" aria-label="Edges">
        <thead>
          <tr>
            <th>Edges</th>
            <th className="number">Theirs later</th>
            <th className="number">Within 1 f</th>
            <th className="number">5 f</th>
          </tr>
        </thead>
        <tbody>
          <EdgeRow name="Starts" spread={edges.start} />
          <EdgeRow name="Ends" spread={edges.end} />
        </tbody>
      </table>
      <p className="hint">
        On {formatNumber(seconds / 60, 1)} min that both have reviewed. Below scores: {evidence(videos.length)}; below
        medians: quartiles.
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

/** A value over its interval. */
function Score({ found, digits, videos }: { found: ScoreInterval | null; digits: number; videos: number }) {
  return (
    <td className="number">
      {formatNumber(found?.value, digits)}
      {found && (
        <small>
          <Interval interval={found} digits={digits} videos={videos} />
        </small>
      )}
    </td>
  );
}

function EdgeRow({ name, spread }: { name: string; spread: EdgeSpread | null }) {
  const share = (frames: number) => {
    const found = spread?.within.find((one) => one.frames === frames);
    return found ? `${formatNumber(found.share)} %` : formatNumber(null);
  };
  return (
    <tr>
      <th scope="row">
        {name}
        <small>{formatCount(spread?.pairs ?? 0, 'pair')}</small>
      </th>
      <td className="number">
        {spread
          ? `${formatSigned(spread.frames.median, 1)} f, ${formatSigned(spread.seconds.median, 2)} s`
          : formatNumber(null)}
        {spread && (
          <small>
            {formatSigned(spread.frames.low, 1)} to {formatSigned(spread.frames.high, 1)}
          </small>
        )}
      </td>
      <td className="number">{share(1)}</td>
      <td className="number">{share(5)}</td>
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

/** Rows are made only once they are looked at, since there may be thousands. */
function Parts({ title, rows }: { title: string; rows: readonly PartRow[] }) {
  const [isOpen, setOpen] = useState(false);
  return (
    <details onToggle={({ currentTarget }) => setOpen(currentTarget.open)}>
      <summary>{title}</summary>
      {isOpen && (
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
                  <td className="ellipsis">{name}</td>
                  <td className="number">{formatNumber(mine)}</td>
                  <td className="number">{formatNumber(theirs)}</td>
                  <td className="number">{formatNumber(segmentF1[2], 1)}</td>
                  <td className="number">{formatNumber(kappa, 2)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </details>
  );
}
