/** Another annotator's labels by keys: taking a segment over, and settling disagreements. */
import { FileOutput, ThumbsUp, Trash2, UserCheck, UserRound, UsersRound } from 'lucide-react';
import { removeAnnotator, useAgreement } from '../state/agreement';
import { openDialog } from '../state/dialogs';
import { useView } from '../state/view';
import { showList } from '../state/walk';
import { acceptFromAnnotator, chosenOfAnnotator, openDisagreement, settleDisagreement } from '../timeline/taking';
import type { Action } from './action';

const inAnnotate = () => useView.getState().screen === 'annotate';
const annotator = () => (inAnnotate() ? useAgreement.getState().annotator : null);
const isOpen = () => inAnnotate() && openDisagreement() !== null;

export const agreementActions: readonly Action[] = [
  {
    id: 'agreement.show',
    label: 'Show the agreement with another annotator',
    group: 'Annotate',
    icon: UsersRound,
    when: inAnnotate,
    perform: () => showList('agreement'),
  },
  {
    id: 'agreement.export',
    label: 'Export the labels of the other annotator',
    group: 'Annotate',
    icon: FileOutput,
    when: () => annotator() !== null,
    perform: () => openDialog({ name: 'export', videos: [], annotator: annotator() }),
  },
  {
    id: 'agreement.remove',
    label: 'Remove the labels of the other annotator',
    group: 'Annotate',
    icon: Trash2,
    when: () => annotator() !== null,
    perform: removeAnnotator,
  },
  {
    id: 'agreement.takeTheirs',
    label: 'Take their label',
    group: 'Annotate',
    icon: UserRound,
    insteadOf: 'label.accept',
    scope: 'timeline',
    when: isOpen,
    perform: () => settleDisagreement('theirs'),
  },
  {
    id: 'agreement.keepMine',
    label: 'Keep my label',
    group: 'Annotate',
    icon: UserCheck,
    insteadOf: 'label.reject',
    scope: 'timeline',
    when: isOpen,
    perform: () => settleDisagreement('mine'),
  },
  {
    id: 'agreement.accept',
    label: 'Accept the segment of the other annotator',
    group: 'Annotate',
    icon: ThumbsUp,
    insteadOf: 'label.accept',
    scope: 'timeline',
    when: () => inAnnotate() && chosenOfAnnotator() !== null,
    perform: acceptFromAnnotator,
  },
];
