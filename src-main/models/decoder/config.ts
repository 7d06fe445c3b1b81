/**
 * What a decoder is, whatever file it came from. Rotary embedding is kept as the frequency of each pair, with any
 * scaling rule already applied, so that the graph knows one kind only.
 */
import { z } from 'zod';
import { UserError } from '../../common/errors';
import type { GgufFile } from '../weights/gguf';
import { ggufNames, type Projection, projections, tensorName } from '../weights/names';

export interface DecoderConfig {
  readonly family: 'llama' | 'qwen2';
  readonly vocabularySize: number;
  readonly hiddenSize: number;
  readonly layers: number;
  readonly heads: number;
  /** Key and value heads; each serves `heads / keyValueHeads` query heads. */
  readonly keyValueHeads: number;
  readonly headSize: number;
  readonly mlpSize: number;
  readonly normEpsilon: number;
  /** Radians a step for each of the `headSize / 2` pairs. */
  readonly frequencies: readonly number[];
  /** Projections that have a bias. */
  readonly biases: readonly Projection[];
  /** The head is the embedding table. */
  readonly tiedHead: boolean;
  /** Steps it was trained for. */
  readonly contextLength: number;
}

const RopeScaling = z.looseObject({
  rope_type: z.string().optional(),
  type: z.string().optional(),
  rope_theta: z.number().positive().optional(),
  factor: z.number().positive().optional(),
  low_freq_factor: z.number().positive().optional(),
  high_freq_factor: z.number().positive().optional(),
  original_max_position_embeddings: z.number().positive().optional(),
});
type RopeScaling = z.infer<typeof RopeScaling>;

const Size = z.int().positive();
const HuggingFaceConfig = z.object({
  architectures: z.array(z.string()).min(1),
  vocab_size: Size,
  hidden_size: Size,
  num_hidden_layers: Size,
  num_attention_heads: Size,
  num_key_value_heads: Size.nullish(),
  head_dim: Size.nullish(),
  intermediate_size: Size,
  max_position_embeddings: Size,
  rms_norm_eps: z.number().positive(),
  hidden_act: z.string().default('silu'),
  rope_theta: z.number().positive().nullish(),
  rope_scaling: RopeScaling.nullish(),
  /** Where Transformers 5 keeps theta and scaling. */
  rope_parameters: RopeScaling.nullish(),
  attention_bias: z.boolean().default(false),
  mlp_bias: z.boolean().default(false),
  tie_word_embeddings: z.boolean().default(false),
  use_sliding_window: z.boolean().nullish(),
});
type HuggingFaceConfig = z.infer<typeof HuggingFaceConfig>;

const families: Readonly<Record<string, DecoderConfig['family']>> = {
  LlamaForCausalLM: 'llama',
  Qwen2ForCausalLM: 'qwen2',
};

/**
 * @param path of `config.json`, for messages
 * @throws UserError `decoder-unsupported`, or `decoder-config` where a field is missing or not what it should be
 */
export function readDecoderConfig(path: string, json: unknown): DecoderConfig {
  const architecture = z.object({ architectures: z.array(z.string()).min(1) }).safeParse(json).data?.architectures[0];
  const family = architecture === undefined ? undefined : families[architecture];
  if (architecture !== undefined && family === undefined)
    throw unsupported(`"${architecture}" in ${path}; expected ${Object.keys(families).join(' or ')}`);
  const parsed = HuggingFaceConfig.safeParse(json);
  if (!parsed.success || family === undefined) throw invalidField(path, parsed.error?.issues[0]);
  const config = parsed.data;
  if (config.hidden_act !== 'silu') throw unsupported(`activation "${config.hidden_act}" in ${path}; expected "silu"`);
  if (config.use_sliding_window) throw unsupported(`sliding-window attention in ${path}`);
  const headSize = config.head_dim ?? config.hidden_size / config.num_attention_heads;
  return checked(path, {
    family,
    vocabularySize: config.vocab_size,
    hiddenSize: config.hidden_size,
    layers: config.num_hidden_layers,
    heads: config.num_attention_heads,
    keyValueHeads: config.num_key_value_heads ?? config.num_attention_heads,
    headSize,
    mlpSize: config.intermediate_size,
    normEpsilon: config.rms_norm_eps,
    frequencies: huggingFaceFrequencies(path, config, headSize),
    biases: huggingFaceBiases(family, config),
    tiedHead: config.tie_word_embeddings,
    contextLength: config.max_position_embeddings,
  });
}

function huggingFaceBiases(family: DecoderConfig['family'], config: HuggingFaceConfig): Projection[] {
  if (family === 'qwen2') return ['q', 'k', 'v'];
  return [
    ...(config.attention_bias ? (['q', 'k', 'v', 'o'] as const) : []),
    ...(config.mlp_bias ? (['gate', 'up', 'down'] as const) : []),
  ];
}

function huggingFaceFrequencies(path: string, config: HuggingFaceConfig, headSize: number): number[] {
  const scaling = config.rope_scaling ?? config.rope_parameters ?? {};
  const plain = plainFrequencies(config.rope_theta ?? scaling.rope_theta ?? 10_000, headSize);
  const kind = scaling.rope_type ?? scaling.type ?? 'default';
  if (kind === 'default') return plain;
  if (kind === 'linear') return plain.map((frequency) => frequency / ropeField(path, scaling, 'factor'));
  if (kind === 'llama3') return plain.map((frequency) => llama3Frequency(path, frequency, scaling));
  throw unsupported(`rotary scaling "${kind}" in ${path}; expected default, linear or llama3`);
}

/** In float32, as PyTorch computes them. */
function plainFrequencies(theta: number, headSize: number): number[] {
  return Array.from({ length: headSize / 2 }, (_, pair) =>
    Math.fround(1 / Math.fround(theta ** ((2 * pair) / headSize))),
  );
}

/** Llama 3.1's rule: slow pairs are slowed by `factor`, fast ones kept, those between blended. */
function llama3Frequency(path: string, frequency: number, scaling: RopeScaling): number {
  const factor = ropeField(path, scaling, 'factor');
  const low = ropeField(path, scaling, 'low_freq_factor');
  const high = ropeField(path, scaling, 'high_freq_factor');
  const turns = (ropeField(path, scaling, 'original_max_position_embeddings') * frequency) / (2 * Math.PI);
  const kept = Math.min(1, Math.max(0, (turns - low) / (high - low)));
  return Math.fround((1 - kept) * (frequency / factor) + kept * frequency);
}

type RopeField = 'factor' | 'low_freq_factor' | 'high_freq_factor' | 'original_max_position_embeddings';

function ropeField(path: string, scaling: RopeScaling, field: RopeField): number {
  const value = scaling[field];
  if (value === undefined) throw invalidField(path, { path: ['rope_scaling', field], message: 'missing' });
  return value;
}

/**
 * The configuration a GGUF file tells of; biases, tied head and scaling follow from the tensors it holds.
 * @param ropeFactors values of `rope_freqs.weight`, by which frequencies are divided; null where there is none
 */
export function readGgufConfig(file: GgufFile, ropeFactors: Float32Array | null): DecoderConfig {
  const { path, metadata, shapes } = file;
  const family = metadata.get('general.architecture');
  if (family !== 'llama' && family !== 'qwen2')
    throw unsupported(`"${String(family)}" in ${path}; expected llama or qwen2`);
  const optional = (key: string) => {
    const value = metadata.get(`${family}.${key}`);
    return typeof value === 'number' ? value : undefined;
  };
  const required = (key: string) => {
    const value = optional(key);
    if (value === undefined) throw invalidField(path, { path: [`${family}.${key}`], message: 'missing' });
    return value;
  };
  const heads = required('attention.head_count');
  const hiddenSize = required('embedding_length');
  const headSize = optional('attention.key_length') ?? optional('rope.dimension_count') ?? hiddenSize / heads;
  const kind = metadata.get(`${family}.rope.scaling.type`) ?? 'none';
  if (kind !== 'none' && kind !== 'linear')
    throw unsupported(`rotary scaling "${String(kind)}" in ${path}; expected none or linear`);
  const slowed = kind === 'linear' ? required('rope.scaling.factor') : 1;
  return checked(path, {
    family,
    vocabularySize: shapes.get('token_embd.weight')?.[0] ?? required('vocab_size'),
    hiddenSize,
    layers: required('block_count'),
    heads,
    keyValueHeads: optional('attention.head_count_kv') ?? heads,
    headSize,
    mlpSize: required('feed_forward_length'),
    normEpsilon: required('attention.layer_norm_rms_epsilon'),
    frequencies: plainFrequencies(optional('rope.freq_base') ?? 10_000, headSize).map((frequency, pair) =>
      Math.fround(frequency / slowed / (ropeFactors?.[pair] ?? 1)),
    ),
    biases: projections.filter((projection) => shapes.has(tensorName(ggufNames, `layer.0.${projection}.bias`))),
    tiedHead: !shapes.has('output.weight'),
    contextLength: required('context_length'),
  });
}

/** Sizes must fit each other before a graph is built of them. */
function checked(path: string, config: DecoderConfig): DecoderConfig {
  const { heads, keyValueHeads, headSize, hiddenSize } = config;
  if (heads % keyValueHeads !== 0)
    throw invalidField(path, {
      path: ['num_key_value_heads'],
      message: `${heads} heads cannot share ${keyValueHeads} key and value heads`,
    });
  if (!Number.isInteger(headSize / 2))
    throw invalidField(path, {
      path: ['head_dim'],
      message: `${hiddenSize} over ${heads} heads gives ${headSize}, expected an even number`,
    });
  return config;
}

function unsupported(what: string): UserError {
  return new UserError(
    'decoder-unsupported',
    `Unsupported: ${what}.`,
    'Choose a Llama or Qwen2 model, such as Llama 3.2 or SmolLM2.',
  );
}

function invalidField(path: string, issue: { path: readonly PropertyKey[]; message: string } | undefined): UserError {
  const field = issue?.path.map(String).join('.') ?? '';
  return new UserError(
    'decoder-config',
    `Invalid model configuration ${path}: field "${field}": ${issue?.message ?? 'missing'}.`,
    'Copy or download the file again.',
  );
}
