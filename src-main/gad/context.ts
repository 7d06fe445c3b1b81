import type { Context } from '../common/settings';

/** What a window is taught: class indices, and the words of its context. What does not exist is -1 or absent. */
export interface Answer {
  label: number;
  /** The previous action. */
  previous: number;
  /** All earlier actions of the short part, oldest first. */
  earlier?: readonly number[];
  /** The next action after the classified step. */
  future?: number;
  /** The task of the video, as text. */
  task?: string;
}

/** The classes that a context names, in the order they are told. */
export function contextClasses(context: Context, { previous, earlier = [], future = -1 }: Answer): readonly number[] {
  switch (context) {
    case 'previous action':
      return previous < 0 ? [] : [previous];
    case 'previous actions':
      return earlier;
    case 'future action':
      return future < 0 ? [] : [future];
    case 'none':
    case 'label':
    case 'task goal':
      return [];
  }
}

/** The words of a context, to be told after the class. @param texts class texts by class index */
export function contextTexts(context: Context, answer: Answer, texts: readonly string[]): string[] {
  if (context === 'task goal') return answer.task === undefined ? [] : [answer.task];
  return contextClasses(context, answer).map((index) => texts[index] as string);
}
