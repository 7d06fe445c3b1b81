/** Going through a video: what is reviewed, gaps, and playing what is chosen. */
import { BetweenVerticalStart, Check, CircleDashed, ListChecks, Play, PlaySquare, Repeat1 } from 'lucide-react';
import { playChosen, setReviewed, stepGap, stepUnreviewed } from '../../timeline/hands/review';
import type { Action } from '../action';
import { onChosen, onLanes } from './scope';

export const reviewActions: readonly Action[] = [
  onLanes({
    id: 'label.reviewed',
    label: 'Mark as reviewed',
    icon: Check,
    shortcut: 'H',
    perform: () => setReviewed(true),
  }),
  onLanes({
    id: 'label.notReviewed',
    label: 'Mark as not reviewed',
    icon: CircleDashed,
    shortcut: 'Shift+H',
    perform: () => setReviewed(false),
  }),
  onLanes({
    id: 'label.unreviewed',
    label: 'Next span that is not reviewed',
    icon: ListChecks,
    shortcut: 'U',
    repeats: true,
    perform: () => stepUnreviewed(1),
  }),
  onLanes({
    id: 'label.unreviewedBack',
    label: 'Previous span that is not reviewed',
    icon: ListChecks,
    shortcut: 'Shift+U',
    repeats: true,
    perform: () => stepUnreviewed(-1),
  }),
  onLanes({
    id: 'gap.next',
    label: 'Next gap between segments',
    icon: BetweenVerticalStart,
    shortcut: 'D',
    repeats: true,
    perform: () => stepGap(1),
  }),
  onLanes({
    id: 'gap.previous',
    label: 'Previous gap between segments',
    icon: BetweenVerticalStart,
    shortcut: 'Shift+D',
    repeats: true,
    perform: () => stepGap(-1),
  }),
  onChosen({
    id: 'play.segment',
    label: 'Play the segment',
    icon: PlaySquare,
    shortcut: 'Shift+Space',
    perform: () => playChosen('segment'),
  }),
  onChosen({
    id: 'play.loop',
    label: 'Loop the segment',
    icon: Repeat1,
    shortcut: 'O',
    perform: () => playChosen('loop'),
  }),
  onChosen({
    id: 'play.edge',
    label: 'Play round the edge',
    icon: Play,
    shortcut: 'P',
    perform: () => playChosen('edge'),
  }),
];
