import { Panel, type Recipe, sheetHeight, SheetSettings } from '../domain/figure';
import type { PanelFilters, PanelKind } from '../domain/panelSettings';
import type { Venue } from './venues';

/** Changes of recipes: every function gives a new one. */
export type Place = Panel['place'];

/** Height in millimetres that a panel of full width looks well with. */
const heights: Record<PanelKind, number> = {
  timeline: 46,
  scores: 34,
  curves: 50,
  statistics: 50,
  errors: 46,
  sensitivity: 50,
  confusion: 90,
  pairs: 60,
  overlap: 60,
  entropy: 40,
  embedding: 80,
  table: 28,
  study: 36,
};
/** Millimetres between panels. */
const gap = 4;

/** What a panel shows, before it has a place. */
export interface PanelWish extends Readonly<Partial<PanelFilters>> {
  kind: PanelKind;
  runs?: readonly string[];
  settings?: Readonly<Record<string, string | number | boolean>>;
}

/** A panel as wide as the sheet, at a place; settings that are not wished for are the defaults. */
export function panelOf({ settings = {}, ...wish }: PanelWish, place: Place): Panel {
  return Panel.parse({ ...wish, place, settings });
}

/** The recipe with a panel more, below all others. */
export function withPanel(recipe: Recipe, wish: PanelWish): Recipe {
  const y = recipe.panels.length === 0 ? 0 : sheetHeight(recipe) + gap;
  const place = { x: 0, y, width: recipe.sheet.width, height: heights[wish.kind] };
  return { ...recipe, panels: [...recipe.panels, panelOf(wish, place)] };
}

/** A figure without panels. */
export function newRecipe(title: string): Recipe {
  return { version: 1, title, caption: '', sheet: defaultSheet, panels: [] };
}

const defaultSheet = SheetSettings.parse({});

/** Puts a panel elsewhere: inside the sheet's width, at whole half millimetres. */
export function movePanel(recipe: Recipe, index: number, change: Partial<Place>): Recipe {
  const panels = recipe.panels.map((panel, i) => {
    if (i !== index) return panel;
    const wanted = { ...panel.place, ...change };
    const width = Math.min(recipe.sheet.width, Math.max(10, half(wanted.width)));
    const place = {
      x: Math.min(recipe.sheet.width - width, Math.max(0, half(wanted.x))),
      y: Math.max(0, half(wanted.y)),
      width,
      height: Math.max(5, half(wanted.height)),
    };
    return { ...panel, place };
  });
  return { ...recipe, panels };
}

const half = (millimetres: number) => Math.round(millimetres * 2) / 2;

/** Takes a panel away; the others stay where they are. */
export function withoutPanel(recipe: Recipe, index: number): Recipe {
  return { ...recipe, panels: recipe.panels.filter((_, i) => i !== index) };
}

/** Panels in their order in rows of two, or one below the other where the sheet is one column wide. */
export function tidied(recipe: Recipe): Recipe {
  const { width } = recipe.sheet;
  const wide = (panel: Panel) => width < 120 || panel.kind === 'timeline' || panel.place.width > width / 2;
  let y = 0;
  let row: Panel[] = [];
  const panels: Panel[] = [];
  const close = () => {
    const each = (width - gap * (row.length - 1)) / Math.max(1, row.length);
    const height = Math.max(0, ...row.map(({ place }) => place.height));
    panels.push(
      ...row.map((panel, i) => ({ ...panel, place: { ...panel.place, x: i * (each + gap), y, width: each } })),
    );
    if (row.length > 0) y += height + gap;
    row = [];
  };
  for (const panel of recipe.panels) {
    if (wide(panel)) close();
    row.push(panel);
    if (wide(panel) || row.length === 2) close();
  }
  close();
  return { ...recipe, panels };
}

/** The sheet at a venue's width and font size; panels become narrower or wider with it. */
export function atVenue(recipe: Recipe, venue: Pick<Venue, 'id' | 'width' | 'fontSize'>): Recipe {
  const scale = venue.width / recipe.sheet.width;
  const panels = recipe.panels.map((panel) => {
    const { x, width } = panel.place;
    return { ...panel, place: { ...panel.place, x: x * scale, width: Math.max(10, width * scale) } };
  });
  const { id, width, fontSize } = venue;
  return { ...recipe, sheet: { ...recipe.sheet, venue: id, width, fontSize } as Recipe['sheet'], panels };
}
