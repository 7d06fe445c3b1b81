import { useProject } from '../state/project';
import { type Screen, useView } from '../state/view';
import { AnnotateScreen } from '../screens/annotate';
import { EntropyScreen } from '../screens/entropy';
import { EmbeddingsScreen } from '../screens/embeddings';
import { ErrorsScreen } from '../screens/errors';
import { FeaturesScreen } from '../screens/features';
import { FiguresScreen } from '../screens/figures';
import { ProjectScreen } from '../screens/project';
import { RunsScreen } from '../screens/runs';
import { StudiesScreen } from '../screens/studies';
import { TrainScreen } from '../screens/train';
import { ErrorBoundary } from '../ui/Region';
import { Skeleton } from '../ui/status';
import { TooltipLayer } from '../ui/TooltipLayer';
import { Announcer } from './Announcer';
import { Dialogs } from './Dialogs';
import { DropTarget } from './DropTarget';
import { NoticeBar } from './NoticeBar';
import { StatusBar } from './StatusBar';
import { ToastLayer } from './ToastLayer';
import { TopBar } from './TopBar';

const drawn: Record<Screen, () => React.ReactNode> = {
  project: ProjectScreen,
  annotate: AnnotateScreen,
  features: FeaturesScreen,
  train: TrainScreen,
  runs: RunsScreen,
  errors: ErrorsScreen,
  embeddings: EmbeddingsScreen,
  entropy: EntropyScreen,
  figures: FiguresScreen,
  studies: StudiesScreen,
};

/** The frame of the window with the screen that is open. */
export function App() {
  return (
    <div className="frame">
      <TopBar />
      <NoticeBar />
      <Content />
      <StatusBar />
      <Dialogs />
      <ToastLayer />
      <TooltipLayer />
      <Announcer />
      <DropTarget />
    </div>
  );
}

/** Screens other than Project need a project; without one they lead there. */
function Content() {
  const chosen = useView((state) => state.screen);
  const project = useProject((state) => state.project);
  const screen = project === null ? 'project' : chosen;
  const Shown = drawn[screen];
  return (
    <main className="content" data-screen={screen}>
      {project === undefined ? (
        <Skeleton rows={8} what="Opening the project" />
      ) : (
        <ErrorBoundary key={screen} name={screen}>
          <Shown />
        </ErrorBoundary>
      )}
    </main>
  );
}
