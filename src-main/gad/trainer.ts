import type { TrainSettings } from '../common/settings';
import type { Window } from '../common/domain/window';
import type { Value } from '../engine/graph/graph';
import { Builder } from '../engine/ops/builder';
import { officialAdamW } from '../engine/optim/adamw';
import type { DeviceId } from '../common/contract/app';
import { type HostTensor, scalar } from '../engine/runtime/tensor';
import type { ParameterTensors, TrainingState } from '../engine/runtime/trainedState';
import { type TrainingProgram, TrainingStep } from '../engine/runtime/trainingStep';
import type { Decoder } from '../models/decoder/decoder';
import { type BatchShape, makeBatch, trainingShapes } from './batch';
import { classifierLoss, lossFeeds } from './loss';
import { batchFeeds, buildNetwork, type ClassifierModel } from './network';
import { contrastiveFeeds, structureFeeds } from './pairLosses';
import type { Prompt } from './prompt';
import type { SimilarMoments } from './similarMoments';
import { isTrained, type Stage, stageAt, trainingStages } from './stages';
import { StructureTarget } from './structure';
import { textFeeds } from './textKl';

/**
 * Trains one classifier: windows and their features in, losses out. Batches have few shapes (`trainingShapes`), so
 * there are few graphs a stage, each compiled when it is first needed.
 */
export interface TrainerOptions {
  model: ClassifierModel;
  prompt: Prompt;
  settings: TrainSettings;
  device: DeviceId;
  /** Trained values at the start, and the decoder's weights. */
  parameters: ParameterTensors;
  weights: ParameterTensors;
  /** Weights of windows by class index, see `classWeights`. */
  classWeights: readonly number[];
  /** Embedding of each class text; none where no loss compares windows. */
  classes: readonly Float32Array[];
  /** Ids of the texts that the decoder should go on to foretell; none where no loss asks for them. */
  textIds: readonly number[];
  /** What the question names; null where it names nothing. */
  similar: SimilarMoments | null;
  /** Steps of the longest window. */
  longest: number;
  /** All windows of the training, read only where the class texts do not bound what is learnt. */
  windows: Iterable<Window>;
  /** Updates of the whole training. */
  updates: number;
}

export interface BatchLosses {
  loss: number;
  /** Null where the classifier has no such loss, or it does not count in this stage. */
  classLoss: number | null;
  textLoss: number | null;
  structureLoss: number | null;
  contrastiveLoss: number | null;
  textKlLoss: number | null;
}

/** Graph and loss for batches of one shape. */
interface Program extends TrainingProgram {
  outputs: Readonly<Record<string, Value>>;
  decoder: Decoder;
}

/** What is compiled for a stage. */
interface StageStep {
  stage: Stage;
  step: TrainingStep<BatchShape>;
  /** By index of the shape. */
  programs: readonly Program[];
  /** Of `TrainerOptions.parameters`, those that this stage leaves as they are. */
  kept: ParameterTensors;
}

export class ClassifierTrainer {
  private done = 0;

  private constructor(
    private readonly options: TrainerOptions,
    private readonly shapes: readonly BatchShape[],
    private readonly stages: readonly Stage[],
    private readonly structure: StructureTarget | null,
    private current: StageStep,
  ) {}

  static async create(options: TrainerOptions): Promise<ClassifierTrainer> {
    const { model, prompt, settings, longest, windows, updates } = options;
    const shapes = trainingShapes(prompt, settings.batch, longest, windows);
    const stages = trainingStages(model.description, updates);
    const structure = model.description.structure > 0 ? new StructureTarget(settings, options.classes) : null;
    const current = await beginStage(options, shapes, stageAt(stages, 0), options.parameters);
    return new ClassifierTrainer(options, shapes, stages, structure, current);
  }

  /**
   * Collects the gradients of one batch.
   * @param tracks features of each window's visual tokens, `[steps * tokens, dim]`
   * @param stream makes this batch's dropout its own: the same stream drops the same values
   */
  async collect(windows: readonly Window[], tracks: readonly Float32Array[], stream: string): Promise<BatchLosses> {
    const { prompt, model, settings, classWeights, similar } = this.options;
    await this.enter(stageAt(this.stages, this.done));
    const { step, programs } = this.current;
    const asked = similar ? windows.map((window, i) => similar.tell(window, tracks[i] as Float32Array)) : windows;
    const layouts = asked.map((window) => prompt.layout(window.steps.length, window, window.similar));
    const most = Math.max(...layouts.map((layout) => layout.visuals.length));
    const fitting = this.shapes.findIndex(({ frames }) => frames >= most);
    const shape = this.shapes[fitting] as BatchShape;
    const batch = makeBatch(prompt, windows, layouts, tracks, shape, classWeights);
    const dropped = programs[fitting]?.decoder.dropout?.feeds(settings.seed, stream) ?? {};
    const feeds = {
      ...batchFeeds(batch, model),
      ...lossFeeds(batch, model),
      ...this.pairFeeds(windows, tracks),
      ...(programs[fitting]?.outputs['textKlLoss'] ? textFeeds(this.options.textIds, settings.seed, stream) : {}),
      ...dropped,
    };
    const { loss, outputs } = await step.forwardBackward(shape, feeds);
    const part = (name: string) => (outputs[name] ? scalar(outputs[name]) : null);
    return {
      loss,
      classLoss: part('classLoss'),
      textLoss: part('textLoss'),
      structureLoss: part('structureLoss'),
      contrastiveLoss: part('contrastiveLoss'),
      textKlLoss: part('textKlLoss'),
    };
  }

  private pairFeeds(windows: readonly Window[], tracks: readonly Float32Array[]): Record<string, HostTensor> {
    const { model, settings } = this.options;
    const { description } = model;
    const labels = windows.map(({ label }) => label);
    const width = (tracks[0] as Float32Array).length / (windows[0] as Window).steps.length;
    const similarities = this.structure?.logSimilarities(labels, tracks, width);
    return {
      ...(similarities ? structureFeeds(similarities, labels.length, settings.batch) : {}),
      ...(description.contrastive > 0 ? contrastiveFeeds(labels, this.options.classes, settings.batch) : {}),
    };
  }

  /** Applies what was collected. @returns the norm of the gradient before clipping */
  async update(learningRate: number): Promise<number> {
    const { gradientNorm } = await this.current.step.update(learningRate);
    this.done++;
    return gradientNorm;
  }

  /** All trained values, with the moments of those that the current stage trains. */
  async exportState(): Promise<TrainingState> {
    const { step, kept } = this.current;
    const state = await step.exportState();
    return { ...state, step: this.done, parameters: { ...kept, ...state.parameters } };
  }

  async importState(state: TrainingState): Promise<void> {
    const stage = stageAt(this.stages, state.step);
    await this.enter(stage, state.parameters);
    // Between two stages there are no moments to go on from.
    if (state.step > stage.first) await this.current.step.importState({ ...state, step: state.step - stage.first });
    this.done = state.step;
  }

  dispose(): Promise<void> {
    return this.current.step.dispose();
  }

  /** @param parameters values to begin the stage with; those of the stage before where absent */
  private async enter(stage: Stage, parameters?: ParameterTensors): Promise<void> {
    if (stage === this.current.stage) return;
    const values = parameters ?? (await this.exportState()).parameters;
    await this.dispose();
    this.current = await beginStage(this.options, this.shapes, stage, values);
  }
}

async function beginStage(
  { model, settings, device, weights }: TrainerOptions,
  shapes: readonly BatchShape[],
  stage: Stage,
  parameters: ParameterTensors,
): Promise<StageStep> {
  const programs = shapes.map((shape) => program(model, shape, stage));
  const values = Object.entries(parameters);
  const trained = Object.fromEntries(values.filter(([name]) => isTrained(stage, name)));
  const kept = Object.fromEntries(values.filter(([name]) => !isTrained(stage, name)));
  const { b } = programs[0] as Program;
  const frozen = Object.entries(weights).filter(([name]) => b.inputNamed(name));
  const step = await TrainingStep.create<BatchShape>({
    device,
    parameters: trained,
    frozen: { ...kept, ...Object.fromEntries(frozen) },
    build: (shape) => programs[shapes.indexOf(shape)] as Program,
    recompute: settings.recompute,
    accumulation: settings.official ? 'sum' : 'mean',
    optimizer: {
      ...officialAdamW,
      weightDecay: settings.weightDecay,
      maxGradientNorm: settings.clip > 0 ? settings.clip : Infinity,
    },
  });
  return { stage, step, programs, kept };
}

function program(model: ClassifierModel, shape: BatchShape, stage: Stage): Program {
  const b = new Builder();
  const network = buildNetwork(b, steady(model, stage), shape);
  const losses = classifierLoss(b, network, model, shape, stage.losses);
  const { total, classLoss, textLoss, structureLoss, contrastiveLoss, textKlLoss } = losses;
  const parts = Object.entries({ classLoss, textLoss, structureLoss, contrastiveLoss, textKlLoss });
  const outputs = Object.fromEntries(parts.flatMap(([name, value]) => (value ? [[name, value] as const] : [])));
  return { b, loss: total, outputs, decoder: network.decoder };
}

/** Adapters that are not trained drop nothing. */
function steady(model: ClassifierModel, { losses }: Stage): ClassifierModel {
  return losses === 'class' && model.lora ? { ...model, lora: { ...model.lora, dropout: 0 } } : model;
}
