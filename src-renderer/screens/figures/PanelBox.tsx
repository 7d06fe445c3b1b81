import { type KeyboardEvent, type PointerEvent, useState } from 'react';
import { type Panel, panelLetter, type Recipe } from '../../../src-main/common/domain/figure';
import { panelKinds } from '../../../src-main/common/domain/panelSettings';
import { movePanel, type Place, withoutPanel } from '../../../src-main/common/figures/arrange';
import { change, selectPanel, useFigures } from '../../state/figures';

interface PanelBoxProps {
  recipe: Recipe;
  panel: Panel;
  index: number;
  /** CSS pixels a millimetre. */
  scale: number;
}

type Corner = 'nw' | 'ne' | 'sw' | 'se';
const corners: readonly Corner[] = ['nw', 'ne', 'sw', 'se'];

/**
 * The frame of a panel: a click chooses it, a drag moves it, a drag of a corner resizes it. Arrows move by half a
 * millimetre (with Shift by five), with Alt they resize, Delete takes it away.
 */
export function PanelBox({ recipe, panel, index, scale }: PanelBoxProps) {
  const selected = useFigures((state) => state.panel === index);
  const [dragged, setDragged] = useState<Place | null>(null);
  const place = dragged ?? panel.place;
  const letter = panelLetter(index);
  const put = (next: Partial<Place>, what: string) => change(`${what} panel ${letter}`, movePanel(recipe, index, next));

  const drag = (corner: Corner | null) => (event: PointerEvent<HTMLElement>) => {
    event.stopPropagation();
    selectPanel(index);
    const target = event.currentTarget;
    target.setPointerCapture(event.pointerId);
    const [x, y] = [event.clientX, event.clientY];
    let last: Place | null = null;
    target.onpointermove = (move) => {
      last = dragTo(panel.place, corner, (move.clientX - x) / scale, (move.clientY - y) / scale);
      setDragged(movePanel(recipe, index, last).panels[index]?.place ?? null);
    };
    target.onlostpointercapture = () => {
      target.onpointermove = null;
      setDragged(null);
      if (last) put(last, corner === null ? 'Move' : 'Resize');
    };
  };

  const nudge = (event: KeyboardEvent) => {
    if (event.key === 'Delete') {
      event.preventDefault();
      change(`Remove panel ${letter}`, withoutPanel(recipe, index));
      return;
    }
    const direction = arrows[event.key];
    if (!direction) return;
    event.preventDefault();
    const step = event.shiftKey ? 5 : 0.5;
    const [dx, dy] = [direction[0] * step, direction[1] * step];
    const { x, y, width, height } = panel.place;
    if (event.altKey) put({ width: width + dx, height: height + dy }, 'Resize');
    else put({ x: x + dx, y: y + dy }, 'Move');
  };

  const style = {
    left: place.x * scale,
    top: place.y * scale,
    width: place.width * scale,
    height: place.height * scale,
  };
  return (
    <div className={`panel-box ${selected ? 'selected' : ''}`} style={style}>
      <button
        type="button"
        aria-pressed={selected}
        aria-label={`Panel ${letter}, ${panelKinds[panel.kind].name}, ${place.width} by ${place.height} millimetres`}
        onFocus={() => selectPanel(index)}
        onPointerDown={drag(null)}
        onKeyDown={nudge}
      />
      {selected &&
        corners.map((corner) => <span key={corner} className={`grip ${corner}`} onPointerDown={drag(corner)} />)}
    </div>
  );
}

const arrows: Record<string, readonly [number, number]> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};

function dragTo({ x, y, width, height }: Place, corner: Corner | null, dx: number, dy: number): Place {
  if (corner === null) return { x: x + dx, y: y + dy, width, height };
  const [west, north] = [corner.includes('w'), corner.includes('n')];
  return {
    x: west ? x + dx : x,
    y: north ? y + dy : y,
    width: west ? width - dx : width + dx,
    height: north ? height - dy : height + dy,
  };
}
