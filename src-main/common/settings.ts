import { z } from 'zod';
import { additionSettings } from './settings/additions';
import { classifierSettings, ofOneClass } from './settings/classifier';
import { dataSettings } from './settings/data';
import { modelSettings } from './settings/model';
import { optimiserSettings } from './settings/optimiser';

/**
 * Described settings: one schema is the type, the check at every boundary, the form and its help. Each field carries a
 * label, the section it stands in, help in one or two sentences, and where it comes from. This is the one door to them;
 * in `settings/` there is a file for each reason to change them.
 */
export {
  type ClassifierKind,
  type Context,
  classifierKinds,
  contexts,
  type Decoding,
  type Task,
  type Tokenisation,
  tokenisations,
} from './settings/classifier';
export { type FieldMeta, meta } from './settings/fieldMeta';
export type { DeviceChoice } from './settings/model';

export const TrainSettings = z.object({
  ...classifierSettings,
  ...additionSettings,
  ...modelSettings,
  ...dataSettings,
  ...optimiserSettings,
});
export type TrainSettings = z.infer<typeof TrainSettings>;

/** Whether the context is still to be chosen by trying. */
export function isContextOpen({ kind, context }: TrainSettings): boolean {
  return kind === 'gad' && context === 'auto';
}

/** Some of the settings, none of them filled in: what differs from a preset or from the defaults. */
export const TrainSettingsPatch = z.strictObject(
  Object.fromEntries(Object.entries(TrainSettings.shape).map(([key, field]) => [key, field.unwrap().optional()])),
) as unknown as z.ZodType<Partial<TrainSettings>>;

/** Whether a second head names the context in place of text. */
export function contextNamedByHead({ kind, context, contextAs }: TrainSettings): boolean {
  return kind === 'gad' && contextAs !== 'text' && ofOneClass.includes(context);
}

/** The settings with every default filled in. */
export function defaultTrainSettings(): TrainSettings {
  return TrainSettings.parse({});
}
