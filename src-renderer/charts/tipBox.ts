/** Options of a tooltip that is a `tipBox` and nothing else. */
export const plainTip = {
  confine: true,
  transitionDuration: 0,
  padding: 0,
  borderWidth: 0,
  backgroundColor: 'transparent',
} as const;

/**
 * The box beside what is hovered in a chart: a head and named values. Made of elements, because markup with style
 * attributes would be refused by the page's content policy.
 */
export function tipBox(title: string, rows: readonly (readonly [string, string])[]): HTMLElement {
  const box = document.createElement('div');
  box.className = 'chart-tip';
  const head = document.createElement('div');
  head.textContent = title;
  box.append(head);
  for (const [name, text] of rows) {
    const [row, value] = [document.createElement('div'), document.createElement('b')];
    value.textContent = text;
    row.append(name, value);
    box.append(row);
  }
  return box;
}
