import { expect, it } from 'vitest';
import { train } from '../device/smallTraining';

it.each(['none', 'half', 'layer'] as const)(
  'training is the same bit for bit whatever saves memory: recompute %s, frozen fp32 or fp16',
  async (recompute) => {
    const expected = await train('cpu', { stored: 'float32', recompute: 'none' });
    expect(await train('cpu', { stored: 'float32', recompute })).toEqual(expected);
    expect(await train('cpu', { stored: 'float16', recompute })).toEqual(expected);
  },
);
