import { cleanClassName } from '../common/domain/taxonomy';
import type { RunClass } from '../common/domain/run';

/**
 * The text of a class: what the model learns to write and what its answers are matched against. The background class is
 * always `background`, whatever its name, because the silence token stands for it.
 *
 * @param official the published rule, which puts a space before every capital letter and leaves underscores alone
 * ("cut TV" becomes "cut  t v"); otherwise words are split where a small letter meets a capital one.
 */
export function classText(entry: Pick<RunClass, 'name' | 'background'>, official: boolean): string {
  if (entry.background) return 'background';
  if (official) return entry.name.replace(/[A-Z]/g, ' $&').toLowerCase().trim();
  return cleanClassName(entry.name.replace(/(\p{Ll})(\p{Lu})/gu, '$1 $2'));
}

/** Texts of a run's classes, in the order of their indices. */
export function classTexts(classes: readonly RunClass[], official: boolean): string[] {
  return classes.map((entry) => classText(entry, official));
}

/**
 * A generated answer as it is compared with class texts: dots at both ends, case and outer white space do not count.
 */
export function normaliseAnswer(text: string): string {
  return text
    .replace(/^\.+|\.+$/g, '')
    .toLowerCase()
    .trim();
}
