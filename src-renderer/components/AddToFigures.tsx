import { ImagePlus } from 'lucide-react';
import type { PanelWish } from '../../src-main/common/figures/arrange';
import { addToFigure, loadFigures, useFigures } from '../state/figures';
import { raise, say } from '../state/notices';
import { goTo, useView } from '../state/view';
import { MenuItem, Popover } from '../ui/Popover';

export interface WishOfView extends PanelWish {
  /** What narrows the view and cannot narrow a figure; it is told. */
  left?: readonly string[];
}

interface AddToFiguresProps {
  /** What the view shows now. */
  wish: () => WishOfView;
  /** Beside the icon; without it the button is an icon alone. */
  label?: boolean;
}

/** Puts what a view shows into a figure: a new one, or one of the project's. */
export function AddToFigures({ wish, label = false }: AddToFiguresProps) {
  const figures = useFigures((state) => state.list) ?? [];
  const add = (figure: string | null) => {
    const { left = [], ...panel } = wish();
    addToFigure(panel, figure).then(
      (name) => {
        say(left.length === 0 ? `Added to ${name}` : `Added to ${name}, but for ${left.join(' and ')}`);
        if (figure !== null) return;
        useView.setState({ figure: name });
        goTo('figures');
      },
      (error: unknown) => raise('figures', error),
    );
  };
  return (
    <span
      onPointerEnter={() => figures.length === 0 && void loadList()}
      onFocus={() => figures.length === 0 && void loadList()}
    >
      <Popover
        name="Add to figures"
        className={label ? 'button' : 'icon-button'}
        role="menu"
        button={
          <>
            <ImagePlus size={16} aria-hidden />
            {label && 'Add to figures'}
          </>
        }
      >
        <MenuItem onClick={() => add(null)}>New figure</MenuItem>
        {figures
          .filter(({ problem }) => problem === null)
          .map(({ name, title }) => (
            <MenuItem key={name} onClick={() => add(name)}>
              {name} <span className="hint">{title}</span>
            </MenuItem>
          ))}
      </Popover>
    </span>
  );
}

/** The list may not be known where Figures was not looked at yet. */
async function loadList(): Promise<void> {
  await loadFigures().catch((error: unknown) => raise('figures', error));
}
