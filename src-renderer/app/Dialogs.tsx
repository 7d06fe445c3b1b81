import { FilePicker } from '../screens/project/FilePicker';
import { AddModelDialog } from '../screens/project/AddModelDialog';
import { ExportDialog } from '../screens/project/ExportDialog';
import { ImportWizard } from '../screens/project/ImportWizard';
import { NewProjectDialog } from '../screens/project/NewProjectDialog';
import { DeleteRunDialog } from '../screens/runs/DeleteRunDialog';
import { ImportPredictionsDialog } from '../screens/runs/ImportPredictionsDialog';
import { InferDialog } from '../screens/runs/InferDialog';
import { useDialogs } from '../state/dialogs';
import { Palette } from './Palette';
import { SettingsDialog } from './SettingsDialog';
import { ShortcutSheet } from './ShortcutSheet';

/** The open dialog, and above it the list of files where one is being chosen. */
export function Dialogs() {
  const picking = useDialogs((state) => state.picking);
  return (
    <>
      <OpenDialog />
      {picking && <FilePicker {...picking} />}
    </>
  );
}

function OpenDialog() {
  const open = useDialogs((state) => state.open);
  switch (open?.name) {
    case undefined:
      return null;
    case 'palette':
      return <Palette />;
    case 'shortcuts':
      return <ShortcutSheet editing={open.editing} />;
    case 'settings':
      return <SettingsDialog />;
    case 'newProject':
      return <NewProjectDialog />;
    case 'import':
      return <ImportWizard files={open.files} />;
    case 'export':
      return <ExportDialog videos={open.videos} annotator={open.annotator} />;
    case 'importPredictions':
      return <ImportPredictionsDialog files={open.files} />;
    case 'addModel':
      return <AddModelDialog />;
    case 'infer':
      return <InferDialog run={open.run} />;
    case 'deleteRun':
      return <DeleteRunDialog run={open.run} />;
  }
}
