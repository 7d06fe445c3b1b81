import { describe, expect, it } from 'vitest';
import { Builder } from '../../../../src-main/engine/ops/builder';
import { Executable } from '../../../../src-main/engine/runtime/executable';
import { float32, floats } from '../../../../src-main/engine/runtime/tensor';
import { openCheckpoint } from '../../../../src-main/models/decoder/checkpoint';
import { Dropout, initialLora, loraShapes } from '../../../../src-main/models/decoder/lora';
import { loraTargets } from '../../../../src-main/models/decoder/weights';
import { tinyLlama } from '../folder';

describe('a new adapter', () => {
  it('has a uniform A within 1/√in, a zero B, and follows from its seed', async () => {
    const { config } = await openCheckpoint(tinyLlama);
    const lora = { rank: 8, targets: loraTargets };
    const made = initialLora(config, lora, 1);
    expect(new Map([...made].map(([name, { dims }]) => [name, dims]))).toEqual(loraShapes(config, lora));
    expect(made.size).toBe(2 * (7 * 3 + 1));
    const a = floats(made.get('layer.2.down.loraA')!);
    const bound = 1 / Math.sqrt(config.mlpSize);
    expect(Math.max(...a.map(Math.abs))).toBeLessThanOrEqual(bound);
    const variance = a.reduce((sum, value) => sum + value * value, 0) / a.length;
    expect(variance / (bound ** 2 / 3)).toBeCloseTo(1, 1);
    expect(floats(made.get('head.loraB')!).every((value) => value === 0)).toBe(true);
    expect(initialLora(config, lora, 1)).toEqual(made);
    expect(initialLora(config, lora, 2).get('layer.0.q.loraA')).not.toEqual(made.get('layer.0.q.loraA'));
  });
});

describe('dropout of an adapter', () => {
  it('drops the asked share, differently at every place and pass, and repeats by seed', async () => {
    const b = new Builder();
    const dropout = new Dropout(b, 0.25, 64, 2, 500);
    const x = b.input('x', 'float32', [500, 48]);
    const executable = await Executable.create(b.graph({ first: dropout.apply(x), second: dropout.apply(x) }), {
      device: 'cpu',
      threads: 1,
    });
    const ones = { x: float32([500, 48], new Float32Array(500 * 48).fill(1)) };
    const run = (seed: number, stream: string) => executable.run({ ...ones, ...dropout.feeds(seed, stream) });
    const { first, second } = await run(3, '7');
    const kept = floats(first!).reduce((sum, value) => sum + value, 0) / (500 * 48);
    expect(kept).toBeCloseTo(0.75, 1);
    expect(kept * dropout.keptScale).toBeCloseTo(1, 1);
    expect(second).not.toEqual(first);
    expect(await run(3, '7')).toEqual({ first, second });
    expect((await run(3, '8'))['first']).not.toEqual(first);
    await executable.dispose();
  });
});
