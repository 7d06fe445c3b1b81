import { spawn } from 'node:child_process';
import { createReadStream, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { root } from '../../scripts/prepare.mjs';
import { Video } from '../../src-main/common/domain/video';
import { Rng } from '../../src-main/common/rng';
import { type ClassifierKind, classifierKinds } from '../../src-main/common/settings';
import { floatValues, readNpy } from '../../src-main/data/formats/npy';
import { createProject, openProject } from '../../src-main/data/project/store';
import { readFeatures } from '../../src-main/features/store';
import { StreamClassifier } from '../../src-main/gad/streamClassifier';
import { extractJob } from '../../src-main/jobs/extractFeatures';
import { inferJob } from '../../src-main/jobs/infer';
import { predictionPaths, readTexts, runFolder } from '../../src-main/jobs/runFolder';
import { type StreamedSegment, type StreamedStep, streamJob } from '../../src-main/jobs/stream';
import { trainJob } from '../../src-main/jobs/train';
import { makePredictor, openTrainedRun } from '../../src-main/jobs/trainedRun';
import { probeVideo } from '../../src-main/video/probe';
import { clip } from '../builders/clips';
import { gadw, startGadw } from '../builders/commandLine';
import { toySettings } from '../builders/learnableProject';
import { goldenPath, hasGolden } from '../golden/goldenFolder';
import { labels, quiet } from '../unit/data/temporaryProject';

const there = hasGolden('tiny-llama/model.safetensors', 'tiny-llama/tokenizer.json');
const files = { a: 'cfr30_h264_aac.mp4', b: 'odd_321x241_vp9.webm' };

const folders: string[] = [];
const made = new Map<ClassifierKind, Promise<string>>();
afterAll(() => folders.forEach((dir) => rmSync(dir, { recursive: true, force: true })));

function trainedOnClips(kind: ClassifierKind): Promise<string> {
  const project = made.get(kind) ?? makeTrained(kind);
  made.set(kind, project);
  return project;
}

/** A project of two clips with features at 3 steps a second and a run `r` that has learnt a little of the first. */
async function makeTrained(kind: ClassifierKind): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'gadw-stream-'));
  folders.push(folder);
  const store = await createProject(join(folder, 'clips'), { name: 'clips', singleLabel: false });
  const videos = Object.entries(files).map(async ([id, name]) => {
    const { frames, duration, fps } = await probeVideo(clip(name));
    return Video.parse({ id, path: clip(name), fps, frames, duration });
  });
  const classes = ['cut onion', 'stir pot', 'wash pan'].map((name, i) => ({ id: i + 1, name }));
  const models = [{ id: 'tiny', kind: 'decoder' as const, path: goldenPath('tiny-llama'), hash: '' }];
  await store.apply({
    taxonomy: { ...store.taxonomy, nextId: 4, classes: [...store.taxonomy.classes, ...classes] },
    videos: await Promise.all(videos),
    project: { ...store.project, splits: { train: ['a'], val: [], test: ['b'], source: '' }, models },
    annotations: [
      labels(
        'a',
        [0, 1, 2, 3, 4].map((k) => [2 * k, 2 * k + 1.4, 1 + (k % 3)]),
      ),
    ],
  });
  await extractJob({ project: store.dir, set: 'lite0', rate: 3, encoder: 'efficientnet-lite0' }, quiet);
  const settings = toySettings({ kind, features: 'lite0', stride: 1, epochs: 3, learningRate: 2e-3 });
  await trainJob({ project: store.dir, run: 'r', settings, resume: false }, quiet);
  return store.dir;
}

async function streamed(project: string, source: Parameters<typeof streamJob>[0]['source']) {
  const steps: StreamedStep[] = [];
  const segments: StreamedSegment[] = [];
  const listener = {
    step: (step: StreamedStep) => steps.push(step),
    segment: (one: StreamedSegment) => segments.push(one),
  };
  const input = { project, run: 'r', source, realTime: false };
  const summary = await streamJob(input, listener, { ...quiet, signal: new AbortController().signal });
  return { steps, segments, summary };
}

const answersOf = (steps: readonly StreamedStep[]) => steps.map((step) => ({ ...step, latencyMs: null }));

describe.runIf(there).each(classifierKinds)('a streaming %s classifier', (kind) => {
  it('says of a file and of a pipe what inference says of the video', async () => {
    const project = await trainedOnClips(kind);
    await inferJob({ project, run: 'r', videos: ['b'] }, quiet);
    const paths = predictionPaths(runFolder(project, 'r'), 'chosen', 'b');
    const expected = (await readNpy(paths.labels)).data as Int32Array;
    const { steps, segments, summary } = await streamed(project, clip(files.b));
    const { classes } = (await openProject(project)).taxonomy;
    expect(steps.map((step) => step.label)).toEqual([...expected].map((id) => classes.find((c) => c.id === id)!.name));
    expect(steps.map((step) => step.time)).toEqual(steps.map((_, k) => k / 3));
    const texts = await readTexts(paths);
    expect(steps.map((step) => step.text)).toEqual(
      kind === 'generative' ? texts.map((text) => text.text) : steps.map(() => null),
    );
    if (kind !== 'generative') {
      const scores = floatValues(await readNpy(paths.scores))!;
      steps.forEach(({ probability, step }) => {
        const own = scores.subarray(4 * step, 4 * step + 4);
        expect(Math.abs(Math.log(probability!) - Math.max(...own))).toBeLessThan(1e-3);
      });
    }
    expect(summary).toMatchObject({ run: 'r', steps: expected.length, seconds: expected.length / 3 });
    const covered = steps.filter(({ time }) => segments.some(({ start, end }) => time >= start && time < end));
    expect(covered).toEqual(steps.filter((step) => step.label !== 'background'));

    const piped = await streamed(project, createReadStream(clip(files.b)));
    expect(answersOf(piped.steps)).toEqual(answersOf(steps));
  });

  it('knows nothing of the future: changed later rows change no earlier answer', async () => {
    const project = await trainedOnClips(kind);
    const store = await openProject(project);
    const trained = await openTrainedRun(store, 'r');
    const { spec, set } = trained.classifier;
    const { rows, steps } = await readFeatures(store, set, store.video('a'));
    const predictor = await makePredictor(store, trained, 1, quiet);
    const answers = async (track: Float32Array) => {
      const classifier = new StreamClassifier(predictor, spec, set.dim);
      const out = [];
      for (let k = 0; k < steps; k++) out.push(await classifier.next(track.subarray(k * set.dim, (k + 1) * set.dim)));
      return out;
    };
    const before = await answers(rows);
    const change = 17;
    const rng = new Rng(0, 'another future');
    const changed = rows.map((value, i) => (i < change * set.dim ? value : value + 3 * rng.normal()));
    const after = await answers(changed);
    expect(after.slice(0, change)).toEqual(before.slice(0, change));
    if (kind !== 'generative') expect(after.slice(change)).not.toEqual(before.slice(change));
    await predictor.dispose();
  });
});

describe.runIf(there)('gadw infer --stream', () => {
  it('reads standard input and prints a JSON line a step, then the latencies', async () => {
    const project = await trainedOnClips('discriminative');
    const entry = join(root, 'out', 'main', 'gadw.cjs');
    const child = spawn(process.execPath, [entry, 'infer', project, '--run', 'r', '--stream', '-', '--json']);
    createReadStream(clip(files.b)).pipe(child.stdin);
    let stdout = '';
    for await (const text of child.stdout.setEncoding('utf8')) stdout += text as string;
    const lines = stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, unknown>);
    const steps = lines.filter((line) => 'latencyMs' in line);
    expect(answersOf(steps as unknown as StreamedStep[])).toEqual(
      answersOf((await streamed(project, clip(files.b))).steps),
    );
    expect(lines.at(-1)).toMatchObject({ run: 'r', steps: steps.length });
    expect(lines.at(-1)!['percentile95Ms']).toBeGreaterThanOrEqual(lines.at(-1)!['medianMs'] as number);
  });

  it('ends with the summary and 0 at Ctrl C, which is how a camera is stopped', async () => {
    const project = await trainedOnClips('discriminative');
    const command = startGadw(
      'infer',
      project,
      '--run',
      'r',
      '--stream',
      'lavfi:testsrc2=size=64x48:rate=10',
      '--real-time',
    );
    await new Promise((seen) => command.process.stdout!.once('data', seen));
    command.process.kill('SIGINT');
    const { code, stdout } = await command.ended;
    expect([code, stdout.at(-1)]).toEqual([0, expect.stringMatching(/^\d+ steps?, .* ms \(95th percentile\)\.$/)]);
  });

  it('says what a source is that cannot be read', async () => {
    const project = await trainedOnClips('discriminative');
    const { code, stderr } = await gadw('infer', project, '--run', 'r', '--stream', clip('text_renamed.mp4'));
    expect([code, stderr[0]]).toEqual([1, 'Cannot read "text_renamed.mp4": it holds text, not a video.']);
  });
});
