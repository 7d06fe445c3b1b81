import type { ForgettingReport } from '../../../src-main/common/domain/forgetting';
import { formatCount, formatNumber } from '../../ui/format';

/**
 * Perplexity of plain texts, and how fixed openings go on, before and after training.
 * @param updates of the run by now
 */
export function ForgettingTable({ report, updates }: { report: ForgettingReport; updates: number }) {
  return (
    <>
      <table className="scores">
        <thead>
          <tr>
            <th>Perplexity</th>
            <th>before</th>
            <th>after</th>
            <th>ratio</th>
          </tr>
        </thead>
        <tbody>
          {report.texts.map(({ name, before, after }) => (
            <tr key={name}>
              <td>{name}</td>
              <td>{formatPerplexity(before.perplexity)}</td>
              <td>{formatPerplexity(after.perplexity)}</td>
              <td>{formatNumber(after.perplexity / before.perplexity, 3)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {report.updates !== updates && (
        <p className="hint">Measured after {formatCount(report.updates, 'update')}, before training went on.</p>
      )}
      <table className="completions">
        <tbody>
          {report.completions.map(({ opening, before, after }) => (
            <tr key={opening}>
              <th scope="row">{opening}</th>
              <td>
                <span className="hint">before</span> {oneLine(before)}
              </td>
              <td>
                <span className="hint">after</span> {oneLine(after)}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </>
  );
}

/** Of a text that the decoder finds foreign they are large, and decimals tell nothing. */
const formatPerplexity = (value: number) => formatNumber(value, value < 1000 ? 2 : 0);

const oneLine = (text: string) => text.trim().replaceAll('\n', '⏎');
