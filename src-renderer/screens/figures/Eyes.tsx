import { visions } from '../../../src-main/common/colourVision';

export type Sight = 'printed' | 'deutan' | 'protan' | 'grey';

/** Filters that show the sheet as other eyes, or a grey printer, see it; `figures.css` refers to them. */
export function Eyes() {
  return (
    <svg width={0} height={0} className="hidden-visually" aria-hidden>
      {(['deutan', 'protan', 'grey'] as const).map((sight) => (
        <filter key={sight} id={`sight-${sight}`} colorInterpolationFilters="linearRGB">
          <feColorMatrix
            type="matrix"
            values={`${visions[sight].map((row) => `${row.join(' ')} 0 0`).join(' ')} 0 0 0 1 0`}
          />
        </filter>
      ))}
    </svg>
  );
}
