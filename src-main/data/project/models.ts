/**
 * Models by id: those the program ships, always there, and those the project added by path and hash. Whoever needs a
 * model asks here, so that "locate" mends every use at once.
 */
import { createHash } from 'node:crypto';
import { open, readdir, stat } from 'node:fs/promises';
import { basename, extname, join, resolve } from 'node:path';
import type { ModelReference } from '../../common/domain/project';
import { UserError } from '../../common/errors';
import { resourcesFolder } from '../resources';
import type { ProjectStore } from './store';

const shipped: readonly ModelReference[] = [
  { id: 'kitchen-lm', kind: 'decoder', path: 'resource:models/kitchen-lm', hash: '' },
  { id: 'efficientnet-lite0', kind: 'encoder', path: 'resource:encoders/efficientnet-lite0', hash: '' },
];

/** Shipped models first, then the project's own. */
export function modelReferences(store: ProjectStore): ModelReference[] {
  return [...shipped, ...store.project.models];
}

/** Absolute path of a model: a Hugging Face folder or .gguf for a decoder, a folder or .onnx for an encoder. */
export function modelPath(reference: ModelReference): string {
  const prefix = 'resource:';
  if (!reference.path.startsWith(prefix)) return reference.path;
  return join(resourcesFolder(), ...reference.path.slice(prefix.length).split('/'));
}

/**
 * Path of the model with this id, known to exist.
 * @throws UserError `unknown-model`, `model-missing`
 */
export async function requireModel(store: ProjectStore, id: string, kind: ModelReference['kind']): Promise<string> {
  const reference = modelReferences(store).find((model) => model.id === id && model.kind === kind);
  if (!reference) {
    const known = modelReferences(store).filter((model) => model.kind === kind);
    throw new UserError(
      'unknown-model',
      `There is no ${kind} "${id}" in this project; it knows ${known.map((model) => model.id).join(', ')}.`,
      'Add it on the Project screen, by path.',
    );
  }
  const path = modelPath(reference);
  if (await stat(path).catch(() => null)) return path;
  throw new UserError(
    'model-missing',
    `Missing ${kind} "${id}": there is nothing at ${path}.`,
    'Locate it on the Project screen.',
  );
}

/**
 * A reference to a decoder (Hugging Face folder, .gguf) or encoder (.onnx) by path, with a hash to recognise it again.
 * @throws UserError `model-missing`, `model-unsupported`
 */
export async function describeModel(path: string, id?: string): Promise<ModelReference> {
  const full = resolve(path);
  const info = await stat(full).catch(() => null);
  if (!info) throw new UserError('model-missing', `Missing model: there is nothing at ${full}.`, 'Check the path.');
  const kind = await modelKind(full, info.isDirectory());
  const name = info.isDirectory() ? basename(full) : basename(full, extname(full));
  return { id: id ?? name, kind, path: full, hash: await modelHash(full) };
}

async function modelKind(path: string, folder: boolean): Promise<ModelReference['kind']> {
  const extension = extname(path).toLowerCase();
  if (!folder && extension === '.gguf') return 'decoder';
  if (!folder && extension === '.onnx') return 'encoder';
  if (folder) {
    const names = await readdir(path);
    if (names.includes('config.json')) return 'decoder';
    if (names.some((name) => name.endsWith('.onnx'))) return 'encoder';
  }
  throw new UserError(
    'model-unsupported',
    `Unsupported model at ${path}: it is no Hugging Face folder with config.json, no .gguf and no .onnx file.`,
    'Give the folder of a Llama or Qwen2 checkpoint, a .gguf file, or an ONNX encoder.',
  );
}

/** Sizes and the first and last MiB of each file; enough to tell checkpoints apart without reading gigabytes. */
async function modelHash(path: string): Promise<string> {
  const hash = createHash('sha256');
  const names = (await stat(path)).isDirectory() ? (await readdir(path)).sort() : [''];
  for (const name of names) {
    const full = name === '' ? path : join(path, name);
    const info = await stat(full);
    if (!info.isFile()) continue;
    hash.update(`${name}:${info.size}:`);
    const file = await open(full, 'r');
    try {
      for (const start of [0, Math.max(0, info.size - 1048576)]) {
        const { buffer, bytesRead } = await file.read(Buffer.alloc(1048576), 0, 1048576, start);
        hash.update(buffer.subarray(0, bytesRead));
      }
    } finally {
      await file.close();
    }
  }
  return hash.digest('hex');
}
