import { BrainCircuit, CircleAlert, FolderSearch, ScanEye, Trash2 } from 'lucide-react';
import type { ModelState } from '../../../src-main/common/contract/project';
import { perform } from '../../actions';
import { addModel } from '../../actions/addModel';
import { call } from '../../client';
import { pickPath } from '../../state/dialogs';
import { showToast } from '../../state/notices';
import { setModels, useProject } from '../../state/project';
import { useTask } from '../../state/task';
import { Button, IconButton } from '../../ui/Button';
import { Failure, Skeleton } from '../../ui/status';

/** Decoders and encoders the project knows by path and hash. */
export function ModelList() {
  const models = useProject((state) => state.models);
  return (
    <section className="section" aria-label="Models">
      <h3 className="row">
        Models
        <Button kind="quiet" className="push" onClick={() => perform(addModel)}>
          Add
        </Button>
      </h3>
      {models === undefined ? (
        <Skeleton rows={3} what="Reading models" />
      ) : (
        <ul>
          {models.map((model) => (
            <ModelRow key={model.id} model={model} />
          ))}
        </ul>
      )}
    </section>
  );
}

function ModelRow({ model }: { model: ModelState }) {
  const shipped = model.path.startsWith('resource:');
  const locate = useTask(async () => {
    const kind = /\.(gguf|onnx)$/i.test(model.path) ? 'file' : 'folder';
    const path = await pickPath({ kind, title: `Where is ${model.id}`, extensions: [] });
    if (path !== null) setModels(await call('models.locate', { id: model.id, path }));
  });
  const remove = useTask(async () => {
    setModels(await call('models.remove', { id: model.id }));
    const undo = async () => setModels(await call('models.add', { path: model.path, id: model.id }));
    showToast({ text: `${model.id} taken off the list; its files stay`, undo });
  });
  const Icon = !model.found ? CircleAlert : model.kind === 'decoder' ? BrainCircuit : ScanEye;
  return (
    <li className="model">
      <Icon size={16} className={model.found ? 'label' : 'err'} aria-hidden />
      <div>
        <p className="row tight">
          <strong className="ellipsis">{model.id}</strong> <span className="hint">{model.kind}</span>
        </p>
        <p className={model.found ? 'label' : 'err'}>{model.summary}</p>
        <Failure error={locate.error ?? remove.error} />
      </div>
      {!model.found && <IconButton icon={FolderSearch} name={`Locate ${model.id}`} onClick={locate.run} />}
      {!shipped && <IconButton icon={Trash2} name={`Take ${model.id} off the list`} onClick={remove.run} />}
    </li>
  );
}
