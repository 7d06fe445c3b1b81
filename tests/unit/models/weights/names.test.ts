import { describe, expect, it } from 'vitest';
import { ggufNames, huggingFaceNames, ourModule, tensorName } from '../../../../src-main/models/weights/names';
import { readDecoderConfig } from '../../../../src-main/models/decoder/config';
import { decoderShapes } from '../../../../src-main/models/decoder/weights';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { tinyLlama } from '../folder';

const config = readDecoderConfig('config.json', JSON.parse(readFileSync(join(tinyLlama, 'config.json'), 'utf8')));
const names = [...decoderShapes({ ...config, layers: 12, tiedHead: false, biases: ['q', 'down'] }).keys()];

const moduleOf = (tensor: string) => tensor.slice(0, tensor.lastIndexOf('.'));

describe('names of weights', () => {
  it('come back from each table as they went in', () => {
    expect(names).toContain('layer.11.q.bias');
    for (const table of [huggingFaceNames, ggufNames])
      expect(names.map((name) => ourModule(table, moduleOf(tensorName(table, name))))).toEqual(names.map(moduleOf));
  });

  it('are those of the checkpoints', () => {
    expect(tensorName(huggingFaceNames, 'layer.3.o.weight')).toBe('model.layers.3.self_attn.o_proj.weight');
    expect(tensorName(ggufNames, 'layer.3.mlpNorm.weight')).toBe('blk.3.ffn_norm.weight');
    expect(tensorName(ggufNames, 'head.weight')).toBe('output.weight');
  });

  it('are unknown for other tensors', () => {
    expect(ourModule(huggingFaceNames, 'model.layers.0.self_attn.rotary_emb')).toBeUndefined();
    expect(ourModule(huggingFaceNames, 'model.layers.x.mlp.up_proj')).toBeUndefined();
    expect(ourModule(ggufNames, 'rope_freqs')).toBeUndefined();
  });
});
