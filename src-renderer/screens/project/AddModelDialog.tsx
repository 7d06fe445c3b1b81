import { useState } from 'react';
import { call } from '../../client';
import { closeDialog, closeDoneDialog } from '../../state/dialogs';
import { say } from '../../state/notices';
import { setModels } from '../../state/project';
import { useTask } from '../../state/task';
import { Button } from '../../ui/Button';
import { Dialog } from '../../ui/Dialog';
import { TextInput } from '../../ui/fields';
import { Failure } from '../../ui/status';
import { PathField } from './PathField';

/** A decoder or an encoder by its path. */
export function AddModelDialog() {
  const [path, setPath] = useState('');
  const [id, setId] = useState('');
  const add = useTask(async () => {
    setModels(await call('models.add', id.trim() === '' ? { path } : { path, id: id.trim() }));
    say(`Added ${id.trim() || path}`);
    closeDoneDialog('addModel');
  });
  return (
    <Dialog
      title="Add a model"
      width={560}
      onClose={closeDialog}
      onSubmit={() => path && add.run()}
      foot={
        <>
          <Button className="push" onClick={closeDialog}>
            Cancel
          </Button>
          <Button kind="primary" type="submit" disabled={path === '' || add.busy}>
            {add.busy ? 'Reading' : 'Add'}
          </Button>
        </>
      }
    >
      <div className="inset stacked">
        <label htmlFor="model-path">Path</label>
        <div>
          <PathField
            id="model-path"
            value={path}
            placeholder="/models/SmolLM2-135M-Instruct"
            picks={{
              File: { kind: 'file', title: 'A model file', extensions: ['gguf', 'onnx'] },
              Folder: { kind: 'folder', title: 'A model folder', extensions: [] },
            }}
            onValue={setPath}
          />
          <p className="hint">
            A folder from Hugging Face (config.json, *.safetensors, tokenizer.json), a .gguf file, or an encoder as
            .onnx. The file stays where it is; the project keeps its path and hash.
          </p>
        </div>
        <label htmlFor="model-id">Id</label>
        <TextInput
          id="model-id"
          value={id}
          placeholder="from the file's name"
          onChange={(e) => setId(e.target.value)}
        />
        <Failure error={add.error} />
      </div>
    </Dialog>
  );
}
