import { describe, expect, it } from 'vitest';
import { TrainSettings } from '../../../src-main/common/settings';
import { presets, published } from '../../../src-main/common/presets';

describe('presets', () => {
  it.each(presets)('$name: settings that can be trained with', ({ settings }) => {
    expect(TrainSettings.parse(settings)).toMatchObject(settings);
  });

  it('of published runs classify in training as often as a short window is long', () => {
    for (const { settings } of published) expect(settings.stride).toBe(settings.short);
  });
});
