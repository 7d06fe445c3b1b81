/** A class's colour with its mark, 10 px; beside the class's name, which carries the meaning. */
import type { ClassLook, Mark } from '../../src-main/common/classColours';

const drawn: Record<Mark, string> = {
  none: '',
  bar: 'M1 4h8v2H1z',
  dot: 'M3.5 3.5h3v3h-3z',
  column: 'M4 1h2v8H4z',
  cross: 'M1 4h3V1h2v3h3v2H6v3H4V6H1z',
};

export function Swatch({ look }: { look: ClassLook }) {
  return (
    <svg className="swatch" width={10} height={10} viewBox="0 0 10 10" aria-hidden>
      <rect x={0.5} y={0.5} width={9} height={9} rx={1.5} fill={look.fill} stroke={look.edge} />
      <path d={drawn[look.mark]} fill={look.ink} />
    </svg>
  );
}
