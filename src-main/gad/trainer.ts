import type { TrainSettings } from '../common/settings';
import type { Window } from '../common/domain/window';
import { Builder } from '../engine/ops/builder';
import { officialAdamW } from '../engine/optim/adamw';
import type { DeviceId } from '../engine/runtime/devices';
import { type HostTensor, scalar } from '../engine/runtime/tensor';
import type { ParameterTensors, TrainingState } from '../engine/runtime/trainedState';
import { TrainingStep } from '../engine/runtime/trainingStep';
import type { Dropout } from '../models/decoder/lora';
import { type BatchShape, makeBatch, trainingShape } from './batch';
import { classifierLoss, lossFeeds } from './loss';
import { batchFeeds, buildNetwork, type ClassifierModel } from './network';
import { contrastiveFeeds, structureFeeds } from './pairLosses';
import type { Prompt } from './prompt';
import { StructureTarget } from './structure';

/** Trains one classifier: windows and their features in, losses out. All batches have one shape, so there is one graph. */
export interface TrainerOptions {
  model: ClassifierModel;
  prompt: Prompt;
  settings: TrainSettings;
  device: DeviceId;
  /** Trained values at the start, and the decoder's weights. */
  parameters: ParameterTensors;
  weights: ParameterTensors;
  /** Embedding of each class text; none where no loss compares windows. */
  classes: readonly Float32Array[];
  /** Steps of the longest window. */
  longest: number;
}

export interface BatchLosses {
  loss: number;
  /** Null where the classifier has no such loss. */
  classLoss: number | null;
  textLoss: number | null;
  structureLoss: number | null;
  contrastiveLoss: number | null;
}

export class ClassifierTrainer {
  private constructor(
    private readonly options: TrainerOptions,
    private readonly shape: BatchShape,
    private readonly step: TrainingStep<BatchShape>,
    private readonly dropout: Dropout | undefined,
    private readonly structure: StructureTarget,
  ) {}

  static async create(options: TrainerOptions): Promise<ClassifierTrainer> {
    const { model, prompt, settings, device, parameters, weights, longest } = options;
    const shape = trainingShape(prompt, settings.batch, longest);
    const b = new Builder();
    const network = buildNetwork(b, model, shape);
    const { total, classLoss, textLoss, structureLoss, contrastiveLoss } = classifierLoss(b, network, model, shape);
    const parts = Object.entries({ classLoss, textLoss, structureLoss, contrastiveLoss });
    const outputs = Object.fromEntries(parts.flatMap(([name, value]) => (value ? [[name, value] as const] : [])));
    const frozen = network.decoder.weights.filter(({ trained }) => !trained);
    const step = await TrainingStep.create<BatchShape>({
      device,
      parameters,
      frozen: Object.fromEntries(frozen.map(({ name }) => [name, weights[name] as HostTensor])),
      build: () => ({ b, loss: total, outputs }),
      recompute: settings.recompute,
      accumulation: settings.official ? 'sum' : 'mean',
      optimizer: {
        ...officialAdamW,
        weightDecay: settings.weightDecay,
        maxGradientNorm: settings.clip > 0 ? settings.clip : Infinity,
      },
    });
    const structure = new StructureTarget(settings, options.classes);
    return new ClassifierTrainer(options, shape, step, network.decoder.dropout, structure);
  }

  /**
   * Collects the gradients of one batch.
   * @param tracks features of each window's visual tokens, `[steps * tokens, dim]`
   * @param stream makes this batch's dropout its own: the same stream drops the same values
   */
  async collect(windows: readonly Window[], tracks: readonly Float32Array[], stream: string): Promise<BatchLosses> {
    const { prompt, model, settings } = this.options;
    const layouts = windows.map((window) => prompt.layout(window.steps.length, window));
    const batch = makeBatch(prompt, windows, layouts, tracks, this.shape, settings.backgroundWeight);
    const dropped = this.dropout?.feeds(settings.seed, stream) ?? {};
    const feeds = {
      ...batchFeeds(batch, model),
      ...lossFeeds(batch, model),
      ...this.pairFeeds(windows, tracks),
      ...dropped,
    };
    const { loss, outputs } = await this.step.forwardBackward(this.shape, feeds);
    const part = (name: string) => (outputs[name] ? scalar(outputs[name]) : null);
    return {
      loss,
      classLoss: part('classLoss'),
      textLoss: part('textLoss'),
      structureLoss: part('structureLoss'),
      contrastiveLoss: part('contrastiveLoss'),
    };
  }

  private pairFeeds(windows: readonly Window[], tracks: readonly Float32Array[]): Record<string, HostTensor> {
    const { description } = this.options.model;
    const labels = windows.map(({ label }) => label);
    const width = (tracks[0] as Float32Array).length / (windows[0] as Window).steps.length;
    const similar = () => this.structure.logSimilarities(labels, tracks, width);
    return {
      ...(description.structure > 0 ? structureFeeds(similar(), labels.length, this.shape.windows) : {}),
      ...(description.contrastive > 0 ? contrastiveFeeds(labels, this.options.classes, this.shape.windows) : {}),
    };
  }

  /** Applies what was collected. @returns the norm of the gradient before clipping */
  async update(learningRate: number): Promise<number> {
    return (await this.step.update(learningRate)).gradientNorm;
  }

  exportState(): Promise<TrainingState> {
    return this.step.exportState();
  }

  importState(state: TrainingState): Promise<void> {
    return this.step.importState(state);
  }

  dispose(): Promise<void> {
    return this.step.dispose();
  }
}
