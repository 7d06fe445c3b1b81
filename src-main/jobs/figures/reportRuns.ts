import { numberText } from '../../common/figures/axis';
import { type Run, settledSettings, taskOf, toldContext } from '../../common/domain/run';
import { type FieldMeta, TrainSettings } from '../../common/settings';
import { htmlTable } from './reportPage';
import type { Evaluated } from './reportScores';

/** What was compared: where each run comes from, and the settings by which they differ. */
export function runTable(compared: readonly Evaluated[]): string {
  const runs = compared.map(({ run }) => run);
  const facts = [
    ['Classifier', runs.map(originOf)],
    ['Trained for', runs.map((run) => (run.origin === 'imported' ? '—' : taskOf(run)))],
    ['Begun', runs.map(({ created }) => created.slice(0, 10))],
    [
      'Videos: train, val, test',
      runs.map(({ splits: { train, val, test } }) => `${train.length}, ${val.length}, ${test.length}`),
    ],
    ['Updates', runs.map(({ stepsDone }) => (stepsDone === 0 ? '—' : String(stepsDone)))],
    ['Training, min', runs.map(({ seconds }) => (seconds === 0 ? '—' : numberText(seconds / 60, 1)))],
    ['Device', runs.map(({ origin, device }) => (origin === 'imported' ? '—' : device))],
    ['Steps a second at inference', compared.map(({ report }) => speedOf(report.stepsPerSecond))],
  ] as const;
  const rows = [...facts, ...differences(runs)].map(([name, values]) => [name, ...values]);
  const caption = runs.length > 1 ? 'The runs, and the settings by which they differ' : 'The run';
  return htmlTable(caption, ['', ...runs.map(({ name }) => name)], rows, 'words');
}

function originOf({ origin, settings }: Run): string {
  if (origin === 'imported' || !settings) return 'imported';
  return `${settings.kind}, ${settings.decoder}, ${settings.features}`;
}

const speedOf = (speed: number | null) => (speed === null ? '—' : numberText(speed, 0));

/** Told of every run. */
const always = ['task', 'kind', 'decoder', 'features', 'device'];

/** Settings that not all trained runs share, by their labels. */
function differences(runs: readonly Run[]): (readonly [string, readonly string[]])[] {
  const all = runs.map(settledSettings);
  return Object.entries(TrainSettings.shape).flatMap(([key, field]) => {
    const values = all.map((settings) => settings && String(settings[key as keyof TrainSettings]));
    if (always.includes(key)) return [];
    if (new Set(values.filter((value) => value !== null)).size < 2) return [];
    const { label } = field.meta() as unknown as FieldMeta;
    const told = values.map((value, i) => (key === 'context' && runs[i] ? toldContext(runs[i]) : value) ?? '—');
    return [[label, told] as const];
  });
}
