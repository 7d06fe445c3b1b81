/** Labels by keys: classes, edges, splitting and merging, reviewed spans. */
import {
  ArrowLeftFromLine,
  ArrowRightFromLine,
  BetweenHorizontalStart,
  Check,
  ChevronFirst,
  ChevronLast,
  CircleDashed,
  Combine,
  Eraser,
  ListChecks,
  Play,
  PlaySquare,
  Repeat,
  Repeat1,
  Scissors,
  StepBack,
  StepForward,
  Tag,
  ThumbsUp,
  Trash2,
} from 'lucide-react';
import { useProject } from '../state/project';
import { useView } from '../state/view';
import {
  acceptChosen,
  acceptInView,
  chosenTruth,
  extend,
  fillGapHere,
  letGo,
  merge,
  nudge,
  playChosen,
  pressClass,
  remove,
  repeatClass,
  setActiveEdge,
  setEdgeHere,
  setReviewed,
  splitHere,
  stepUnreviewed,
  useHands,
} from '../timeline/hands';
import { useLanes } from '../timeline/lanes';
import type { Action } from './action';

type Described = Pick<Action, 'id' | 'label' | 'icon' | 'shortcut' | 'perform'>;

const onLanes = () => useView.getState().screen === 'annotate' && useLanes.getState().tracks !== null;
const onChosen = () => onLanes() && chosenTruth() !== null;
const inScope = (action: Described, when: () => boolean): Action => ({
  ...action,
  group: 'Annotate',
  scope: 'timeline',
  when,
});

/** Digits by the classes' hotkeys. */
const classKeys: readonly Action[] = ['1', '2', '3', '4', '5', '6', '7', '8', '9', '0'].map((key) => {
  const labelled = () => useProject.getState().project?.taxonomy.classes.find(({ hotkey }) => hotkey === key);
  const action = inScope(
    {
      id: `label.class-${key}`,
      label: '',
      icon: Tag,
      shortcut: key,
      perform: () => {
        const found = labelled();
        return found && pressClass(found.id);
      },
    },
    () => onLanes() && labelled() !== undefined,
  );
  return Object.defineProperty(action, 'label', {
    get: () => `Label ${labelled()?.name ?? `with class of key ${key}`}`,
  });
});

const ofChosen: readonly Described[] = [
  {
    id: 'label.start',
    label: 'Set start here',
    icon: ChevronFirst,
    shortcut: '[',
    perform: () => setEdgeHere('start'),
  },
  { id: 'label.end', label: 'Set end here', icon: ChevronLast, shortcut: ']', perform: () => setEdgeHere('end') },
  {
    id: 'label.extendStart',
    label: 'Extend to the segment before',
    icon: ArrowLeftFromLine,
    shortcut: 'Shift+[',
    perform: () => extend('start'),
  },
  {
    id: 'label.extendEnd',
    label: 'Extend to the next segment',
    icon: ArrowRightFromLine,
    shortcut: 'Shift+]',
    perform: () => extend('end'),
  },
  {
    id: 'label.activeStart',
    label: 'Nudge the start from now on',
    icon: ChevronFirst,
    shortcut: 'Q',
    perform: () => setActiveEdge('start'),
  },
  {
    id: 'label.activeEnd',
    label: 'Nudge the end from now on',
    icon: ChevronLast,
    shortcut: 'W',
    perform: () => setActiveEdge('end'),
  },
  { id: 'label.nudgeBack', label: 'Edge one frame back', icon: StepBack, shortcut: ',', perform: () => nudge(-1) },
  { id: 'label.nudgeOn', label: 'Edge one frame on', icon: StepForward, shortcut: '.', perform: () => nudge(1) },
  {
    id: 'label.nudgeBackTen',
    label: 'Edge ten frames back',
    icon: StepBack,
    shortcut: 'Alt+,',
    perform: () => nudge(-10),
  },
  {
    id: 'label.nudgeOnTen',
    label: 'Edge ten frames on',
    icon: StepForward,
    shortcut: 'Alt+.',
    perform: () => nudge(10),
  },
  { id: 'label.split', label: 'Split here', icon: Scissors, shortcut: 'S', perform: splitHere },
  {
    id: 'label.mergeNext',
    label: 'Merge with the next segment',
    icon: Combine,
    shortcut: 'M',
    perform: () => merge(1),
  },
  {
    id: 'label.mergePrevious',
    label: 'Merge with the segment before',
    icon: Combine,
    shortcut: 'Shift+M',
    perform: () => merge(-1),
  },
  { id: 'label.delete', label: 'Delete segment', icon: Trash2, shortcut: 'Delete', perform: remove },
];

const playing: readonly Described[] = [
  {
    id: 'play.segment',
    label: 'Play the segment',
    icon: PlaySquare,
    shortcut: 'Shift+Space',
    perform: () => playChosen('segment'),
  },
  { id: 'play.loop', label: 'Loop the segment', icon: Repeat1, shortcut: 'O', perform: () => playChosen('loop') },
  { id: 'play.edge', label: 'Play round the edge', icon: Play, shortcut: 'P', perform: () => playChosen('edge') },
];

export const labelActions: readonly Action[] = [
  ...classKeys,
  inScope(
    { id: 'label.repeat', label: 'Label with the last class', icon: Repeat, shortcut: 'R', perform: repeatClass },
    () => onLanes() && useHands.getState().lastClass !== null,
  ),
  ...ofChosen.map((action) => inScope(action, onChosen)),
  inScope(
    {
      id: 'label.fillGap',
      label: 'Fill gap with the segment before',
      icon: BetweenHorizontalStart,
      shortcut: 'V',
      perform: fillGapHere,
    },
    onLanes,
  ),
  inScope(
    { id: 'label.accept', label: 'Accept the prediction', icon: ThumbsUp, shortcut: 'A', perform: acceptChosen },
    () => onLanes() && useLanes.getState().chosen?.lane.startsWith('run:') === true,
  ),
  inScope(
    {
      id: 'label.acceptSure',
      label: 'Accept predictions in view of at least 80 %',
      icon: ThumbsUp,
      shortcut: 'Shift+A',
      perform: () => acceptInView(0.8),
    },
    () => onLanes() && (useLanes.getState().tracks?.runs.length ?? 0) > 0,
  ),
  inScope(
    {
      id: 'label.unreviewed',
      label: 'Next span that is not reviewed',
      icon: ListChecks,
      shortcut: 'U',
      perform: () => stepUnreviewed(1),
    },
    onLanes,
  ),
  inScope(
    {
      id: 'label.unreviewedBack',
      label: 'Previous span that is not reviewed',
      icon: ListChecks,
      shortcut: 'Shift+U',
      perform: () => stepUnreviewed(-1),
    },
    onLanes,
  ),
  ...playing.map((action) => inScope(action, () => onLanes() && useLanes.getState().chosen !== null)),
  inScope(
    { id: 'label.reviewed', label: 'Mark as reviewed', icon: Check, shortcut: 'H', perform: () => setReviewed(true) },
    onLanes,
  ),
  inScope(
    {
      id: 'label.notReviewed',
      label: 'Mark as not reviewed',
      icon: CircleDashed,
      shortcut: 'Shift+H',
      perform: () => setReviewed(false),
    },
    onLanes,
  ),
  inScope(
    {
      id: 'label.letGo',
      label: 'Give up what was begun, else choose nothing',
      icon: Eraser,
      shortcut: 'Escape',
      perform: letGo,
    },
    () => onLanes() && (useHands.getState().begun !== null || useLanes.getState().chosen !== null),
  ),
];
