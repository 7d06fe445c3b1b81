/** The form of Train, kept while other screens are shown: settings, what they began from, the run's name. */
import { create } from 'zustand';
import { presets } from '../../src-main/common/presets';
import { defaultTrainSettings, TrainSettings } from '../../src-main/common/settings';
import { describeFields, type Values } from '../ui/form/describe';

export const trainFields = describeFields(TrainSettings);

interface TrainForm {
  /** Id of the run or the preset that the form began from; null: the defaults. */
  from: string | null;
  base: Values;
  values: Values;
  /** Null: the program's suggestion is taken. */
  name: string | null;
}

export const useTrainForm = create<TrainForm>(() => {
  const base = defaultTrainSettings();
  return { from: null, base, values: base, name: null };
});

export function changeSettings(change: Values): void {
  useTrainForm.setState(({ values }) => ({ values: { ...values, ...change } }));
}

/** Fills the form with settings, such as those of a run, or with the defaults. */
export function beginFrom(from: string | null, settings: TrainSettings | null): void {
  const base = settings ?? defaultTrainSettings();
  useTrainForm.setState({ from, base, values: base, name: null });
}

/** Fills the form with a preset's settings; what they leave open (features, decoder, device) stays as chosen. */
export function beginFromPreset(id: string): void {
  const preset = presets.find((one) => one.id === id);
  if (!preset) return;
  const values = TrainSettings.parse({ ...useTrainForm.getState().values, ...preset.settings });
  useTrainForm.setState({ from: id, base: values, values, name: null });
}

export const nameRun = (name: string | null): void => useTrainForm.setState({ name });
