/** Records behind what the view has selected. */
import type { VideoSummary } from '../../src-main/common/contract/project';
import type { RunSummary } from '../../src-main/common/contract/runs';
import { useProject } from './project';
import { useView } from './view';

/** The run that is open in Train or Runs, outside of drawing. */
export function openRun(): RunSummary | undefined {
  return useProject.getState().runs?.find((run) => run.id === useView.getState().run);
}

/** The video that is open in Annotate; the project's first where none was chosen. */
export function useOpenVideo(): VideoSummary | undefined {
  const id = useView((state) => state.video);
  return useProject(({ project }) => project?.videos.find((video) => video.id === id) ?? project?.videos[0]);
}
