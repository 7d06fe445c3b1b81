import { describe, expect, it } from 'vitest';
import { TrainSettings } from '../../../src-main/common/settings';
import { presets, published } from '../../../src-main/common/presets';

describe('presets', () => {
  it.each(presets)('$name: settings that can be trained with', ({ settings }) => {
    expect(TrainSettings.parse(settings)).toMatchObject(settings);
  });

  it('say where they come from', () => {
    for (const { source } of published) expect(source).toContain('pangzhan27/GAD');
    expect(new Set(presets.map(({ source }) => source)).size).toBe(presets.length);
  });

  it('of published runs classify in training as often as a short window is long', () => {
    const online = published.filter(({ settings }) => settings.task === 'online detection');
    expect(online).toHaveLength(4);
    for (const { settings } of online) expect(settings.stride).toBe(settings.short);
  });
});
