import { useClassLooks } from '../state/classLooks';
import { useProject } from '../state/project';
import { unknownLook } from '../../src-main/common/classColours';
import { Swatch } from '../ui/Swatch';
import { useTheme } from '../ui/theme';

interface ClassNameProps {
  id: number;
  strong?: boolean;
  /** What a video is about, where that is what is classified; it has no colour. */
  task?: string | undefined;
}

/** A class by name, with its swatch. */
export function ClassName({ id, strong = false, task }: ClassNameProps) {
  const taxonomy = useProject((mirrors) => mirrors.project?.taxonomy);
  const theme = useTheme((state) => state.theme);
  const looks = useClassLooks();
  if (task !== undefined) return <span className="ellipsis">{task}</span>;
  const name = taxonomy?.classes.find((entry) => entry.id === id)?.name ?? `class ${id}`;
  return (
    <span className="class-name">
      <Swatch look={looks.get(id) ?? unknownLook(theme)} />
      {strong ? <strong className="ellipsis">{name}</strong> : <span className="ellipsis">{name}</span>}
    </span>
  );
}
