/** The chosen segment by keys: edges, parts, neighbours, note; and what is under the playhead. */
import {
  ArrowLeftFromLine,
  ArrowRightFromLine,
  BetweenHorizontalStart,
  ChevronFirst,
  ChevronLast,
  Combine,
  CopyPlus,
  Eraser,
  Magnet,
  Scissors,
  SquareStack,
  StepBack,
  StepForward,
  Trash2,
} from 'lucide-react';
import { toggleSnapping } from '../../state/handling';
import { holdsSomething, letGo } from '../../timeline/hands/classes';
import { chosenTruth } from '../../timeline/hands/hands';
import {
  copyToNextLane,
  extend,
  fillGapHere,
  merge,
  moveToLane,
  nextLane,
  nudge,
  remove,
  setActiveEdge,
  setEdgeHere,
  splitHere,
} from '../../timeline/hands/segments';
import { copyChosen } from '../../timeline/hands/suggestions';
import { useLanes } from '../../timeline/lanes';
import type { Action } from '../action';
import { inTimeline, lanesShown, onLanes, onTruth } from './scope';

const edges: readonly Action[] = [
  onTruth({
    id: 'label.start',
    label: 'Set start here',
    icon: ChevronFirst,
    shortcut: '[',
    perform: () => setEdgeHere('start'),
  }),
  onTruth({
    id: 'label.end',
    label: 'Set end here',
    icon: ChevronLast,
    shortcut: ']',
    perform: () => setEdgeHere('end'),
  }),
  onTruth({
    id: 'label.extendStart',
    label: 'Extend to the segment before',
    icon: ArrowLeftFromLine,
    shortcut: 'Shift+[',
    perform: () => extend('start'),
  }),
  onTruth({
    id: 'label.extendEnd',
    label: 'Extend to the next segment',
    icon: ArrowRightFromLine,
    shortcut: 'Shift+]',
    perform: () => extend('end'),
  }),
  onTruth({
    id: 'label.activeStart',
    label: 'Nudge the start from now on',
    icon: ChevronFirst,
    shortcut: 'Q',
    perform: () => setActiveEdge('start'),
  }),
  onTruth({
    id: 'label.activeEnd',
    label: 'Nudge the end from now on',
    icon: ChevronLast,
    shortcut: 'W',
    perform: () => setActiveEdge('end'),
  }),
  ...([-1, 1, -10, 10] as const).map((by) =>
    onTruth({
      id: `label.nudge${by < 0 ? 'Back' : 'On'}${Math.abs(by) === 10 ? 'Ten' : ''}`,
      label: `Edge ${Math.abs(by) === 10 ? 'ten frames' : 'one frame'} ${by < 0 ? 'back' : 'on'}`,
      icon: by < 0 ? StepBack : StepForward,
      shortcut: `${Math.abs(by) === 10 ? 'Ctrl+' : ''}${by < 0 ? ',' : '.'}`,
      repeats: true,
      perform: () => nudge(by),
    }),
  ),
  onLanes({ id: 'label.snapping', label: 'Snapping on or off', icon: Magnet, shortcut: 'I', perform: toggleSnapping }),
];

export const segmentActions: readonly Action[] = [
  ...edges,
  onTruth({ id: 'label.split', label: 'Split here', icon: Scissors, shortcut: 'S', perform: splitHere }),
  onTruth({
    id: 'label.mergeNext',
    label: 'Merge with the next segment',
    icon: Combine,
    shortcut: 'M',
    perform: () => merge(1),
  }),
  onTruth({
    id: 'label.mergePrevious',
    label: 'Merge with the segment before',
    icon: Combine,
    shortcut: 'Shift+M',
    perform: () => merge(-1),
  }),
  onTruth({ id: 'label.delete', label: 'Delete segment', icon: Trash2, shortcut: 'Delete', perform: remove }),
  onLanes({
    id: 'label.fillGap',
    label: 'Fill gap with the segment before',
    icon: BetweenHorizontalStart,
    shortcut: 'V',
    perform: fillGapHere,
  }),
  inTimeline(
    () => lanesShown() && useLanes.getState().chosen !== null && (chosenTruth() === null || nextLane() !== null),
  )({
    id: 'label.copy',
    get label() {
      const lane = nextLane();
      return lane ? `Copy to lane “${lane.name}”` : 'Copy to the truth';
    },
    icon: CopyPlus,
    shortcut: 'Y',
    perform: () => (chosenTruth() === null ? copyChosen() : copyToNextLane()),
  }),
  inTimeline(() => lanesShown() && nextLane() !== null)({
    id: 'label.lane',
    get label() {
      const lane = nextLane();
      return lane ? `Move to lane “${lane.name}”` : 'Move to the next lane';
    },
    icon: SquareStack,
    shortcut: 'Shift+Y',
    perform: () => moveToLane(nextLane()),
  }),
  inTimeline(() => lanesShown() && holdsSomething())({
    id: 'label.letGo',
    label: 'Give up what was begun, else choose nothing',
    icon: Eraser,
    shortcut: 'Escape',
    perform: letGo,
  }),
];
