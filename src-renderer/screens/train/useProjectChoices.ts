import { useMemo } from 'react';
import type { FeatureCoverage } from '../../../src-main/common/contract/project';
import { useProject } from '../../state/project';
import type { Choice } from '../../ui/fields';

/** Every set, and any two that can be read side by side. */
function featureChoices(sets: readonly FeatureCoverage[]): Choice[] {
  const one = (name: string, rate: number) => ({ value: name, label: `${name}, ${rate} steps/s` });
  const joined = sets.flatMap((first, i) =>
    sets
      .slice(i + 1)
      .filter((second) => second.rate === first.rate && second.tokens === first.tokens)
      .map((second) => one(`${first.name}+${second.name}`, first.rate)),
  );
  return [...sets.map((set) => one(set.name, set.rate)), ...joined];
}

/** Choices that only the open project and this machine know. */
export function useProjectChoices(): Record<string, Choice[]> {
  const models = useProject((state) => state.models);
  const features = useProject((state) => state.features);
  const devices = useProject((state) => state.devices);
  return useMemo(
    () => ({
      decoder: (models ?? [])
        .filter((model) => model.kind === 'decoder')
        .map((model) => ({
          value: model.id,
          label: model.found
            ? `${model.id} (${model.summary.split(', ').slice(0, 2).join(', ').replace(' parameters', '')})`
            : model.id,
          unavailable: model.found ? undefined : 'missing',
        })),
      features: featureChoices(features ?? []),
      device: [
        { value: 'auto', label: 'auto' },
        ...(devices ?? []).map((device) => ({
          value: device.id,
          label: `${device.name}${device.available && device.experimental ? ' (experimental)' : ''}`,
          unavailable: device.available ? undefined : device.reason,
        })),
      ],
    }),
    [models, features, devices],
  );
}
