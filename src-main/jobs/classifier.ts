import type { DeviceId } from '../common/contract/app';
import type { RunClass } from '../common/domain/run';
import { UserError } from '../common/errors';
import type { DeviceChoice, TrainSettings } from '../common/settings';
import { requireModel } from '../data/project/models';
import type { ProjectStore } from '../data/project/store';
import { listDevices } from '../engine/runtime/devices';
import { type FeatureSource, requireFeatureSet } from '../features/store';
import { type ClassifierDescription, describeClassifier } from '../gad/classifier';
import { ClipPrompt } from '../gad/clipPrompt';
import { textsOf } from '../gad/clipText';
import { Prompt } from '../gad/prompt';
import { windowSteps, type WindowSpec } from '../gad/windows';
import { type Checkpoint, openCheckpoint } from '../models/decoder/checkpoint';

/**
 * What training and inference of a run share: decoder, token layout, windows and features, as its settings name them.
 */
export interface RunClassifier {
  description: ClassifierDescription;
  checkpoint: Checkpoint;
  prompt: Prompt;
  texts: string[];
  spec: WindowSpec;
  /** Steps of the longest window. */
  longest: number;
  set: FeatureSource;
}

/** @throws UserError where the decoder or the features are missing or do not fit */
export async function openClassifier(
  store: ProjectStore,
  settings: TrainSettings,
  classes: readonly RunClass[],
): Promise<RunClassifier> {
  const set = await requireFeatureSet(store, settings.features);
  const checkpoint = await openCheckpoint(await requireModel(store, settings.decoder, 'decoder'));
  const description = describeClassifier(settings);
  const texts = textsOf(settings.task, classes, settings.official);
  const online = settings.task === 'online detection';
  const prompt = new (online ? Prompt : ClipPrompt)(checkpoint.tokenizer, description, texts, {
    tokens: set.tokens,
    seed: settings.seed,
    vocabulary: checkpoint.config.vocabularySize,
  });
  const { short, long, shortEvery, longEvery, stride, official } = settings;
  const spec: WindowSpec = { short, long, shortEvery, longEvery, stride, official };
  const longest = online ? windowSteps(short + long, spec).steps.length : settings.clipSteps;
  const { length } = prompt.longest(longest, true);
  const { contextLength } = checkpoint.config;
  if (length > contextLength) {
    throw new UserError(
      'window-too-long',
      `${online ? 'Windows' : 'Clips'} of ${longest} steps take ${length} tokens with question and answer; the decoder "${settings.decoder}" was made for ${contextLength}.`,
      online ? 'Choose a shorter long window, or take fewer of its steps.' : 'Take fewer steps of a clip.',
    );
  }
  return { description, checkpoint, prompt, texts, spec, longest, set };
}

/**
 * The device a run computes on. `auto` takes the CPU: no other device has been tested with
 * real hardware (docs/support.md).
 * @throws UserError `device-unavailable`
 */
export async function chooseDevice(choice: DeviceChoice): Promise<DeviceId> {
  if (choice === 'cpu' || choice === 'auto') return 'cpu';
  const devices = await listDevices();
  const chosen = devices.find(({ id }) => id === choice);
  if (chosen?.available) return chosen.id;
  throw new UserError(
    'device-unavailable',
    `Unsupported device ${choice} on this machine. ${chosen?.reason ?? ''}`.trim(),
    'Choose another device, or auto.',
  );
}
