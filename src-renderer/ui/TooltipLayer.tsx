/**
 * One tooltip for the whole page: whatever carries `data-tip` (and perhaps `data-tip-key`) shows it after 500 ms under
 * the pointer, or at once on keyboard focus. The accessible name is the element's own, so the tooltip is silent.
 */
import { useEffect, useState } from 'react';
import { Kbd } from './Kbd';

interface Tip {
  text: string;
  keys: string | undefined;
  rect: DOMRect;
}

export function TooltipLayer() {
  const [tip, setTip] = useState<Tip | null>(null);
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const hide = () => {
      clearTimeout(timer);
      setTip(null);
    };
    const show = (target: EventTarget | null, delay: number) => {
      const element = target instanceof Element ? target.closest<HTMLElement>('[data-tip]') : null;
      hide();
      if (!element) return;
      timer = setTimeout(() => {
        const { tip: text = '', tipKey: keys } = element.dataset;
        if (element.isConnected) setTip({ text, keys, rect: element.getBoundingClientRect() });
      }, delay);
    };
    const over = (event: PointerEvent) => show(event.target, 500);
    const focus = (event: FocusEvent) => {
      if (event.target instanceof Element && event.target.matches(':focus-visible')) show(event.target, 0);
    };
    document.addEventListener('pointerover', over);
    document.addEventListener('focusin', focus);
    document.addEventListener('focusout', hide);
    document.addEventListener('pointerdown', hide);
    document.addEventListener('keydown', hide);
    return () => {
      clearTimeout(timer);
      document.removeEventListener('pointerover', over);
      document.removeEventListener('focusin', focus);
      document.removeEventListener('focusout', hide);
      document.removeEventListener('pointerdown', hide);
      document.removeEventListener('keydown', hide);
    };
  }, []);
  if (!tip) return null;
  const below = tip.rect.bottom + 40 < window.innerHeight;
  return (
    <div
      key={`${tip.text} ${tip.rect.left}`}
      ref={(element) => place(element, tip.rect.left + tip.rect.width / 2)}
      popover="manual"
      className="tooltip"
      aria-hidden
      style={below ? { top: tip.rect.bottom + 6 } : { bottom: window.innerHeight - tip.rect.top + 6 }}
    >
      {tip.text}
      {tip.keys && <Kbd keys={tip.keys} />}
    </div>
  );
}

/** As a popover it stands above dialogs too; under the middle of its element, as far as the window allows. */
function place(element: HTMLDivElement | null, middle: number): void {
  if (!element) return;
  if (!element.matches(':popover-open')) element.showPopover();
  const { offsetWidth: width } = element;
  element.style.left = `${Math.max(8, Math.min(middle - width / 2, window.innerWidth - width - 8))}px`;
}
