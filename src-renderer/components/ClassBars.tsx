import type { ClassProbability } from '../../src-main/common/contract/runs';
import { formatNumber } from '../ui/format';
import { ClassName } from './ClassName';

/** The most probable classes with bars; the true one stands out. @param truth class ids; empty: not known */
export function ClassBars({ top, truth }: { top: readonly ClassProbability[]; truth: readonly number[] }) {
  return top.map(({ classId, probability }) => (
    <div className={`opinion ${truth.includes(classId) ? 'true' : ''}`} key={classId}>
      <ClassName id={classId} strong={truth.includes(classId)} />
      <span className="opinion-bar">
        <span style={{ width: `${100 * probability}%` }} />
      </span>
      <span className="number mono">{formatNumber(probability, 2)}</span>
    </div>
  ));
}
