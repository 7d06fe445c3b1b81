/**
 * What checkpoints call their modules and what we call them. Our names: `embedding`, `finalNorm`, `head`, and in layer
 * i `layer.<i>.attentionNorm`, `.q .k .v .o`, `.mlpNorm`, `.gate .up .down`, each followed by `.weight` or `.bias`.
 */
export const projections = ['q', 'k', 'v', 'o', 'gate', 'up', 'down'] as const;
/** The linear maps of a layer, by our names. */
export type Projection = (typeof projections)[number];
type LayerModule = Projection | 'attentionNorm' | 'mlpNorm';

export interface NameTable {
  readonly embedding: string;
  readonly finalNorm: string;
  readonly head: string;
  /** What stands before the number of a layer. */
  readonly layers: string;
  readonly layer: Readonly<Record<LayerModule, string>>;
}

/** Llama and Qwen2 as Hugging Face Transformers names them. */
export const huggingFaceNames: NameTable = {
  embedding: 'model.embed_tokens',
  finalNorm: 'model.norm',
  head: 'lm_head',
  layers: 'model.layers',
  layer: {
    attentionNorm: 'input_layernorm',
    q: 'self_attn.q_proj',
    k: 'self_attn.k_proj',
    v: 'self_attn.v_proj',
    o: 'self_attn.o_proj',
    mlpNorm: 'post_attention_layernorm',
    gate: 'mlp.gate_proj',
    up: 'mlp.up_proj',
    down: 'mlp.down_proj',
  },
};

/** Llama and Qwen2 as llama.cpp names them in GGUF files. */
export const ggufNames: NameTable = {
  embedding: 'token_embd',
  finalNorm: 'output_norm',
  head: 'output',
  layers: 'blk',
  layer: {
    attentionNorm: 'attn_norm',
    q: 'attn_q',
    k: 'attn_k',
    v: 'attn_v',
    o: 'attn_output',
    mlpNorm: 'ffn_norm',
    gate: 'ffn_gate',
    up: 'ffn_up',
    down: 'ffn_down',
  },
};

const layerModules = Object.keys(huggingFaceNames.layer) as LayerModule[];
const wholeModules = ['embedding', 'finalNorm', 'head'] as const;

/** The checkpoint's name of one of our modules: `layer.3.q` becomes `model.layers.3.self_attn.q_proj`. */
export function moduleName(table: NameTable, ours: string): string {
  const whole = wholeModules.find((module) => module === ours);
  if (whole) return table[whole];
  const [, index, module] = /^layer\.(\d+)\.(\w+)$/.exec(ours) ?? [];
  const theirs = table.layer[module as LayerModule];
  if (index === undefined || theirs === undefined) throw new Error(`internal: no module is called ${ours}`);
  return `${table.layers}.${index}.${theirs}`;
}

/** The way back; undefined for a module we have no name for. */
export function ourModule(table: NameTable, theirs: string): string | undefined {
  const whole = wholeModules.find((module) => table[module] === theirs);
  if (whole) return whole;
  const [index = '', ...rest] = theirs.startsWith(`${table.layers}.`)
    ? theirs.slice(table.layers.length + 1).split('.')
    : [];
  const module = layerModules.find((name) => table.layer[name] === rest.join('.'));
  return module !== undefined && /^\d+$/.test(index) ? `layer.${index}.${module}` : undefined;
}

/** The checkpoint's name of one of our tensors: `layer.3.q.bias` becomes `model.layers.3.self_attn.q_proj.bias`. */
export function tensorName(table: NameTable, ours: string): string {
  const dot = ours.lastIndexOf('.');
  return moduleName(table, ours.slice(0, dot)) + ours.slice(dot);
}
