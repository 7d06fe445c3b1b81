import {
  ChartNoAxesColumn,
  ChartScatter,
  Clapperboard,
  FolderOpen,
  GraduationCap,
  Image as ImageIcon,
  Layers,
  ListChecks,
  type LucideIcon,
  Table2,
  TriangleAlert,
} from 'lucide-react';
import { goTo, type Screen, screenNames, screens } from '../state/view';
import type { Action } from './action';

const icons: Record<Screen, LucideIcon> = {
  project: FolderOpen,
  annotate: Clapperboard,
  features: Layers,
  train: GraduationCap,
  runs: ListChecks,
  errors: TriangleAlert,
  embeddings: ChartScatter,
  entropy: ChartNoAxesColumn,
  figures: ImageIcon,
  studies: Table2,
};
const letters: Record<Screen, string> = {
  project: 'P',
  annotate: 'A',
  features: 'F',
  train: 'T',
  runs: 'R',
  errors: 'E',
  embeddings: 'M',
  entropy: 'N',
  figures: 'G',
  studies: 'S',
};

/** One command a screen: "G T" goes to Train. */
export const goToScreens: readonly Action[] = screens.map((screen) => ({
  id: `go.${screen}`,
  label: screenNames[screen],
  group: 'Go to',
  icon: icons[screen],
  shortcut: `G ${letters[screen]}`,
  perform: () => goTo(screen),
}));
