/** Millimetres above the sheet; a label every 20. */
export function Ruler({ width, scale, margin }: { width: number; scale: number; margin: number }) {
  const ticks = Array.from({ length: Math.floor(width / 2) + 1 }, (_, i) => 2 * i);
  const x = (millimetres: number) => Math.round(margin + millimetres * scale) + 0.5;
  return (
    <svg className="figure-ruler" width={width * scale + 2 * margin} height={24} aria-hidden>
      {ticks.map((tick) => (
        <line key={tick} x1={x(tick)} x2={x(tick)} y1={24} y2={tick % 20 === 0 ? 14 : tick % 10 === 0 ? 18 : 21} />
      ))}
      {ticks
        .filter((tick) => tick % 20 === 0)
        .map((tick) => (
          <text key={tick} x={x(tick)} y={11} textAnchor="middle">
            {tick === 0 ? '0 mm' : tick}
          </text>
        ))}
    </svg>
  );
}
