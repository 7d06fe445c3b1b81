/** Predictions by keys: taken over, put down as wrong, their lane kept first. */
import { Pin, ThumbsDown, ThumbsUp } from 'lucide-react';
import { useHandling } from '../../state/handling';
import { acceptChosen, acceptInView, meantRun, rejectChosen } from '../../timeline/hands/suggestions';
import { togglePin } from '../../timeline/lanes';
import { usePointed } from '../../timeline/pointed';
import type { Action } from '../action';
import { onPrediction, onRuns } from './scope';

/** The run whose lane is under the pointer, else the one that is meant. */
const runToPin = () => usePointed.getState().pointed?.row.run ?? meantRun()?.run;

const acceptSure = (over: boolean): Action =>
  onRuns({
    id: over ? 'label.acceptSureOver' : 'label.acceptSure',
    get label() {
      const { acceptFrom } = useHandling.getState();
      return `Accept predictions in view of at least ${acceptFrom} %${over ? ', over labels too' : ''}`;
    },
    icon: ThumbsUp,
    shortcut: over ? 'Alt+Shift+A' : 'Shift+A',
    perform: () => acceptInView(over),
  });

export const suggestionActions: readonly Action[] = [
  onPrediction({
    id: 'label.accept',
    label: 'Accept the prediction',
    icon: ThumbsUp,
    shortcut: 'A',
    perform: () => acceptChosen(false),
  }),
  onPrediction({
    id: 'label.acceptOver',
    label: 'Accept the prediction over labels too',
    icon: ThumbsUp,
    shortcut: 'Alt+A',
    perform: () => acceptChosen(true),
  }),
  acceptSure(false),
  acceptSure(true),
  onPrediction({
    id: 'label.reject',
    label: 'Reject the prediction, or not',
    icon: ThumbsDown,
    shortcut: 'X',
    perform: rejectChosen,
  }),
  onRuns({
    id: 'lane.pin',
    label: 'Keep the lane of this run first, or not',
    icon: Pin,
    shortcut: 'B',
    perform: () => {
      const run = runToPin();
      if (run) togglePin(run);
    },
  }),
];
