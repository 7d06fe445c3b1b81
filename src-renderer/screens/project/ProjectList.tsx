import { CirclePlay, Folder, FolderOpen, FolderPlus, X } from 'lucide-react';
import { perform } from '../../actions';
import { newProject } from '../../actions/newProject';
import { openDemo } from '../../actions/openDemo';
import { openProject } from '../../actions/openProject';
import { call } from '../../client';
import { refresh, useProject } from '../../state/project';
import { useTask } from '../../state/task';
import { Button, IconButton } from '../../ui/Button';
import { formatMoment } from '../../ui/format';
import { PanelHead, Region } from '../../ui/Region';
import { Failure, Skeleton } from '../../ui/status';

/** Projects opened before, and the three ways to another one. */
export function ProjectList() {
  const recent = useProject((state) => state.recent);
  const open = useProject((state) => state.project?.dir);
  const forget = useTask(async (path: string) => {
    await call('app.forget', { path });
    await refresh.recent();
  });
  return (
    <Region name="Projects" className="project-list">
      <PanelHead title="Projects" count={recent?.length} />
      <div className="project-ways">
        <Button icon={FolderPlus} onClick={() => perform(newProject)}>
          New
        </Button>
        <Button icon={FolderOpen} onClick={() => perform(openProject)}>
          Open
        </Button>
        <Button icon={CirclePlay} onClick={() => perform(openDemo)}>
          Demo
        </Button>
      </div>
      <Failure error={forget.error} />
      {recent === undefined ? (
        <Skeleton rows={4} what="Looking for recent projects" />
      ) : (
        <ul className="scroll">
          {recent.map((one) => (
            <li key={one.path} className="recent">
              <button
                type="button"
                className="list-row"
                aria-current={one.path === open}
                disabled={one.missing}
                onClick={() => perform(openProject, one.path)}
              >
                <Folder size={16} aria-hidden />
                <span>
                  <span className="row">
                    <strong className="ellipsis">{one.name}</strong>
                    <span className="hint">{one.missing ? 'missing' : formatMoment(one.opened)}</span>
                  </span>
                  <span className="hint mono ellipsis">{one.path}</span>
                </span>
              </button>
              {one.missing && (
                <IconButton icon={X} name={`Take ${one.name} off the list`} onClick={() => forget.run(one.path)} />
              )}
            </li>
          ))}
        </ul>
      )}
    </Region>
  );
}
