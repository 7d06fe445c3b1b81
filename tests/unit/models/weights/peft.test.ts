import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { float32 } from '../../../../src-main/engine/runtime/tensor';
import { type Adapter, adapterFiles, readAdapter } from '../../../../src-main/models/weights/peft';
import { editJson, refusal, temporaryFolder } from '../folder';

const adapter: Adapter = {
  rank: 2,
  alpha: 4,
  dropout: 0.05,
  baseModel: 'tiny',
  fullModules: ['connector', 'cls_emb'],
  tensors: new Map([
    ['layer.0.v.loraA', float32([2, 3], [1, 2, 3, 4, 5, 6])],
    ['layer.0.v.loraB', float32([1, 2], [7, 8])],
    ['head.loraA', float32([2, 3], [0, 0, 0, 0, 0, 1])],
    ['head.loraB', float32([4, 2], [1, 2, 3, 4, 5, 6, 7, 8])],
    ['connector.0.weight', float32([1, 1], [9])],
  ]),
};

async function written(files = adapterFiles(adapter, float32([4, 3], new Float32Array(12)))): Promise<string> {
  const folder = join(await temporaryFolder(), 'adapter');
  await mkdir(folder);
  for (const [name, bytes] of files) await writeFile(join(folder, name), bytes);
  return folder;
}

describe('PEFT adapters', () => {
  it('are read as they were written, without the copy of the head', async () => {
    const { tensors, ...rest } = await readAdapter(await written());
    expect(rest).toEqual({ ...adapter, tensors: undefined });
    expect(new Map([...tensors].sort())).toEqual(new Map([...adapter.tensors].sort()));
  });

  it('name their targets as the official code does', () => {
    const config = (one: Adapter) =>
      JSON.parse(Buffer.from(adapterFiles(one).get('adapter_config.json')!).toString()) as { target_modules: string };
    expect(config(adapter).target_modules).toBe('model.*(v_proj)|lm_head$');
    const withoutHead = new Map([...adapter.tensors].filter(([name]) => !name.startsWith('head')));
    expect(config({ ...adapter, tensors: withoutHead }).target_modules).toBe('model.*(v_proj)$');
  });

  it('are refused where they are another kind, or damaged', async () => {
    const changed = async (change: Record<string, unknown>) => {
      const folder = await written();
      await editJson(join(folder, 'adapter_config.json'), (json) => Object.assign(json, change));
      return refusal(readAdapter(folder));
    };
    const path = 'DIR/adapter/adapter_config.json';
    expect(await changed({ peft_type: 'IA3' })).toBe(`Unsupported: the adapter ${path} is of type IA3; expected LORA.`);
    expect(await changed({ use_dora: true })).toBe(
      `Unsupported: the adapter ${path} uses DoRA or rank-stabilised scaling; expected plain LoRA.`,
    );
    expect(await changed({ rank_pattern: { q_proj: 4 } })).toBe(
      `Unsupported: the adapter ${path} has ranks that differ by module; expected one rank.`,
    );
    expect(await changed({ r: 8 })).toBe(
      `Invalid adapter DIR/adapter/adapter_model.safetensors: tensor "base_model.model.lm_head.lora_A.weight" is [2, 3], but ${path} gives rank 8.`,
    );
    expect(await changed({ r: 'two' })).toMatch(/^Invalid adapter DIR.*: field "r": /);
    expect(await changed({ modules_to_save: null })).toBe(
      'Unsupported: the adapter DIR/adapter/adapter_model.safetensors has a tensor "base_model.model.connector.0.weight"; expected LoRA on the projections and the head, and the modules to save.',
    );
    expect(await refusal(readAdapter(await temporaryFolder()))).toBe(
      'Missing DIR/adapter_config.json: the folder holds no adapter.',
    );
  });
});
