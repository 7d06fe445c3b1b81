/** Every command of the program, in the order of the palette and the menu. */
import { raise } from '../state/notices';
import { type Action, isPossible } from './action';
import { agreementActions } from './agreement';
import { addModel } from './addModel';
import { classActions } from './annotate/classes';
import { laneActions } from './annotate/lanes';
import { playback } from './annotate/playback';
import { reviewActions } from './annotate/review';
import { segmentActions } from './annotate/segments';
import { suggestionActions } from './annotate/suggestions';
import { cancelJob } from './cancelJob';
import { conflictActions } from './conflicts';
import { deleteRun } from './deleteRun';
import { drawerActions } from './drawers';
import { editClasses } from './editClasses';
import { embeddingActions } from './embeddings';
import { errorActions } from './errors';
import { evaluateRun } from './evaluateRun';
import { exportLabels } from './exportLabels';
import { find } from './find';
import { focusRegions } from './focusRegion';
import { goToScreens } from './goTo';
import { importFiles } from './importFiles';
import { importPredictions } from './importPredictions';
import { inferRun } from './inferRun';
import { measureRun } from './measureRun';
import { moments } from './moments';
import { newProject } from './newProject';
import { openDemo } from './openDemo';
import { openPalette } from './openPalette';
import { openProject } from './openProject';
import { openSettings } from './openSettings';
import { queueActions } from './review';
import { renameRun } from './renameRun';
import { changeShortcuts, showShortcuts } from './showShortcuts';
import { exportStudyActions, queueStudyAction, stopStudyAction } from './studies';
import { submitForm } from './submitForm';
import { themes } from './themes';
import { undoAndRedo } from './undo';

export const actions: readonly Action[] = [
  ...goToScreens,
  newProject,
  openProject,
  openDemo,
  importFiles,
  exportLabels,
  addModel,
  cancelJob,
  evaluateRun,
  inferRun,
  ...measureRun,
  importPredictions,
  renameRun,
  deleteRun,
  queueStudyAction,
  stopStudyAction,
  ...exportStudyActions,
  ...classActions,
  ...segmentActions,
  ...suggestionActions,
  ...laneActions,
  ...reviewActions,
  editClasses,
  ...queueActions,
  ...agreementActions,
  ...conflictActions,
  ...undoAndRedo,
  ...errorActions,
  ...embeddingActions,
  ...playback,
  ...moments,
  openPalette,
  find,
  submitForm,
  ...focusRegions,
  ...drawerActions,
  ...themes,
  openSettings,
  showShortcuts,
  changeShortcuts,
];

/** Performs an action; what goes wrong is shown above the screen. */
export function perform(action: Action, argument?: string): void {
  if (isPossible(action)) run(action, () => action.perform(argument));
}

/** The key of an action that lasts while it is held was let go. */
export const release = (action: Action): void => run(action, () => action.release?.());

function run(action: Action, does: () => void | Promise<void>): void {
  Promise.resolve()
    .then(does)
    .catch((error: unknown) => raise(action.id, error));
}

/** The same by its id, as buttons and the shell's menu know it; an id of no action does nothing. */
export function performById(id: string, argument?: string): void {
  const action = actions.find((one) => one.id === id);
  if (action) perform(action, argument);
}
