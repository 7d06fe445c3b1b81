/** Classes by keys: their digits, held with Shift to paint, by typing, and the last one again. */
import { Paintbrush, Repeat, Tag, Tags } from 'lucide-react';
import type { ActionClass } from '../../../src-main/common/domain/taxonomy';
import { useProject } from '../../state/project';
import { beginPainting, endPainting, pressClass, repeatClass, typeClass } from '../../timeline/hands/classes';
import { useHands } from '../../timeline/hands/hands';
import type { Action } from '../action';
import { inTimeline, lanesShown, onLanes } from './scope';

const digits = ['1', '2', '3', '4', '5', '6', '7', '8', '9', '0'] as const;
const classOf = (digit: string): ActionClass | undefined =>
  useProject.getState().project?.taxonomy.classes.find(({ hotkey }) => hotkey === digit);

/** A command of a digit, named after the class that has it. */
function ofDigit(
  digit: string,
  verb: string,
  action: Pick<Action, 'id' | 'icon' | 'shortcut' | 'perform' | 'release'>,
): Action {
  return inTimeline(() => lanesShown() && classOf(digit) !== undefined)({
    ...action,
    get label() {
      return `${verb} ${classOf(digit)?.name ?? `with class of key ${digit}`}`;
    },
  });
}

const withClass = (digit: string, then: (classId: number) => void | Promise<void>) => () => {
  const found = classOf(digit);
  return found && then(found.id);
};

export const classActions: readonly Action[] = [
  ...digits.map((digit) =>
    ofDigit(digit, 'Label', {
      id: `label.class-${digit}`,
      icon: Tag,
      shortcut: digit,
      perform: withClass(digit, pressClass),
    }),
  ),
  ...digits.map((digit) =>
    ofDigit(digit, 'While held, paint', {
      id: `label.paint-${digit}`,
      icon: Paintbrush,
      shortcut: `Shift+${digit}`,
      perform: withClass(digit, beginPainting),
      release: endPainting,
    }),
  ),
  onLanes({ id: 'label.type', label: 'Choose class by typing', icon: Tags, shortcut: 'C', perform: typeClass }),
  inTimeline(() => lanesShown() && useHands.getState().lastClass !== null)({
    id: 'label.repeat',
    label: 'Label with the last class',
    icon: Repeat,
    shortcut: 'R',
    perform: repeatClass,
  }),
];
