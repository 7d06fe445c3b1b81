/** The review queue by keys: from one suggestion to the next, and what becomes of it. */
import { Check, ChevronDown, ChevronUp, ListTodo, ThumbsDown, ThumbsUp } from 'lucide-react';
import { useView } from '../state/view';
import { showList, stepStop, useWalk } from '../state/walk';
import { decideSuggestion, openSuggestion } from '../timeline/taking';
import type { Action } from './action';

const inAnnotate = () => useView.getState().screen === 'annotate';
const isOpen = () => inAnnotate() && openSuggestion() !== null;

/** Without a list of moments the review queue is shown first; then the key goes from one to the next. */
function step(by: 1 | -1): void {
  if (useWalk.getState().list === 'videos') showList('review');
  else stepStop(by);
}

export const queueActions: readonly Action[] = [
  {
    id: 'review.next',
    label: 'Next suggestion or disagreement',
    group: 'Annotate',
    icon: ChevronDown,
    shortcut: 'N',
    scope: 'timeline',
    when: inAnnotate,
    repeats: true,
    perform: () => step(1),
  },
  {
    id: 'review.previous',
    label: 'Previous suggestion or disagreement',
    group: 'Annotate',
    icon: ChevronUp,
    shortcut: 'Shift+N',
    scope: 'timeline',
    when: inAnnotate,
    repeats: true,
    perform: () => step(-1),
  },
  {
    id: 'review.show',
    label: 'Show the review queue',
    group: 'Annotate',
    icon: ListTodo,
    when: inAnnotate,
    perform: () => showList('review'),
  },
  {
    id: 'review.accept',
    label: 'Accept the suggestion',
    group: 'Annotate',
    icon: ThumbsUp,
    insteadOf: 'label.accept',
    scope: 'timeline',
    when: isOpen,
    perform: () => decideSuggestion('accepted'),
  },
  {
    id: 'review.reject',
    label: 'Reject the suggestion',
    group: 'Annotate',
    icon: ThumbsDown,
    insteadOf: 'label.reject',
    scope: 'timeline',
    when: isOpen,
    perform: () => decideSuggestion('rejected'),
  },
  {
    id: 'review.reviewed',
    label: 'Mark the suggestion as reviewed',
    group: 'Annotate',
    icon: Check,
    insteadOf: 'label.reviewed',
    scope: 'timeline',
    when: () => isOpen() && openSuggestion()?.kind !== 'check',
    perform: () => decideSuggestion('reviewed'),
  },
];
