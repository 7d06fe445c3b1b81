import type { Line } from './lineChart';

const strokes = ['var(--acc)', 'var(--warn)', 'var(--ok)', 'var(--tx2)'];
const dashes = [undefined, '5 3', '2 3', '8 3 2 3'];

/** The sample of a line with its name, for the head of a chart. */
export function Legend({ lines }: { lines: readonly Pick<Line, 'name' | 'rank'>[] }) {
  return lines.map(({ name, rank }) => (
    <span key={name} className="legend">
      <svg width={18} height={2} aria-hidden>
        <path d="M0 1h18" stroke={strokes[rank]} strokeWidth={2} strokeDasharray={dashes[rank]} />
      </svg>
      {name}
    </span>
  ));
}
