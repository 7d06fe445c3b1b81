/** Project: which project is open, what lies in it, and everything that brings more into it. */
import './project.css';
import { useClasses } from '../../state/classes';
import { useProject } from '../../state/project';
import { Region } from '../../ui/Region';
import { ClassesPanel } from '../../components/classes';
import { ProjectList } from './ProjectList';
import { ProjectPanel } from './ProjectPanel';
import { NoVideos, Welcome } from './Welcome';
import { VideosPanel } from './VideosPanel';

export function ProjectScreen() {
  const project = useProject((state) => state.project);
  const classesOpen = useClasses((state) => state.open);
  return (
    <div className="three-columns">
      <ProjectList />
      {!project ? (
        <Region name="Welcome">
          <Welcome />
        </Region>
      ) : classesOpen ? (
        <ClassesPanel taxonomy={project.taxonomy} />
      ) : project.videos.length === 0 ? (
        <Region name="Videos">
          <NoVideos />
        </Region>
      ) : (
        <VideosPanel state={project} />
      )}
      {project && <ProjectPanel state={project} />}
    </div>
  );
}
