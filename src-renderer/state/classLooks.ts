import { type ClassLook, classLooks, type Theme } from '../../src-main/common/classColours';
import type { Taxonomy } from '../../src-main/common/domain/taxonomy';
import { useTheme } from '../ui/theme';
import { useProject } from './project';

type Looks = ReadonlyMap<number, ClassLook>;
const none: Looks = new Map();

/** Asked for by every name of a class on the screen, and the same for all of them. */
const known = new WeakMap<Taxonomy, Partial<Record<Theme, Looks>>>();

function looksOf(taxonomy: Taxonomy, theme: Theme): Looks {
  const themes = known.get(taxonomy) ?? {};
  known.set(taxonomy, themes);
  return (themes[theme] ??= classLooks(taxonomy, theme));
}

/** How each class of the open project looks in the current theme, by class id. */
export function useClassLooks(): Looks {
  const theme = useTheme((state) => state.theme);
  const taxonomy = useProject((state) => state.project?.taxonomy);
  return taxonomy ? looksOf(taxonomy, theme) : none;
}
