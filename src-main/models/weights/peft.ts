/**
 * Adapters as Hugging Face PEFT saves them: `adapter_config.json` and `adapter_model.safetensors`. Here a LoRA matrix
 * is called after its module, `layer.0.q.loraA` `[rank, in]` and `layer.0.q.loraB` `[out, rank]` (head: `head.loraA`);
 * tensors trained in full ("modules to save") keep their names, such as `connector.0.weight`.
 */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { UserError } from '../../common/errors';
import type { HostTensor } from '../../engine/runtime/tensor';
import { huggingFaceNames, moduleName, ourModule, projections } from './names';
import { encodeSafetensors, openSafetensors } from './safetensors';

export interface Adapter {
  readonly rank: number;
  readonly alpha: number;
  readonly dropout: number;
  /** Path or name of the model it belongs to, for people. */
  readonly baseModel: string;
  /** Modules trained in full: the first part of their tensors' names. */
  readonly fullModules: readonly string[];
  readonly tensors: ReadonlyMap<string, HostTensor>;
}

const AdapterConfig = z.object({
  peft_type: z.string(),
  r: z.int().positive(),
  lora_alpha: z.number().positive(),
  lora_dropout: z.number().default(0),
  base_model_name_or_path: z.string().nullish(),
  modules_to_save: z.array(z.string()).nullish(),
  bias: z.string().default('none'),
  use_dora: z.boolean().default(false),
  use_rslora: z.boolean().default(false),
  rank_pattern: z.record(z.string(), z.unknown()).nullish(),
  alpha_pattern: z.record(z.string(), z.unknown()).nullish(),
});

const prefix = 'base_model.model.';

/**
 * Our name of a PEFT tensor, with or without the adapter's own name (`.default`) in it; undefined where we have none,
 * as for the copy of the head that PEFT saves beside a head's LoRA (`lm_head.base_layer.weight`).
 */
export function nameFromPeft(key: string, fullModules: readonly string[]): string | undefined {
  if (!key.startsWith(prefix)) return undefined;
  const path = key.slice(prefix.length).replace('.modules_to_save.default.', '.');
  const [, module, letter] = /^(.+)\.lora_([AB])(?:\.default)?\.weight$/.exec(path) ?? [];
  if (module !== undefined) {
    const ours = ourModule(huggingFaceNames, module);
    return ours === undefined ? undefined : `${ours}.lora${letter}`;
  }
  return fullModules.some((full) => path.startsWith(`${full}.`)) ? path : undefined;
}

/** Name of one of our adapter tensors in `adapter_model.safetensors`. */
function nameToPeft(name: string): string {
  const [, module, letter] = /^(.+)\.lora([AB])$/.exec(name) ?? [];
  return prefix + (module === undefined ? name : `${moduleName(huggingFaceNames, module)}.lora_${letter}.weight`);
}

/**
 * Reads an adapter folder.
 * @throws UserError `adapter-invalid` or `adapter-unsupported`, and those of `openSafetensors`
 */
export async function readAdapter(folder: string): Promise<Adapter> {
  const configPath = join(folder, 'adapter_config.json');
  const config = parseConfig(configPath, await readConfig(configPath));
  const fullModules = config.modules_to_save ?? [];
  const weights = await openSafetensors(join(folder, 'adapter_model.safetensors'));
  const tensors = new Map<string, HostTensor>();
  for (const [key, shape] of weights.shapes) {
    if (key.endsWith('.base_layer.weight')) continue;
    const name = nameFromPeft(key, fullModules);
    if (name === undefined)
      throw unsupported(
        weights.path,
        `has a tensor "${key}"`,
        'LoRA on the projections and the head, and the modules to save',
      );
    const rank = name.endsWith('.loraA') ? shape[0] : name.endsWith('.loraB') ? shape[1] : config.r;
    if (rank !== config.r)
      throw invalid(weights.path, `tensor "${key}" is [${shape.join(', ')}], but ${configPath} gives rank ${config.r}`);
    tensors.set(name, { dtype: 'float32', dims: shape, data: await weights.read(key) });
  }
  return {
    rank: config.r,
    alpha: config.lora_alpha,
    dropout: config.lora_dropout,
    baseModel: config.base_model_name_or_path ?? '',
    fullModules,
    tensors,
  };
}

async function readConfig(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (cause) {
    throw new UserError(
      'adapter-missing',
      `Missing ${path}: the folder holds no adapter.`,
      'Choose the folder that PEFT saved.',
      { cause },
    );
  }
}

function parseConfig(path: string, text: string): z.infer<typeof AdapterConfig> {
  let config: z.infer<typeof AdapterConfig>;
  try {
    config = AdapterConfig.parse(JSON.parse(text));
  } catch (cause) {
    const field =
      cause instanceof z.ZodError
        ? `field "${cause.issues[0]?.path.join('.')}": ${cause.issues[0]?.message}`
        : 'it is not JSON';
    throw invalid(path, field, cause);
  }
  if (config.peft_type !== 'LORA') throw unsupported(path, `is of type ${config.peft_type}`, 'LORA');
  if (config.use_dora || config.use_rslora)
    throw unsupported(path, 'uses DoRA or rank-stabilised scaling', 'plain LoRA');
  if (config.bias !== 'none') throw unsupported(path, `trains biases ("${config.bias}")`, 'bias "none"');
  if (Object.keys({ ...config.rank_pattern, ...config.alpha_pattern }).length > 0)
    throw unsupported(path, 'has ranks that differ by module', 'one rank');
  return config;
}

function invalid(path: string, what: string, cause?: unknown): UserError {
  return new UserError(
    'adapter-invalid',
    `Invalid adapter ${path}: ${what}.`,
    'Save the adapter again, or choose another folder.',
    { cause },
  );
}

function unsupported(path: string, what: string, expected: string): UserError {
  return new UserError(
    'adapter-unsupported',
    `Unsupported: the adapter ${path} ${what}; expected ${expected}.`,
    'Train the adapter as plain LoRA.',
  );
}

/**
 * The files of an adapter, by name, as PEFT 0.14 writes them.
 * @param head the frozen head `[vocabulary, hidden]`; PEFT keeps a copy of it where the head has a LoRA
 */
export function adapterFiles(adapter: Adapter, head?: HostTensor): Map<string, Uint8Array> {
  const tensors = new Map<string, HostTensor>();
  for (const [name, tensor] of adapter.tensors) tensors.set(nameToPeft(name), tensor);
  if (head && adapter.tensors.has('head.loraA')) tensors.set(`${prefix}lm_head.base_layer.weight`, head);
  const sorted = new Map([...tensors].sort(([a], [b]) => (a < b ? -1 : 1)));
  return new Map([
    ['adapter_config.json', new TextEncoder().encode(`${JSON.stringify(peftConfig(adapter), undefined, 2)}\n`)],
    ['adapter_model.safetensors', encodeSafetensors(sorted, { format: 'pt' })],
  ]);
}

/** The pattern of adapted modules, as the official GAD code writes it. */
function targetModules(adapter: Adapter): string {
  const names = [...adapter.tensors.keys()];
  const adapted = projections.filter((projection) => names.some((name) => name.endsWith(`.${projection}.loraA`)));
  const modules = adapted.map((projection) => huggingFaceNames.layer[projection].split('.')[1]);
  return `model.*(${modules.join('|')})${names.includes('head.loraA') ? '|lm_head' : ''}$`;
}

function peftConfig(adapter: Adapter): Record<string, unknown> {
  return {
    alpha_pattern: {},
    auto_mapping: null,
    base_model_name_or_path: adapter.baseModel,
    bias: 'none',
    eva_config: null,
    exclude_modules: null,
    fan_in_fan_out: false,
    inference_mode: true,
    init_lora_weights: true,
    layer_replication: null,
    layers_pattern: null,
    layers_to_transform: null,
    loftq_config: {},
    lora_alpha: adapter.alpha,
    lora_bias: false,
    lora_dropout: adapter.dropout,
    megatron_config: null,
    megatron_core: 'megatron.core',
    modules_to_save: adapter.fullModules,
    peft_type: 'LORA',
    r: adapter.rank,
    rank_pattern: {},
    revision: null,
    target_modules: targetModules(adapter),
    task_type: 'CAUSAL_LM',
    use_dora: false,
    use_rslora: false,
  };
}
