import { stat } from 'node:fs/promises';
import type { Handlers } from '../common/contract';
import type { ModelState } from '../common/contract/project';
import type { ModelReference } from '../common/domain/project';
import { toErrorRecord, UserError } from '../common/errors';
import { describeModel, modelPath, modelReferences } from '../data/project/models';
import type { ProjectStore } from '../data/project/store';
import { describeDecoder } from '../models/decoder/describe';
import { describeEncoder } from '../models/vision/describe';
import type { Session } from './session';

type ModelHandlers = Pick<Handlers, 'models.list' | 'models.add' | 'models.locate' | 'models.remove'>;

/** Decoders and encoders that the project refers to by their paths. */
export function modelHandlers(session: Session): ModelHandlers {
  const store = () => session.requireProject().store;
  const list = () => modelStates(store());
  const save = async (models: ModelReference[]) => {
    await store().saveProject({ ...store().project, models });
    session.emit('project.changed', { what: ['models'] });
    return list();
  };
  return {
    'models.list': list,
    'models.add': async ({ path, id }) => {
      await addModel(store(), path, id);
      session.emit('project.changed', { what: ['models'] });
      return list();
    },
    'models.locate': async ({ id, path }) => {
      const located = await describeModel(path, id);
      return save(store().project.models.map((model) => (model.id === id ? located : model)));
    },
    'models.remove': ({ id }) => save(store().project.models.filter((model) => model.id !== id)),
  };
}

/** The models that the project knows, with whether their files are there. */
export function modelStates(store: ProjectStore): Promise<ModelState[]> {
  return Promise.all(modelReferences(store).map(modelState));
}

/**
 * Adds a model to the project by its path. @param id what the project calls it; else the name of its folder or file
 * @throws UserError `model-exists`, `model-missing`, `model-unsupported`, or why the model cannot be used
 */
export async function addModel(store: ProjectStore, path: string, id?: string): Promise<void> {
  const added = await describeModel(path, id);
  if (modelReferences(store).some((model) => model.id === added.id))
    throw new UserError('model-exists', `A model named "${added.id}" exists already.`, 'Give it another name.');
  await summaryOf(added);
  await store.saveProject({ ...store.project, models: [...store.project.models, added] });
}

/** What the model is, or why it cannot be used. */
async function modelState(model: ModelReference): Promise<ModelState> {
  const path = modelPath(model);
  if (!(await stat(path).catch(() => null)))
    return { ...model, found: false, summary: `Missing: there is nothing at ${path}.` };
  try {
    return { ...model, found: true, summary: await summaryOf(model) };
  } catch (error) {
    return { ...model, found: false, summary: toErrorRecord(error).message };
  }
}

function summaryOf(model: ModelReference): Promise<string> {
  return model.kind === 'decoder' ? describeDecoder(modelPath(model)) : describeEncoder(modelPath(model));
}
