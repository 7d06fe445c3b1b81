import { call } from '../../client';
import { closeDialog, closeDoneDialog } from '../../state/dialogs';
import { say } from '../../state/notices';
import { setRuns, useProject } from '../../state/project';
import { useTask } from '../../state/task';
import { selectRun } from '../../state/view';
import { Button } from '../../ui/Button';
import { Dialog } from '../../ui/Dialog';
import { formatBytes } from '../../ui/format';
import { Failure } from '../../ui/status';

/** A dialog, because the files are gone afterwards. */
export function DeleteRunDialog({ run: id }: { run: string }) {
  const run = useProject((state) => state.runs?.find((one) => one.id === id));
  const remove = useTask(async () => {
    setRuns(await call('runs.delete', { run: id }));
    selectRun(null);
    say(`Deleted ${run?.name ?? id}`);
    closeDoneDialog('deleteRun');
  });
  return (
    <Dialog
      title={`Delete ${run?.name ?? id}`}
      width={440}
      onClose={closeDialog}
      onSubmit={remove.run}
      foot={
        <>
          <Button className="push" onClick={closeDialog} data-autofocus>
            Keep it
          </Button>
          <Button kind="danger" type="submit" disabled={remove.busy}>
            Delete {run && formatBytes(run.bytes)}
          </Button>
        </>
      }
    >
      <div className="inset">
        <p>Its checkpoints, predictions and reports are removed from disk. This cannot be undone.</p>
        <Failure error={remove.error} />
      </div>
    </Dialog>
  );
}
