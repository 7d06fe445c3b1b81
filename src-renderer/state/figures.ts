/** Recipes of figures as the program last told them, the one that is edited with its history, and how it is drawn. */
import { create } from 'zustand';
import type { OutputOf } from '../../src-main/common/contract';
import type { FigureSummary } from '../../src-main/common/contract/figures';
import type { FigureFormat, Recipe } from '../../src-main/common/domain/figure';
import { newRecipe, type PanelWish, withPanel } from '../../src-main/common/figures/arrange';
import { call } from '../client';
import { formatCount } from '../ui/format';
import { clearNotice, raise, say } from './notices';
import { whenOpened } from './project';
import { saveFiles } from './save';
import { useView } from './view';

interface Change {
  /** Such as "Move panel b". */
  name: string;
  before: Recipe;
  after: Recipe;
}

interface Figures {
  /** Undefined before the first answer. */
  list: FigureSummary[] | undefined;
  /** The figure that is edited, with its recipe as it stands on the screen. */
  open: { name: string; recipe: Recipe } | null;
  done: readonly Change[];
  undone: readonly Change[];
  /** Index of the selected panel. */
  panel: number | null;
  /** The newest drawing; it may be of an earlier recipe for a moment. */
  drawn: OutputOf<'figures.draw'> | null;
  formats: readonly FigureFormat[];
  /** Pixels an inch of PNG. */
  dpi: number;
}

const nothingOpen = { open: null, done: [], undone: [], panel: null, drawn: null } satisfies Partial<Figures>;

export const useFigures = create<Figures>(() => ({
  list: undefined,
  ...nothingOpen,
  formats: ['svg', 'pdf', 'csv'],
  dpi: 600,
}));

const set = useFigures.setState;
const get = useFigures.getState;

/** Forgets what belongs to a project that is no longer shown. */
whenOpened(() => set({ list: undefined, ...nothingOpen }));
export const selectPanel = (panel: number | null): void => set({ panel });
export const setFormats = (formats: readonly FigureFormat[]): void => set({ formats });
export const setDpi = (dpi: number): void => set({ dpi });

/** Asks again for the list, and shows the chosen figure or the first one. */
export async function loadFigures(): Promise<void> {
  const list = await call('figures.list', {});
  set({ list });
  const readable = list.filter(({ problem }) => problem === null);
  const chosen = useView.getState().figure;
  const wanted = list.find(({ name }) => name === chosen) ?? readable[0];
  if (wanted?.problem === null && wanted.name !== get().open?.name) await openFigure(wanted.name);
}

/** Shows a figure and draws it; the history of the one before ends. */
export async function openFigure(name: string): Promise<void> {
  useView.setState({ figure: name });
  const recipe = await call('figures.read', { figure: name });
  set({ ...nothingOpen, open: { name, recipe } });
  await draw(recipe);
}

/** Makes a recipe with one panel, or none. @returns its name */
export async function createFigure(wish?: PanelWish): Promise<string> {
  const list = get().list ?? (await call('figures.list', {}));
  const taken = new Set(list.map(({ name }) => name));
  let number = list.length + 1;
  while (taken.has(`figure-${number}`)) number++;
  const name = `figure-${number}`;
  const empty = newRecipe(`Figure ${number}`);
  set({ list: await call('figures.save', { figure: name, recipe: wish ? withPanel(empty, wish) : empty }) });
  return name;
}

/** Puts a panel into a figure, or into a new one. @returns the figure's name */
export async function addToFigure(wish: PanelWish, figure: string | null): Promise<string> {
  if (figure === null) return createFigure(wish);
  if (get().open?.name === figure) {
    change('Add panel', withPanel((get().open as NonNullable<Figures['open']>).recipe, wish));
    return figure;
  }
  const recipe = withPanel(await call('figures.read', { figure }), wish);
  set({ list: await call('figures.save', { figure, recipe }) });
  return figure;
}

/** Gives the open figure another name; its history goes with it. */
export async function renameFigure(name: string): Promise<void> {
  const { open } = get();
  if (!open || name === open.name) return;
  // What was typed and not yet saved goes along.
  clearTimeout(timer);
  await save(open.name, open.recipe);
  const list = await call('figures.rename', { figure: open.name, name });
  set({ list, open: { name, recipe: get().open?.recipe ?? open.recipe } });
  useView.setState({ figure: name });
  say(`Renamed: figures/${name}.json`);
}

/** Takes a recipe out of the project, for good. */
export async function deleteFigure(name: string): Promise<void> {
  const list = await call('figures.delete', { figure: name });
  if (get().open?.name === name) set(nothingOpen);
  set({ list });
  await loadFigures();
}

/** Changes the open figure; it is saved and drawn again. @param name what is undone by it */
export function change(name: string, after: Recipe): void {
  const { open, done } = get();
  if (!open || open.recipe === after) return;
  set({ done: [...done, { name, before: open.recipe, after }], undone: [] });
  show(after);
}

export function undoFigure(): void {
  const { done, undone } = get();
  const last = done.at(-1);
  if (!last) return;
  set({ done: done.slice(0, -1), undone: [...undone, last] });
  show(last.before);
}

export function redoFigure(): void {
  const { done, undone } = get();
  const last = undone.at(-1);
  if (!last) return;
  set({ done: [...done, last], undone: undone.slice(0, -1) });
  show(last.after);
}

let timer: ReturnType<typeof setTimeout> | undefined;

/** Typing and dragging change a recipe many times a second; the last one counts. */
function show(recipe: Recipe): void {
  const { open, panel } = get();
  if (!open) return;
  set({ open: { ...open, recipe }, panel: panel !== null && panel < recipe.panels.length ? panel : null });
  clearTimeout(timer);
  timer = setTimeout(() => {
    Promise.all([save(open.name, recipe), draw(recipe)]).then(
      () => clearNotice('figures'),
      (error: unknown) => raise('figures', error),
    );
  }, 250);
}

async function save(figure: string, recipe: Recipe): Promise<void> {
  set({ list: await call('figures.save', { figure, recipe }) });
  say(`Recipe saved: figures/${figure}.json`);
}

async function draw(recipe: Recipe): Promise<void> {
  const drawn = await call('figures.draw', { recipe });
  if (get().open?.recipe === recipe) set({ drawn });
}

/**
 * Writes the open figure's files into the project's folder; with `copies` they are saved where the user says as well.
 */
export async function exportFigure(copies: boolean): Promise<void> {
  const { open, formats, dpi } = get();
  if (!open) return;
  await save(open.name, open.recipe);
  const { files, folder } = await call('figures.export', { figure: open.name, formats: [...formats], dpi });
  set({ list: await call('figures.list', {}) });
  say(`${formatCount(files.length, 'file')} in ${folder}`);
  if (!copies) return;
  const bytesOf = (data: string) => Uint8Array.from(atob(data), (sign) => sign.charCodeAt(0));
  await saveFiles(files.map(({ name, data }) => ({ name, content: new Blob([bytesOf(data)]) })));
}
