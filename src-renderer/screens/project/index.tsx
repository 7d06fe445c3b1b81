/** Project: which project is open, what lies in it, and everything that brings more into it. */
import './project.css';
import { useProject } from '../../state/project';
import { Region } from '../../ui/Region';
import { ProjectList } from './ProjectList';
import { ProjectPanel } from './ProjectPanel';
import { NoVideos, Welcome } from './Welcome';
import { VideosPanel } from './VideosPanel';

export function ProjectScreen() {
  const project = useProject((state) => state.project);
  return (
    <div className="three-columns">
      <ProjectList />
      {!project ? (
        <Region name="Welcome">
          <Welcome />
        </Region>
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
