import { useMemo } from 'react';
import { type ClassLook, classLooks } from '../../src-main/common/classColours';
import { useTheme } from '../ui/theme';
import { useProject } from './project';

const none: ReadonlyMap<number, ClassLook> = new Map();

/** How each class of the open project looks in the current theme, by class id. */
export function useClassLooks(): ReadonlyMap<number, ClassLook> {
  const theme = useTheme((state) => state.theme);
  const taxonomy = useProject((state) => state.project?.taxonomy);
  return useMemo(() => (taxonomy ? classLooks(taxonomy, theme) : none), [taxonomy, theme]);
}
