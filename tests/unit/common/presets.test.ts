import { describe, expect, it } from 'vitest';
import { TrainSettings } from '../../../src-main/common/settings';
import { presets } from '../../../src-main/common/presets';

describe('presets', () => {
  it.each(presets)('$name: settings that can be trained with', ({ settings }) => {
    expect(TrainSettings.parse(settings)).toMatchObject(settings);
  });

  it('classify in training as often as a short window is long', () => {
    for (const { settings } of presets) expect(settings.stride).toBe(settings.short);
  });
});
