import { useState } from 'react';
import { closeDialog, closeDoneDialog } from '../../state/dialogs';
import { createProject } from '../../state/project';
import { useTask } from '../../state/task';
import { goTo } from '../../state/view';
import { Button } from '../../ui/Button';
import { Dialog } from '../../ui/Dialog';
import { Segmented, TextInput } from '../../ui/fields';
import { Failure } from '../../ui/status';
import { PathField } from './PathField';

/** A new project: its name, its folder, and whether labels may overlap, which stays so. */
export function NewProjectDialog() {
  const [name, setName] = useState('');
  const [folder, setFolder] = useState('');
  const [labels, setLabels] = useState<'overlapping' | 'single'>('overlapping');
  const path = folder && name ? `${folder.replace(/[\\/]$/, '')}/${name.trim()}` : '';
  const create = useTask(async () => {
    await createProject(path, name.trim(), labels === 'single');
    closeDoneDialog('newProject');
    goTo('project');
  });
  return (
    <Dialog
      title="New project"
      width={560}
      onClose={closeDialog}
      onSubmit={() => path && create.run()}
      foot={
        <>
          <span className="hint mono ellipsis">{path}</span>
          <Button className="push" onClick={closeDialog}>
            Cancel
          </Button>
          <Button kind="primary" type="submit" disabled={path === '' || create.busy}>
            Create
          </Button>
        </>
      }
    >
      <div className="inset stacked">
        <label htmlFor="new-name">Name</label>
        <TextInput id="new-name" value={name} placeholder="kitchen" onChange={(e) => setName(e.target.value)} />
        <label htmlFor="new-folder">In the folder</label>
        <PathField
          id="new-folder"
          value={folder}
          placeholder="/home/me/projects"
          picks={{ Browse: { kind: 'folder', title: 'Folder for the new project', extensions: [] } }}
          onValue={setFolder}
        />
        <span>Labels</span>
        <div>
          <Segmented
            label="Labels"
            value={labels}
            choices={[
              { value: 'overlapping', label: 'segments may overlap' },
              { value: 'single', label: 'one at a time' },
            ]}
            onValue={setLabels}
          />
          <p className="hint">
            {labels === 'single'
              ? 'Two segments of one video that overlap are refused, in the editor and at import.'
              : 'Where one label a step is needed, the class that stands first in the taxonomy wins.'}
          </p>
        </div>
        <Failure error={create.error} />
      </div>
    </Dialog>
  );
}
