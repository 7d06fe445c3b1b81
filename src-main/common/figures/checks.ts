import { contrast } from '../classColours';
import { ciede2000, labSeenBy, type Vision } from '../colourVision';
import type { Recipe } from '../domain/figure';
import type { PanelData } from './panelData';
import { paper, type Pen, shapeOf, smallSize } from './pen';
import { penFor, penOf } from './sheet';
import { venues } from './venues';

/** WCAG 2.2, 1.4.11: what is needed to understand a graphic. */
const leastContrast = 3;
/** CIEDE2000; the least that nouns of one verb differ by, which is seen side by side. */
const leastDifference = 4;
const eyes: readonly [Vision, string][] = [
  ['normal', 'to any eye'],
  ['deutan', 'with deuteranopia'],
  ['protan', 'with protanopia'],
  ['grey', 'in grey'],
];

/** What a reader may not be able to tell, one sentence each; none where the figure reads well. */
export function figureProblems(recipe: Recipe, data: readonly PanelData[], pen: Pen): string[] {
  const venue = venues.find(({ id }) => id === recipe.sheet.venue);
  const small = Math.min(smallSize(pen), ...recipe.panels.map((panel) => smallSize(penOf(panel, pen))));
  return [
    ...(venue && small < venue.smallest
      ? [`Ticks are ${small} pt; below ${venue.smallest} pt they are hard to read at ${venue.name}.`]
      : []),
    ...new Set(data.flatMap((one) => faintMarks(one, penFor(one, pen)))),
    ...new Set(data.flatMap((one) => alike(one, penFor(one, pen)))),
  ];
}

function shownClasses(data: PanelData): number[] {
  if (data.kind === 'timeline') {
    return unique(data.lanes.flatMap(({ segments }) => (segments ?? []).map(({ classId }) => classId)));
  }
  return data.kind === 'scatter' ? unique(data.maps.flatMap(({ points }) => points.map(({ classId }) => classId))) : [];
}

const unique = (ids: readonly number[]) => [...new Set(ids)].sort((a, b) => a - b);

function faintMarks(data: PanelData, pen: Pen): string[] {
  return shownClasses(data).flatMap((id) => {
    const { fill, edge } = pen.lookOf(id);
    const best = Math.max(contrast(fill, paper), contrast(edge, paper));
    return best >= leastContrast ? [] : [`${pen.nameOf(id)} is faint: ${best.toFixed(1)}:1 on white, expected 3:1.`];
  });
}

/** Points carry no names: two classes of one colour and shape cannot be told apart. */
function alike(data: PanelData, pen: Pen): string[] {
  if (data.kind !== 'scatter') return [];
  const classes = shownClasses(data).map((id) => ({ id, look: pen.lookOf(id) }));
  return classes.flatMap((a, i) =>
    classes.slice(i + 1).flatMap((b) => {
      if (data.marks === 'colour and shape' && shapeOf(a.look) !== shapeOf(b.look)) return [];
      const worst = eyes.find(
        ([vision]) => ciede2000(labSeenBy(vision, a.look.fill), labSeenBy(vision, b.look.fill)) < leastDifference,
      );
      return worst ? [`${pen.nameOf(a.id)} and ${pen.nameOf(b.id)} look alike ${worst[1]}.`] : [];
    }),
  );
}
