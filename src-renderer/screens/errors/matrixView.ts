/** Which part of a square matrix a canvas shows. Pure arithmetic, so that gestures and painter agree to the pixel. */
export interface MatrixView {
  /** Rows and columns. */
  groups: number;
  /** Pixels of the canvas, labels left and above included. */
  width: number;
  height: number;
  /** First column and row at the edge of the labels; fractions of a cell are possible. */
  x: number;
  y: number;
  /** Pixels of a cell; null: as large as all of them fit. */
  zoom: number | null;
}

/** Room for names left and above, in pixels. */
export const margin = { left: 92, top: 80, right: 20, bottom: 4 } as const;
/** Cells are never larger. */
const largest = 32;

/** Pixels of a cell. */
export function cellSize({ groups, width, height, zoom }: MatrixView): number {
  const room = Math.min(width - margin.left - margin.right, height - margin.top - margin.bottom);
  const fitting = Math.max(0.05, Math.min(largest, room / Math.max(1, groups)));
  return zoom === null ? fitting : Math.max(fitting, zoom);
}

export const toX = (view: MatrixView, column: number): number => margin.left + (column - view.x) * cellSize(view);
export const toY = (view: MatrixView, row: number): number => margin.top + (row - view.y) * cellSize(view);

/** The cell under a point of the canvas; null on labels and outside. */
export function cellAt(view: MatrixView, x: number, y: number): { row: number; column: number } | null {
  const size = cellSize(view);
  const column = Math.floor(view.x + (x - margin.left) / size);
  const row = Math.floor(view.y + (y - margin.top) / size);
  const inside = x >= margin.left && y >= margin.top && column < view.groups && row < view.groups;
  return inside && row >= 0 && column >= 0 ? { row, column } : null;
}

/** Zooms by `factor` (above 1: closer) so that what is under a point stays under it. */
export function zoomed(view: MatrixView, x: number, y: number, factor: number): MatrixView {
  const before = cellSize(view);
  const next = { ...view, zoom: Math.min(largest, before * factor) };
  const after = cellSize(next);
  const moved = (at: number, pixels: number) => at + pixels / before - pixels / after;
  return clamped({ ...next, x: moved(view.x, x - margin.left), y: moved(view.y, y - margin.top) });
}

/** Moved by pixels; positive shows what is right of and below. */
export function panned(view: MatrixView, dx: number, dy: number): MatrixView {
  const size = cellSize(view);
  return clamped({ ...view, x: view.x + dx / size, y: view.y + dy / size });
}

/** Moved so that a cell is seen. */
export function revealed(view: MatrixView, row: number, column: number): MatrixView {
  const size = cellSize(view);
  const shift = (at: number, from: number, room: number) =>
    at < from ? at : at + 1 > from + room ? at + 1 - room : from;
  const columns = (view.width - margin.left - margin.right) / size;
  const rows = (view.height - margin.top - margin.bottom) / size;
  return clamped({ ...view, x: shift(column, view.x, columns), y: shift(row, view.y, rows) });
}

/** Zoomed and moved so that groups `from` to `to` (exclusive) fill the canvas in both directions. */
export function framed(view: MatrixView, from: number, to: number): MatrixView {
  const fitting = cellSize({ ...view, groups: to - from, zoom: null });
  return clamped({ ...view, zoom: fitting, x: from, y: from });
}

/** Within the matrix; the zoom that shows all of it is no zoom. */
function clamped(view: MatrixView): MatrixView {
  const size = cellSize(view);
  const whole = cellSize({ ...view, zoom: null });
  const within = (at: number, pixels: number) => Math.max(0, Math.min(at, view.groups - pixels / size));
  return {
    ...view,
    zoom: view.zoom === null || size <= whole ? null : size,
    x: within(view.x, view.width - margin.left - margin.right),
    y: within(view.y, view.height - margin.top - margin.bottom),
  };
}
