import { z } from 'zod';
import { fontNames } from '../figures/drawing';
import { paletteNames, palettes } from '../figures/palettes';
import { venues } from '../figures/venues';
import { meta } from '../settings';
import { type PanelFilter, panelFilterNames, panelFilters, type PanelKind, panelKinds } from './panelSettings';

/**
 * A recipe says what a figure shows, of which runs, and how it looks; `figures/<name>.json` of a project. From it and
 * the project's reports and predictions the figure is drawn again at any time. Settings are described as those of
 * training, so that the panel's form follows from them.
 */

/** In millimetres from the sheet's upper left corner. */
const Place = z.object({ x: z.number(), y: z.number(), width: z.number().min(10), height: z.number().min(5) });

const placed = <K extends PanelKind, S extends z.ZodType>(kind: K, settings: S) =>
  z
    .strictObject({
      kind: z.literal(kind),
      place: Place,
      /** Ids; none: every run that has what the panel shows. */
      runs: z.array(z.string()).default([]),
      ...panelFilters,
      settings,
    })
    .superRefine((panel, context) => {
      const known: readonly PanelFilter[] = panelKinds[kind].filters;
      for (const name of panelFilterNames) {
        if (known.includes(name) || panel[name].length === 0) continue;
        const message = `expected none: panels of kind ${kind} are not narrowed by ${name}`;
        context.addIssue({ code: 'custom', path: [name], message });
      }
    });

export const Panel = z.discriminatedUnion('kind', [
  placed('timeline', panelKinds.timeline.settings),
  placed('scores', panelKinds.scores.settings),
  placed('curves', panelKinds.curves.settings),
  placed('statistics', panelKinds.statistics.settings),
  placed('errors', panelKinds.errors.settings),
  placed('sensitivity', panelKinds.sensitivity.settings),
  placed('confusion', panelKinds.confusion.settings),
  placed('pairs', panelKinds.pairs.settings),
  placed('overlap', panelKinds.overlap.settings),
  placed('entropy', panelKinds.entropy.settings),
  placed('embedding', panelKinds.embedding.settings),
  placed('table', panelKinds.table.settings),
  placed('study', panelKinds.study.settings),
]);
export type Panel = z.infer<typeof Panel>;

export const SheetSettings = z.object({
  venue: z
    .enum(['free', ...venues.map(({ id }) => id)])
    .default('springer-double')
    .meta(meta({ label: 'Venue', section: 'Sheet', help: 'Gives width and font size. free: any width and size.' })),
  width: z
    .number()
    .min(30)
    .max(420)
    .default(174)
    .meta(meta({ label: 'Width', section: 'Sheet', unit: 'mm', help: 'Of the whole figure. 30 to 420 mm.' })),
  fontSize: z
    .number()
    .min(4)
    .max(24)
    .default(7.5)
    .meta(
      meta({
        label: 'Font size',
        section: 'Sheet',
        unit: 'pt',
        help: 'Of labels; ticks are one point smaller. 4 to 24 pt.',
      }),
    ),
  font: z
    .enum(fontNames)
    .default('Inter')
    .meta(
      meta({
        label: 'Font',
        section: 'Sheet',
        help: 'Inter has no serifs; STIX looks like Times, which ICLR, NeurIPS and IEEE set text in. Both are embedded.',
      }),
    ),
  palette: z
    .enum(paletteNames)
    .default('classes')
    .meta(
      meta({
        label: 'Palette',
        section: 'Sheet',
        help: `${paletteNames.map((name) => `${name}: ${palettes[name].help}`).join('. ')}.`,
      }),
    ),
  letters: z
    .boolean()
    .default(true)
    .meta(meta({ label: 'Letters', section: 'Sheet', help: 'a, b, c at the panels, where there are two or more.' })),
});
export type SheetSettings = z.infer<typeof SheetSettings>;

export const Recipe = z.strictObject({
  version: z.literal(1),
  /** What the figure is, for lists and for readers of the files. */
  title: z.string().min(1),
  /** Kept as text beside the figure. */
  caption: z.string().default(''),
  sheet: SheetSettings.prefault({}),
  panels: z.array(Panel),
});
export type Recipe = z.infer<typeof Recipe>;

/** Formats a figure can be written in. */
export const figureFormats = ['svg', 'pdf', 'png', 'csv', 'tex', 'md'] as const;
export const FigureFormat = z.enum(figureFormats);
export type FigureFormat = z.infer<typeof FigureFormat>;

/** Height of the sheet in millimetres: it ends where its lowest panel does. */
export function sheetHeight({ panels }: Pick<Recipe, 'panels'>): number {
  return Math.max(20, ...panels.map(({ place }) => place.y + place.height));
}

/** `a`, `b`, …; after `z` comes `aa`. */
export function panelLetter(index: number): string {
  const last = String.fromCharCode(97 + (index % 26));
  return index < 26 ? last : panelLetter(Math.floor(index / 26) - 1) + last;
}
