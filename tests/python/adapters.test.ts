import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import type { TrainSettings } from '../../src-main/common/settings';
import { Rng } from '../../src-main/common/rng';
import { Builder } from '../../src-main/engine/ops/builder';
import { Executable } from '../../src-main/engine/runtime/executable';
import { float32, floats } from '../../src-main/engine/runtime/tensor';
import { makeBatch, tightShape } from '../../src-main/gad/batch';
import { batchFeeds, buildNetwork, type ClassifierModel, linear } from '../../src-main/gad/network';
import { adaptedTargets } from '../../src-main/gad/parameters';
import { trainingWindows } from '../../src-main/gad/windows';
import { trainJob } from '../../src-main/jobs/train';
import { openTrainedRun, type TrainedRun } from '../../src-main/jobs/trainedRun';
import { knownLabels, windowFeatures } from '../../src-main/jobs/trainingVideos';
import { loadWeights } from '../../src-main/models/decoder/checkpoint';
import { readAdapter } from '../../src-main/models/weights/peft';
import { learnableProject, toySettings } from '../builders/learnableProject';
import { Comparison, hasGolden } from '../golden/goldenFolder';
import { quiet, temporaryFolder } from '../unit/data/temporaryProject';

/**
 * Classifiers trained here, in plain transformers and PEFT (`readAdapter.py`): each kind of
 * module, order and label token.
 */
const variants: Record<string, Partial<TrainSettings>> = {
  discriminative: { kind: 'discriminative' },
  'discriminative, contrastive': { kind: 'discriminative', contrastive: 0.5 },
  gad: { kind: 'gad' },
  'gad, generation first': { kind: 'gad', order: 'generation first' },
  'gad, parallel': { kind: 'gad', order: 'parallel' },
  'gad, context by a head': { kind: 'gad', contextAs: 'head' },
  'gad, context by a head of its own': { kind: 'gad', contextAs: 'head, own [CLS]' },
  generative: { kind: 'generative' },
  'generative, random label tokens': { kind: 'generative', tokenisation: 'rand' },
  'generative, new label tokens': { kind: 'generative', tokenisation: 'extend' },
};

interface Computed {
  classLogits: ArrayLike<number>;
  contextLogits: ArrayLike<number>;
  answerLogits: ArrayLike<number>;
  /** Of the map that only the contrastive loss has. */
  texts: ArrayLike<number>;
}

const script = join(dirname(fileURLToPath(import.meta.url)), 'readAdapter.py');
const python = process.env['GADW_PYTHON'];

/** Why there is nothing to compare with; '' where there is. */
function missing(): string {
  if (python === undefined) return 'no Python is named; set GADW_PYTHON';
  const probe = spawnSync(python, ['-c', 'import peft, transformers, tokenizers, safetensors, numpy']);
  return probe.status === 0 ? '' : `${python} has not all of peft, transformers, tokenizers, safetensors, numpy`;
}
const reason = missing();
if (reason !== '') process.stdout.write(`skipped: ${reason}\n`);

/** Some windows of a training video, with what the graph of the training says of them. */
async function ours(trained: TrainedRun, project: Awaited<ReturnType<typeof learnableProject>>) {
  const { run, classifier, checkpoint } = trained;
  const { description, prompt, set, spec } = classifier;
  const labels = await knownLabels(project, set, run.classes, new Set(), 'a');
  const windows = trainingWindows('a', labels, spec, 0).slice(1, 8);
  const tracks = await Promise.all(windows.map((window) => windowFeatures(project, set, window)));
  const layouts = windows.map((window) => prompt.layout(window.steps.length, window));
  const batch = makeBatch(prompt, windows, layouts, tracks, tightShape(layouts), []);
  const { rank, alpha, tensors } = await readAdapter(checkpoint.dir);
  const model: ClassifierModel = {
    description,
    decoder: classifier.checkpoint.config,
    visualDim: set.dim,
    classes: run.classes.length,
    lora: { rank, alpha, dropout: 0, targets: adaptedTargets(description) },
    base: 'fp32',
  };
  const texts = Float32Array.from({ length: 2 * model.decoder.hiddenSize }, (_, i) => new Rng(i, 'texts').normal());
  const b = new Builder();
  const { classLogits, contextLogits, answerLogits } = buildNetwork(b, model, batch.shape);
  const shape = [2, model.decoder.hiddenSize];
  const mapped =
    description.contrastive > 0 ? linear(b, 'text_proj', b.input('rows', 'float32', shape), shape[1]!) : null;
  const outputs = Object.entries({ classLogits, contextLogits, answerLogits, texts: mapped });
  const graph = b.graph(
    Object.fromEntries(outputs.flatMap(([name, value]) => (value ? [[name, value] as const] : []))),
  );
  const executable = await Executable.create(graph, { device: 'cpu', threads: 1 });
  const weights = await loadWeights(classifier.checkpoint, 'fp32');
  const feeds = {
    ...Object.fromEntries([...weights, ...tensors]),
    ...batchFeeds(batch, model),
    rows: float32(shape, texts),
  };
  const results = await executable.run(executable.inputsAmong(feeds));
  await executable.dispose();
  const computed = Object.fromEntries(
    outputs.map(([name]) => [name, results[name] ? floats(results[name]) : []]),
  ) as unknown as Computed;
  return { windows, tracks, texts: [texts.subarray(0, shape[1]), texts.subarray(shape[1])], computed };
}

describe.runIf(reason === '' && hasGolden('tiny-llama/model.safetensors'))('an adapter trained here', () => {
  it.each(Object.entries(variants))('%s: Python PEFT reads it, and computes the same', async (name, own) => {
    const store = await learnableProject();
    const settings = toySettings({ ...own, maxSteps: 6, dropout: 0 });
    await trainJob({ project: store.dir, run: 'r', settings, resume: false }, quiet);
    const trained = await openTrainedRun(store, 'r');
    const { windows, tracks, texts, computed } = await ours(trained, store);
    const task = join(temporaryFolder(), 'task.json');
    writeFileSync(
      task,
      JSON.stringify({
        decoder: trained.classifier.checkpoint.path,
        adapter: trained.checkpoint.dir,
        windows: windows.map(({ label, previous }, i) => ({ label, previous, features: [...tracks[i]!] })),
        texts: texts.map((row) => [...row]),
      }),
    );
    const { status, stdout, stderr } = spawnSync(python as string, [script, task], {
      encoding: 'utf8',
      maxBuffer: 2 ** 28,
    });
    expect(status, stderr).toBe(0);
    const theirs = JSON.parse(stdout) as Computed;
    const compared = new Comparison(`${name}, in Python`);
    for (const part of ['classLogits', 'contextLogits', 'answerLogits', 'texts'] as const) {
      expect(theirs[part].length, part).toBe(computed[part].length);
      if (computed[part].length > 0) compared.close(computed[part], theirs[part], 1e-4, 1e-4);
    }
    compared.print();
  });
});
