import { useComparedRuns } from '../../state/selection';
import { formatNumber } from '../../ui/format';

/** How much of the past the model sees when it decides a step. */
export function SeenWindow() {
  const { run } = useComparedRuns();
  if (!run?.settings) return <p className="hint">Imported: what the model saw is not known.</p>;
  const { short, long } = run.settings;
  const steps = long === 0 ? formatNumber(short) : `${formatNumber(long)} + ${formatNumber(short)}`;
  return (
    <p className="ellipsis">
      The model saw {steps} steps ({formatNumber((long + short) / run.rate)} s)
    </p>
  );
}
