import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { OpenSetReport } from '../../src-main/common/domain/openSet';
import { floatValues, readNpy } from '../../src-main/data/formats/npy';
import { openProject } from '../../src-main/data/project/store';
import { Builder } from '../../src-main/engine/ops/builder';
import { Executable } from '../../src-main/engine/runtime/executable';
import { floats } from '../../src-main/engine/runtime/tensor';
import { readFeatures } from '../../src-main/features/store';
import { makeBatch, tightShape } from '../../src-main/gad/batch';
import { logProbabilities } from '../../src-main/gad/decode';
import { batchFeeds, buildNetwork } from '../../src-main/gad/network';
import { streamingWindow } from '../../src-main/gad/windows';
import { TextLikelihoods } from '../../src-main/jobs/openSet/likelihoods';
import { openSetJob } from '../../src-main/jobs/openSet/openSet';
import { runClasses, withoutHeldOut } from '../../src-main/jobs/runClasses';
import { predictionPaths, readRun, runFolder } from '../../src-main/jobs/runFolder';
import { readAdapter } from '../../src-main/models/weights/peft';
import { trainJob } from '../../src-main/jobs/train';
import { mergedNetwork, openTrainedRun } from '../../src-main/jobs/trainedRun';
import { knownLabels, pickSteps } from '../../src-main/jobs/trainingVideos';
import { gadw, gadwJson } from '../builders/commandLine';
import { expectLawfulProgress, learnableProject, toySettings, watched } from '../builders/learnableProject';
import { toyKitchen } from '../builders/toyKitchen';
import { hasGolden } from '../golden/goldenFolder';
import { quiet, temporaryFolder } from '../unit/data/temporaryProject';

const there = hasGolden('tiny-llama/model.safetensors', 'tiny-llama/tokenizer.json');
const heldOut = 'Stir_Pot, pour water';

describe.runIf(there)('held-out classes', () => {
  it('are no classes of the run, and none of their steps is learnt', async () => {
    const store = await learnableProject();
    await trainJob(
      { project: store.dir, run: 'r', settings: toySettings({ heldOut, epochs: 1 }), resume: false },
      quiet,
    );
    const { classes } = await readRun(store.dir, 'r');
    expect(classes.map(({ name }) => name)).toEqual(['background', 'cut onion', 'wash pan']);

    const { set } = (await openTrainedRun(store, 'r')).classifier;
    const learnt = async (names: string) => {
      const known = runClasses(withoutHeldOut(store.taxonomy, names));
      const labels = ['a', 'b', 'c'].map((id) => knownLabels(store, set, known, new Set(), id));
      return (await Promise.all(labels)).flatMap((track) => [...track].map((label) => known[label]?.name ?? null));
    };
    const all = await learnt('');
    expect(new Set(all).size).toBe(5);
    const without = all.map((name) => (name === 'stir pot' || name === 'pour water' ? null : name));
    expect(await learnt(heldOut)).toEqual(without);
  });

  it('must be actions of the taxonomy', async () => {
    const { dir: project } = await learnableProject();
    const train = (names: string) =>
      trainJob({ project, run: 'r', settings: toySettings({ heldOut: names }), resume: false }, quiet);
    await expect(train('stir pot, fly kite')).rejects.toMatchObject({
      code: 'held-out-unknown',
      message: expect.stringContaining('"fly kite"') as string,
    });
    await expect(train('background')).rejects.toMatchObject({ code: 'held-out-unknown' });
    expect(existsSync(runFolder(project, 'r'))).toBe(false);
  });
});

/**
 * The chance that the energy of an unknown step exceeds that of a known action's, over all pairs, from the files alone.
 */
async function energyByPairs(project: string): Promise<number> {
  const store = await openProject(project);
  const trained = await openTrainedRun(store, 'r');
  const { tensors } = await readAdapter(trained.checkpoint.dir);
  const [weight, bias] = [floats(tensors.get('cls_head.weight')!), floats(tensors.get('cls_head.bias')!)];
  const energies = { known: [] as number[], unknown: [] as number[] };
  for (const video of ['d', 'e']) {
    const rows = floatValues(await readNpy(predictionPaths(trained.dir, 'test', video).features))!;
    const { segments } = await store.annotation(video);
    for (const { start, classId } of segments) {
      const step = 2 * start;
      const row = [...rows.subarray(64 * step, 64 * (step + 1))];
      const logits = [...bias].map((shift, c) =>
        row.reduce((sum, value, i) => sum + value * weight[64 * c + i]!, shift),
      );
      const energy = -Math.log(logits.reduce((sum, logit) => sum + Math.exp(logit), 0));
      energies[classId === 11 || classId === 12 ? 'unknown' : 'known'].push(energy);
    }
  }
  const wins = energies.unknown.flatMap((a) => energies.known.map((b) => (a > b ? 1 : 0)));
  return wins.reduce<number>((sum, win) => sum + win, 0) / wins.length;
}

describe.runIf(there).each(['discriminative', 'gad', 'generative'] as const)('gadw open-set on a %s run', (kind) => {
  it('scores, names from examples, names by text where it writes, and keeps the report', async () => {
    const { dir: project } = await learnableProject();
    await trainJob({ project, run: 'r', settings: toySettings({ kind, heldOut }), resume: false }, quiet);
    const { context, reports } = watched();
    const report = await openSetJob({ project, run: 'r', split: 'test' }, context);
    expectLawfulProgress(reports);
    const kept = join(runFolder(project, 'r'), 'open-set', 'test.json');
    expect(OpenSetReport.parse(JSON.parse(readFileSync(kept, 'utf8')))).toEqual(report);

    expect(report.unknown).toEqual(['stir pot', 'pour water']);
    expect(report.steps.action + report.steps.background + report.steps.unknown).toBe(80);
    const head = kind === 'generative' ? [] : ['max softmax', 'energy'];
    const writes = kind === 'discriminative' ? [] : ['text likelihood'];
    expect(report.scores.map(({ score }) => score)).toEqual([...head, 'Mahalanobis', 'cosine', ...writes]);
    const energy = report.scores.find(({ score }) => score === 'energy');
    if (energy) expect(energy.actions.auroc).toBeCloseTo(100 * (await energyByPairs(project)), 6);

    const [one, five, ten] = report.fewShot;
    expect([one!.examples, five!.examples, ten!.examples]).toEqual([1, 5, 10]);
    for (const { amongNew, amongAll } of [one!, five!]) {
      expect(amongNew!.mean).toBeGreaterThan(50); // Two new classes: half by chance.
      expect(amongAll!.mean).toBeLessThanOrEqual(amongNew!.mean);
    }
    if (kind === 'discriminative') expect(report.zeroShot).toBeNull();
    else expect(report.zeroShot!.amongAll).toBeLessThanOrEqual(report.zeroShot!.amongNew);
  });
});

describe.runIf(there)('gadw open-set', () => {
  it('says where no class is unknown', async () => {
    const { dir: project } = await learnableProject();
    await trainJob({ project, run: 'r', settings: toySettings({ epochs: 1, maxSteps: 1 }), resume: false }, quiet);
    await expect(openSetJob({ project, run: 'r', split: 'test' }, quiet)).rejects.toMatchObject({
      code: 'nothing-unknown',
    });
  });
});

describe.runIf(there).each([
  ['generative', 'discriminative first'],
  ['gad', 'discriminative first'],
  ['gad', 'generation first'],
  ['gad', 'parallel'],
] as const)('the likelihood of a text behind a window of a %s classifier, %s,', (kind, order) => {
  it('is what the training graph gives its tokens', async () => {
    const store = await learnableProject();
    await trainJob(
      {
        project: store.dir,
        run: 'r',
        settings: toySettings({ kind, order, context: 'label', epochs: 2 }),
        resume: false,
      },
      quiet,
    );
    const trained = await openTrainedRun(store, 'r');
    const { prompt, set, spec, checkpoint } = trained.classifier;
    const opening = checkpoint.tokenizer.encode('\nAssistant:').ids.length;
    const likelihoods = (await TextLikelihoods.open(store, trained, [{ name: 'cut bread' }], quiet))!;
    const rows: Float32Array[] = [];
    for await (const part of likelihoods.of('d')) rows.push(...part.rows);
    await likelihoods.dispose();
    expect([rows.length, rows[0]!.length]).toEqual([40, 6]);

    const step = 23;
    const { model, weights } = await mergedNetwork(trained, true);
    const window = streamingWindow('d', step, spec);
    const track = pickSteps((await readFeatures(store, set, store.video('d'))).rows, set.dim, window.steps, 0);
    for (const label of [0, 1, 3]) {
      const layout = prompt.layout(window.steps.length, { label, previous: -1 });
      const shape = tightShape([layout]);
      const b = new Builder();
      const { answerLogits } = buildNetwork(b, model, shape);
      const executable = await Executable.create(b.graph({ logits: answerLogits! }), { device: 'cpu' });
      const feeds = batchFeeds(makeBatch(prompt, [window], [layout], [track], shape, []), model);
      const results = await executable.run(executable.inputsAmong({ ...weights, ...feeds }));
      await executable.dispose();
      const vocabulary = model.decoder.vocabularySize;
      const logged = logProbabilities(floats(results['logits']!), vocabulary);
      // The text follows "⏎Assistant:", with the end token where training puts one.
      const answer = layout.learnt.map((position) => layout.ids[position]!).slice(opening);
      const at = (i: number, token: number) => logged[(opening + i) * vocabulary + token]!;
      const total = answer.reduce((sum, token, i) => sum + at(i, token), 0);
      expect(rows[step]![label]).toBeCloseTo(total / answer.length, 4);
    }
  });
});

describe('gadw overlap', () => {
  it('tells each class with the one that shares most of its tokens, as written by the decoder', async () => {
    const { dir } = await toyKitchen(join(temporaryFolder(), 'kitchen'), []);
    const { code, json } = await gadwJson('overlap', dir);
    expect([code, json['decoder'], json['overall']]).toEqual([0, 'kitchen-lm', 0]);
    expect(json['classes']).toHaveLength(4);

    const store = await openProject(dir);
    const renamed = store.taxonomy.classes.map((entry) => (entry.id === 11 ? { ...entry, name: 'Cut_Pan' } : entry));
    await store.saveTaxonomy({ ...store.taxonomy, classes: renamed });
    const { stdout } = await gadw('overlap', dir);
    expect(stdout[0]).toMatch(/^Label overlap 0\.\d{3}, 2\.0 tokens a label \(kitchen-lm\)\.$/);
    expect(stdout[2]).toMatch(/^Cut_Pan +cut·pan +1\.000 +(cut onion|wash pan) +0\.50$/);
  });
});
