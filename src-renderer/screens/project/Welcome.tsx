import { CirclePlay, FileInput, FolderInput, FolderOpen, FolderPlus, type LucideIcon } from 'lucide-react';
import { perform } from '../../actions';
import type { Action } from '../../actions/action';
import { importFiles } from '../../actions/importFiles';
import { newProject } from '../../actions/newProject';
import { openDemo } from '../../actions/openDemo';
import { openProject } from '../../actions/openProject';
import { useProject } from '../../state/project';
import { Button } from '../../ui/Button';
import { Empty } from '../../ui/status';

interface Way {
  action: Action;
  icon: LucideIcon;
  note: string;
}

/** Shown while no project is open. */
export function Welcome() {
  return (
    <Ways
      heading="No project is open"
      text="A project is a folder of plain files: videos stay where they are, labels, features and runs lie in the folder."
      drop="Drop a project folder here"
      ways={[
        { action: openDemo, icon: CirclePlay, note: 'toy kitchen videos with trained runs' },
        { action: newProject, icon: FolderPlus, note: 'an empty folder becomes a project' },
        { action: openProject, icon: FolderOpen, note: 'a folder with a project.json' },
      ]}
      command="gadw init my-project"
    />
  );
}

/** Shown in a project that holds nothing yet. */
export function NoVideos() {
  return (
    <Ways
      heading="No videos yet"
      text="Add videos, annotations or features. Files stay where they are; the project keeps their paths."
      drop="Drop files or a folder here"
      ways={[
        { action: importFiles, icon: FileInput, note: 'videos; labels of ELAN, BORIS, EPIC-KITCHENS, csv and more' },
        { action: openDemo, icon: CirclePlay, note: 'toy kitchen videos with trained runs' },
      ]}
      command="gadw import . labels.csv"
    />
  );
}

interface WaysProps {
  heading: string;
  text: string;
  drop: string;
  ways: readonly Way[];
  command: string;
}

function Ways({ heading, text, drop, ways, command }: WaysProps) {
  // A browser does not tell where a dropped file lies.
  const canDrop = useProject((state) => state.info?.shell === 'electron');
  return (
    <div className="ways">
      <Empty heading={heading}>{text}</Empty>
      {canDrop && (
        <div className="drop-zone" aria-hidden>
          <FolderInput size={16} />
          {drop}
        </div>
      )}
      {ways.map(({ action, icon, note }, i) => (
        <div key={action.id} className="row">
          <Button kind={i === 0 ? 'primary' : 'plain'} icon={icon} onClick={() => perform(action)}>
            {action.label}
          </Button>
          <span className="label">{note}</span>
        </div>
      ))}
      <p className="label">
        Or from a terminal: <code className="mono">{command}</code>
      </p>
    </div>
  );
}
