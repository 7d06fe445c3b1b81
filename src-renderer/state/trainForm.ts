/** The form of Train, kept while other screens are shown: settings, what they began from, the run's name. */
import { create } from 'zustand';
import type { RunSummary } from '../../src-main/common/contract/runs';
import { defaultTrainSettings, TrainSettings } from '../../src-main/common/settings';
import { describeFields, type Values } from '../ui/form/describe';

export const trainFields = describeFields(TrainSettings);

interface TrainForm {
  /** Id of the run whose settings the form began from; null: the defaults. */
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

/** Fills the form with a run's settings, or with the defaults. */
export function beginFrom(run: RunSummary | null): void {
  const base = run?.settings ?? defaultTrainSettings();
  useTrainForm.setState({ from: run?.id ?? null, base, values: base, name: null });
}

export const nameRun = (name: string | null): void => useTrainForm.setState({ name });
