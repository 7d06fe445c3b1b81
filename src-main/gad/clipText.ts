import type { Task } from '../common/settings';
import type { RunClass } from '../common/domain/run';
import { classText, classTexts } from './classText';

/**
 * Texts of steps and tasks in the offline tasks, written as sentences: "Cut the raw boards. Make paper wind mill."
 *
 * Data sets spell tasks as one word ("CleanTVScreen"); they become words, of which those in capitals stay so. With
 * `official` the published rule is kept, which parts every capital letter and mends six abbreviations ("install SSD to
 * p c") and rewords two labels of steps.
 */
export function taskText(task: string, official: boolean): string {
  if (official) {
    const parted = task.replace(/\p{Lu}/gu, (letter) => ` ${letter.toLowerCase()}`);
    return abbreviations.reduce((text, [found, meant]) => text.replaceAll(found, meant), parted).trim();
  }
  return task
    .replace(/([\p{Ll}\d])(\p{Lu})/gu, '$1 $2')
    .replace(/(\p{Lu})(\p{Lu}\p{Ll})/gu, '$1 $2')
    .split(/[_\s]+/)
    .filter(Boolean)
    .map((word) => (/\p{Lu}.*\p{Lu}/u.test(word) ? word : word.toLowerCase()))
    .join(' ');
}

const abbreviations = [
  [' t v', ' TV'],
  [' c d', ' CD'],
  ['s i m', 'SIM'],
  ['n b a', 'NBA'],
  ['s s d', 'SSD'],
  ['r j45', 'RJ45'],
] as const;

const reworded: Readonly<Record<string, string>> = {
  'process (crop, fold) paper': 'crop and fold paper',
  'try to press gun head, spray residual old grease': 'try to press gun head to spray residual old grease',
};

/** Texts of a run's classes, in the order of their indices. */
export function textsOf(task: Task, classes: readonly RunClass[], official: boolean): string[] {
  if (task === 'online detection') return classTexts(classes, official);
  if (task === 'task recognition') return classes.map(({ name }) => taskText(name, official));
  return classes.map((entry) => (official ? (reworded[entry.name] ?? entry.name) : classText(entry, false)));
}

/** As a sentence: the first letter large and all others small, as the published code writes them, and a full stop. */
export function sentence(text: string): string {
  return `${text.slice(0, 1).toUpperCase()}${text.slice(1).toLowerCase()}.`;
}
