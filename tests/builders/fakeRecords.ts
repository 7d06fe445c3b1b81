/**
 * A small toy-kitchen project made of a seed, for unit tests of the page and for looking at screens without the
 * program. Every number in it is invented.
 */
import type { PackedLayout } from '../../src-main/common/contract/embeddings';
import type { LabelCounts } from '../../src-main/common/contract/labels';
import type { FeatureCoverage, ModelState, ProjectState, VideoSummary } from '../../src-main/common/contract/project';
import type { Moment } from '../../src-main/common/contract/retrieval';
import type { RunSummary } from '../../src-main/common/contract/runs';
import type { StudySummary } from '../../src-main/common/contract/studies';
import type { Annotation } from '../../src-main/common/domain/annotation';
import type { LayoutSettings } from '../../src-main/common/domain/embedding';
import type { Report } from '../../src-main/common/domain/report';
import type { RunEvent } from '../../src-main/common/domain/run';
import { Study, type StudyRow, type StudyTable } from '../../src-main/common/domain/study';
import type { Taxonomy } from '../../src-main/common/domain/taxonomy';
import { Rng } from '../../src-main/common/rng';
import { type ClassifierKind, TrainSettings } from '../../src-main/common/settings';

const verbs: Record<string, readonly string[]> = {
  pour: ['milk', 'water', 'oil'],
  cut: ['carrot', 'onion', 'bread'],
  open: ['drawer', 'fridge', 'milk'],
  add: ['onion', 'carrot', 'salt'],
  stir: ['pan', 'pot', 'cup'],
  wash: ['carrot', 'cup', 'pan'],
};

export function makeTaxonomy(): Taxonomy {
  const named = Object.entries(verbs).flatMap(([verb, nouns]) =>
    nouns.map((noun) => ({ name: `${verb} ${noun}`, verb, noun })),
  );
  return {
    version: 1,
    nextId: named.length + 1,
    classes: [
      { id: 0, name: 'background', background: true },
      ...named.map((c, i) => ({ id: i + 1, ...c, ...(i < 9 ? { hotkey: String(i + 1) } : {}) })),
    ],
    retired: [],
    verbSlots: Object.fromEntries(Object.keys(verbs).map((verb, i) => [verb, 'ABCDEFGH'.charAt(i)])),
  };
}

const splitOf = (index: number) => (index % 14 < 8 ? 'train' : index % 14 < 9 ? 'val' : 'test');

export function makeVideos(count: number): VideoSummary[] {
  const rng = new Rng(7, 'videos');
  return Array.from({ length: count }, (_, i) => {
    const duration = rng.between(38, 72);
    const variableRate = i % 9 === 4;
    return {
      id: `${rng.pick(['soup', 'toast', 'omelette', 'tea'])}-${String(i + 1).padStart(2, '0')}`,
      path: `clips/clip-${i + 1}.mp4`,
      fps: 25,
      frames: Math.round(duration * 25),
      duration,
      width: 640,
      height: 360,
      codec: 'h264',
      variableRate,
      playable: true,
      hash: '',
      split: splitOf(i),
      file: i === 11 ? 'missing' : 'ok',
    };
  });
}

/** Of the video's labels, see `makeAnnotation`. */
export function makeCounts({ id, duration }: Pick<VideoSummary, 'id' | 'duration'>): LabelCounts {
  const i = Number(id.split('-').pop()) - 1;
  const segments = 8 + new Rng(5, id).below(7);
  return { segments, reviewedSeconds: i % 6 === 5 ? 0 : i % 5 === 2 ? duration * 0.6 : duration };
}

export function makeProject(videos: VideoSummary[]): ProjectState {
  const ids = (split: string) => videos.filter((video) => video.split === split).map((video) => video.id);
  return {
    dir: '/home/you/kitchen-demo',
    project: {
      version: 1,
      name: 'kitchen-demo',
      singleLabel: false,
      splits: { train: ids('train'), val: ids('val'), test: ids('test'), source: 'proposed (seed 0)' },
      models: [],
      importedClasses: {},
    },
    taxonomy: makeTaxonomy(),
    videos,
  };
}

export function makeAnnotation(video: Pick<VideoSummary, 'id' | 'duration' | 'frames'>): Annotation {
  const rng = new Rng(3, video.id);
  const { segments, reviewedSeconds } = makeCounts(video);
  const gap = video.frames / segments;
  return {
    version: 1,
    video: video.id,
    timebase: 'frames',
    segments: Array.from({ length: segments }, (_, i) => ({
      id: `s${i + 1}`,
      start: Math.round(i * gap + rng.between(0, gap * 0.2)),
      end: Math.round((i + 1) * gap - rng.between(0, gap * 0.2)),
      classId: 1 + rng.below(18),
      origin: 'human',
    })),
    reviewed: reviewedSeconds > 0 ? [{ start: 0, end: Math.round(reviewedSeconds * 25) }] : [],
  };
}

export function makeReport(run: string, split: string, score: number, scored: boolean): Report {
  const counts = { truePositive: 90, falsePositive: 14, falseNegative: 12 };
  return {
    version: 1,
    run,
    split,
    official: false,
    videos: 10,
    steps: 2174,
    frameAccuracy: score - 4.2,
    foregroundPrecision: score - 2,
    foregroundRecall: score - 3,
    backgroundPrecision: 71.2,
    backgroundRecall: 68.4,
    foregroundF1: score - 2.5,
    classMeans: { precision: score - 5, recall: score - 6, f1: score - 5.5 },
    actionMeans: { precision: score - 4, recall: score - 5, f1: score - 4.5 },
    segmentF1: [0.1, 0.25, 0.5].map((iou, i) => ({ iou, micro: score - 6 * i, macro: score - 2 - 6 * i, counts })),
    videoCounts: [],
    pointF1: [1, 2].map((seconds, i) => ({
      seconds,
      start: score - 5.5 + 4 * i,
      middle: score - 3 + 3 * i,
      startCounts: counts,
      middleCounts: counts,
    })),
    meanAveragePrecision: scored ? score - 8.3 : null,
    averagePrecision: [],
    clips: 0,
    topOne: null,
    topOneClassMean: null,
    stepsPerSecond: scored ? 600 + score : 197,
  };
}

interface RunSeed {
  id: string;
  kind: ClassifierKind;
  score: number | null;
  status: RunSummary['status'];
  seed?: number;
}

const runSeeds: readonly RunSeed[] = [
  { id: 'gad-prev-s1', kind: 'gad', score: 87.1, status: 'trained', seed: 1 },
  { id: 'gad-prev-s0', kind: 'gad', score: 87.7, status: 'trained' },
  { id: 'disc-cls-s0', kind: 'discriminative', score: 76.8, status: 'trained' },
  { id: 'gen-s0', kind: 'generative', score: 60.5, status: 'trained' },
  { id: 'gad-r64-s0', kind: 'gad', score: null, status: 'failed' },
  { id: 'imported-labels', kind: 'generative', score: 64.0, status: 'imported' },
];

export function makeRuns(project: ProjectState): RunSummary[] {
  return runSeeds.map((from, i) => {
    const imported = from.status === 'imported';
    const scored = from.kind !== 'generative';
    const { train, val, test } = project.project.splits;
    return {
      version: 1,
      id: from.id,
      name: from.id,
      created: `2026-03-0${i + 1}T10:${10 + i}:00Z`,
      status: from.status,
      origin: imported ? 'imported' : 'trained',
      settings: imported ? null : TrainSettings.parse({ kind: from.kind, seed: from.seed ?? 0 }),
      classes: project.taxonomy.classes.map(({ id, name }) => ({ id, name })),
      splits: { train, val, test },
      rate: 4,
      hashes: {},
      versions: { program: '0.1.0' },
      commit: '',
      device: 'cpu',
      stepsDone: from.status === 'failed' ? 812 : imported ? 0 : 2400,
      stepsTotal: imported ? 0 : 2400,
      seconds: imported ? 0 : 371,
      ...(from.status === 'failed' ? { error: 'The worker crashed at step 812.' } : {}),
      bytes: 2_400_000 + 310_000 * i,
      reports: from.score === null ? {} : { test: makeReport(from.id, 'test', from.score, scored && !imported) },
      outdated: {},
      openSet: {},
      forgetting: null,
      predicted: from.score === null ? [] : ['test'],
    };
  });
}

/** One line of a run's events, as a training would write it. */
export function makeStepEvent(step: number, total: number, rng: Rng): RunEvent {
  const share = step / total;
  const classLoss = 0.32 + 2.5 * Math.exp(-4.2 * share) + rng.normal() * 0.09 * (1 - share / 2);
  const textLoss = 0.5 + 2.3 * Math.exp(-3 * share) + rng.normal() * 0.06;
  return {
    type: 'step',
    step,
    loss: classLoss + textLoss,
    classLoss: Math.max(0.02, classLoss),
    textLoss: Math.max(0.02, textLoss),
    learningRate: 1e-3 * Math.min(1, share * 10),
    gradientNorm: 1 + rng.next(),
    seconds: step / 9.6,
  };
}

export function makeEvents(steps: number, total: number, seed: number): RunEvent[] {
  const rng = new Rng(seed, 'events');
  const events: RunEvent[] = [];
  for (let step = 1; step <= steps; step++) {
    events.push(makeStepEvent(step, total, rng));
    if (step % 200 === 0) {
      const share = step / total;
      events.push({ type: 'checkpoint', step });
      events.push({ type: 'validation', step, scores: { 'S-F1': 88 * (1 - Math.exp(-5 * share)) + rng.normal() } });
    }
  }
  return events;
}

export const makeFeatures = (videos: VideoSummary[]): FeatureCoverage[] => [
  {
    version: 1,
    name: 'efficientnet-lite0',
    dim: 1280,
    tokens: 1,
    rate: 4,
    encoder: 'efficientnet-lite0',
    encoderHash: 'b1946ac9',
    preprocessing: 'centre square 0.875, bicubic 224, (x-127)/128 RGB',
    videos: videos.filter((_, i) => i % 5 !== 3).map((video) => video.id),
    bytes: 16_400_000,
  },
  {
    version: 1,
    name: 'imported-flow',
    dim: 2048,
    tokens: 1,
    rate: 4,
    encoder: 'imported',
    encoderHash: '',
    preprocessing: '',
    videos: videos.slice(0, 6).map((video) => video.id),
    bytes: 9_100_000,
  },
];

export const makeModels = (): ModelState[] => [
  {
    id: 'kitchen-lm',
    kind: 'decoder',
    path: 'resource:kitchen-lm',
    hash: '',
    found: true,
    summary: 'Llama, 4.9 M parameters, 2,048 tokens',
  },
  {
    id: 'efficientnet-lite0',
    kind: 'encoder',
    path: 'resource:efficientnet-lite0',
    hash: '',
    found: true,
    summary: '3.4 M parameters, 1,280 features, 224 x 224',
  },
  {
    id: 'smollm2-135m',
    kind: 'decoder',
    path: '/data/models/smollm2-135m.gguf',
    hash: '',
    found: false,
    summary: 'Missing file /data/models/smollm2-135m.gguf.',
  },
];

const orders = ['generative', 'discriminative', 'GAD', 'GAD, λ 0.1'];

/** A study of four rows: two done, one half done, one whose runs failed. */
export function makeStudyTable(name: string, runs: readonly RunSummary[]): StudyTable {
  const seeds = [0, 1];
  const study = Study.parse({
    version: 1,
    title: 'Discriminative against generative',
    about: 'GAD paper, main table: segment and point F1, steps a second.',
    columns: ['segmentF1', 'pointF1', 'stepsPerSecond'],
    rows: orders.map((label) => ({ label })),
    seeds,
  });
  const rows = orders.map((label, i): StudyRow => {
    const states = (['done', 'done'] as const).map((done, seed) =>
      i === 2 && seed === 1 ? 'missing' : i === 3 ? 'failed' : done,
    );
    const score = 52.4 + 9.3 * i;
    const deviation = i === 2 ? null : 1.1;
    return {
      label,
      runs: seeds.map((seed) => {
        const run = `${name}-row${i}-s${seed}`;
        const trained = runs.some((one) => one.id === run && one.status === 'trained');
        const state = trained ? 'done' : (states[seed] ?? 'missing');
        const problem = state === 'failed' ? { problem: 'There is no decoder "smollm2-135m".' } : {};
        return { run, seed, state, ...problem, seconds: state === 'done' ? 38.2 : 0 };
      }),
      cells: i === 3 ? [null, null, null] : [score, score - 6, 600 / (1 + i)].map((mean) => ({ mean, deviation })),
      difference: i === 0 || i === 3 ? null : { value: 9.3 * i, low: 9.3 * i - 12, high: 9.3 * i + 6 },
    };
  });
  return { name, study, rows, videos: 8 };
}

export const missingRuns = ({ rows }: StudyTable) =>
  rows.flatMap(({ runs }) => runs.filter(({ state }) => state !== 'done'));

export function makeStudies(runs: readonly RunSummary[]): StudySummary[] {
  const table = makeStudyTable('disc-vs-gen', runs);
  const total = table.rows.flatMap((row) => row.runs).length;
  const { title, about } = table.study;
  return [
    { name: 'disc-vs-gen', title, about, done: total - missingRuns(table).length, total },
    {
      name: 'mine',
      title: 'mine',
      about: '',
      done: 0,
      total: 0,
      problem: 'Invalid studies/mine.json: field columns[0]: expected one of "segmentF1"|"pointF1", found "f1".',
    },
  ];
}

/** Moments of the first videos, one each, ever less similar. */
export function makeMoments(videos: readonly VideoSummary[], count: number): Moment[] {
  return videos.slice(0, count).map(({ id, duration }, i) => ({
    video: id,
    seconds: duration / 2,
    similarity: 0.95 ** i,
    classId: 1 + (i % 18),
    probability: 0.9,
  }));
}

/**
 * A map of 60 steps of each action: a cloud a class, those of one verb beside each other; one in
 * five is taken for its neighbour.
 */
export function makeLayout({ taxonomy, videos }: ProjectState, settings: LayoutSettings): PackedLayout {
  const rng = new Rng(settings.seed, settings.run);
  const actions = taxonomy.classes.filter((c) => !c.background);
  const rows = actions.flatMap((action, c) =>
    Array.from({ length: 60 }, (_, i) => {
      const angle = (2 * Math.PI * c) / actions.length;
      const predicted = i % 5 === 0 ? (actions[(c + 1) % actions.length]?.id ?? action.id) : action.id;
      const place = [30 * Math.cos(angle) + 3 * rng.normal(), 30 * Math.sin(angle) + 3 * rng.normal()];
      return { field: [i % videos.length, 4 * c + (i % 4), 4 * c + (i % 4) + 1, action.id, predicted], place };
    }),
  );
  const packed = (array: Int32Array | Float32Array) => Buffer.from(array.buffer).toString('base64');
  return {
    record: {
      version: 1,
      settings,
      task: 'online detection',
      videos: videos.map(({ id }) => id),
      rate: 4,
      points: rows.length,
      placed: 0,
      perplexity: settings.perplexity,
      iterations: 750,
      checks: {
        near: 10,
        divergence: 0.94,
        trustworthiness: 0.98,
        neighboursKept: 0.61,
        sameClass: 0.74,
        sameClassOfStates: 0.71,
      },
    },
    fields: packed(Int32Array.from(rows.flatMap(({ field }) => field))),
    positions: packed(Float32Array.from(rows.flatMap(({ place }) => place))),
  };
}
