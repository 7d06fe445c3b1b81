/**
 * The program in memory, behind the real contract and its checks: a toy-kitchen project, jobs that advance by `tick`.
 * For unit tests of the page and for looking at screens; it is never part of the built page.
 */
import type { Client, Handlers, OutputOf } from '../../src-main/common/contract';
import type { AppInfo, DeviceReport } from '../../src-main/common/contract/app';
import type { JobInput, JobRecord } from '../../src-main/common/contract/jobs';
import type { ExportReport, ImportPreview } from '../../src-main/common/contract/project';
import { createClient, createLinkedChannels } from '../../src-main/common/contract/rpc';
import { serveChannel } from '../../src-main/api/serve';
import type { RunSummary } from '../../src-main/common/contract/runs';
import { mergeClasses } from '../../src-main/common/classEditing';
import { removeLane } from '../../src-main/common/laneEditing';
import type { SplitName, Splits } from '../../src-main/common/domain/project';
import type { RunEvent } from '../../src-main/common/domain/run';
import { type Mark, withMark } from '../../src-main/common/domain/mark';
import { applyTaxonomyEdit } from '../../src-main/common/domain/taxonomyEdit';
import { UserError } from '../../src-main/common/errors';
import { Rng } from '../../src-main/common/rng';
import { TrainSettings } from '../../src-main/common/settings';
import { noAnnotators, noReview } from './fakeAgreement';
import { makeErrors } from './fakeErrors';
import {
  makeAnnotation,
  makeEvents,
  makeFeatures,
  makeLayout,
  makeModels,
  makeMoments,
  makeCounts,
  makeProject,
  makeRuns,
  makeStepEvent,
  makeStudies,
  makeStudyTable,
  makeVideos,
  missingRuns,
} from './fakeRecords';
import { fakeFigures } from './fakeFigures';
import { fakeStatistics } from './fakeStatistics';

interface Fake {
  client: Client;
  /** Lets jobs work for that many steps (updates, or a tenth of a video). */
  tick: (steps: number) => void;
}

interface FakeOptions {
  videos?: number;
  /** Begin with no open project. */
  closed?: boolean;
}

const info: AppInfo = {
  version: '0.1.0',
  shell: 'browser',
  platform: 'linux',
  threads: 8,
  memoryBytes: 16e9,
  mediaBase: '/fake',
  mediaQuery: '',
};
const devices: DeviceReport[] = [
  { id: 'cpu', name: 'CPU, 8 threads', available: true, reason: '', experimental: false },
  { id: 'cuda', name: 'CUDA', available: false, reason: 'No NVIDIA driver was found.', experimental: true },
  { id: 'webgpu', name: 'WebGPU', available: true, reason: '', experimental: true },
];
const preview: ImportPreview = {
  format: 'EPIC-KITCHENS csv',
  videos: 138,
  newVideos: 138,
  segments: 9668,
  classes: 97,
  newLanes: [],
  asked: [],
  newClasses: ['open drawer', 'take knife', 'put down plate', 'close tap'],
  featureFiles: 0,
  refused: [
    {
      file: 'EPIC_100_validation.csv',
      line: 17,
      field: 'stop_timestamp',
      message: 'Found 00:00:41.12, expected a time after start_timestamp, 00:00:43.90.',
    },
    {
      file: 'EPIC_100_validation.csv',
      line: 2204,
      field: 'verb_class',
      message: 'Found 112, expected a class of the taxonomy, 0 to 96.',
    },
    {
      file: 'EPIC_100_validation.csv',
      line: 8119,
      field: 'video_id',
      message: 'Found nothing, expected a video id such as P01_11.',
    },
  ],
  warnings: [
    {
      file: 'EPIC_100_validation.csv',
      line: 5310,
      field: 'stop_timestamp',
      message: 'The segment ends 0.21 s after its video; it will end with the video.',
    },
  ],
  labels: [
    { name: 'open drawer', segments: 214, becomes: 'new' },
    { name: 'take knife', segments: 180, becomes: 'new' },
    { name: 'cut carrot', segments: 95, becomes: 4 },
  ],
  lanes: [],
  tables: [],
  sample: [
    { video: 'P01_11', start: '00:00:00.52', end: '00:00:02.33', name: 'open drawer' },
    { video: 'P01_11', start: '00:00:02.40', end: '00:00:04.15', name: 'take knife' },
    { video: 'P01_11', start: '00:00:04.62', end: '00:00:11.90', name: 'cut carrot' },
    { video: 'P01_11', start: '00:00:12.02', end: '00:00:14.75', name: 'add carrot' },
  ],
};

const exportReport: ExportReport = {
  videos: 2,
  segments: 31,
  files: [
    { path: 'soup-01.srt', bytes: 812 },
    { path: 'tea-02.srt', bytes: 640 },
  ],
  losses: ['SubRip srt keeps no splits.'],
};

export function createFake({ videos = 28, closed = false }: FakeOptions = {}): Fake {
  const kitchen = makeProject(makeVideos(videos));
  let project = closed ? null : kitchen;
  let runs: RunSummary[] = makeRuns(kitchen);
  let models = makeModels();
  let jobs: JobRecord[] = [];
  let nextJob = 1;
  const rng = new Rng(11, 'fake');
  const events = new Map<string, RunEvent[]>(runs.map((run, i) => [run.id, makeEvents(run.stepsDone, 2400, i)]));
  const [page, program] = createLinkedChannels();

  const opened = () => {
    if (!project) throw new UserError('no-project', 'No project is open.', 'Open or make one on the Project screen.');
    return project;
  };
  const open = () => {
    project = kitchen;
    return project;
  };
  const patchJob = (id: string, change: Partial<JobRecord>): JobRecord => {
    jobs = jobs.map((job) => (job.id === id ? { ...job, ...change } : job));
    const job = jobs.find((one) => one.id === id);
    if (!job) throw new UserError('no-job', `Missing job "${id}".`, 'Look at the queue again.');
    emit('job.changed', job);
    return job;
  };
  const setSplits = (splits: Splits) => {
    const splitOf = (id: string) => (['train', 'val', 'test'] as const).find((name) => splits[name].includes(id));
    const state = opened();
    project = {
      ...state,
      project: { ...state.project, splits },
      videos: state.videos.map((video) => ({ ...video, split: splitOf(video.id) ?? 'none' })),
    };
    return project;
  };
  const proposeSplits = (seed: number): Splits => {
    const ids = new Rng(seed, 'splits').shuffle(opened().videos.map((video) => video.id));
    const [a, b] = [Math.round(ids.length * 0.7), Math.round(ids.length * 0.85)];
    return { train: ids.slice(0, a), val: ids.slice(a, b), test: ids.slice(b), source: `proposed (seed ${seed})` };
  };
  const startJob = (input: JobInput): JobRecord => {
    const id = `job-${nextJob++}`;
    const job: JobRecord = {
      id,
      title: titleOf(input),
      input,
      state: 'queued',
      progress: null,
      error: null,
      resumable: false,
      created: '2026-03-09T12:00:00Z',
    };
    jobs = [...jobs, job];
    if (input.kind === 'train') addRun(input);
    emit('job.changed', job);
    return job;
  };
  const addRun = (input: JobInput & { kind: 'train' }) => {
    const like = runs[0] as RunSummary;
    runs = [
      {
        ...like,
        id: input.run,
        name: input.run,
        settings: input.settings,
        status: 'training',
        stepsDone: 0,
        stepsTotal: 2400,
        reports: {},
        predicted: [],
      },
      ...runs,
    ];
    events.set(input.run, []);
    emit('project.changed', { what: ['runs'] });
  };
  const files = (paths: readonly string[]) => paths.map((path) => path.split('/').pop()).join(', ');

  let marks: Mark[] = [];
  const handlers: Handlers = {
    'app.keymap': async () => ({}),
    'app.setKeymap': async () => ({}),
    'app.setMenu': async () => ({}),
    'app.info': async () => info,
    'app.devices': async () => devices,
    'app.forget': async () => ({}),
    'app.recent': async () => [
      { path: kitchen.dir, name: 'kitchen-demo', opened: '2026-03-09T12:00:00Z', missing: false },
      { path: '/data/epic-100-val', name: 'epic-100-val', opened: '2026-03-07T09:00:00Z', missing: false },
      { path: '/data/crosstask-gad', name: 'crosstask-gad', opened: '2026-02-11T17:00:00Z', missing: true },
    ],
    'app.pick': async () => null,
    'app.save': async () => ({ path: null }),
    'app.folder': async ({ path }) => ({
      path: path || '/home/you',
      parent: path === '/' ? null : '/home',
      entries: [
        { name: 'kitchen-demo', path: '/home/you/kitchen-demo', folder: true, bytes: 0 },
        { name: 'videos', path: '/home/you/videos', folder: true, bytes: 0 },
        { name: 'EPIC_100_validation.csv', path: '/home/you/EPIC_100_validation.csv', folder: false, bytes: 1_210_000 },
        { name: 'soup-07.mp4', path: '/home/you/soup-07.mp4', folder: false, bytes: 4_120_000 },
      ],
    }),
    'project.open': async () => open(),
    'project.openDemo': async () => open(),
    'project.create': async () => open(),
    'project.state': async () => project,
    'project.proposeSplits': async ({ seed }) => proposeSplits(seed),
    'project.cache': async () => ({ bytes: 0, gigabytes: 21 }),
    'project.setCacheLimit': async ({ gigabytes }) => ({ bytes: 0, gigabytes }),
    'project.clearCache': async () => ({ bytes: 0, gigabytes: 21 }),
    'project.setSplits': async (splits) => setSplits(splits),
    'project.importPreview': async () => preview,
    'project.repeatImport': async () => ({}),
    'project.stopImport': async () => ({}),
    'project.import': async () => ({
      undo: null,
      videos: 138,
      segments: 9668,
      refused: preview.refused,
      warnings: preview.warnings,
    }),
    'project.exportFormats': async () => [{ id: 'subrip', title: 'SubRip srt' }],
    'project.exportPreview': async () => exportReport,
    'project.export': async () => exportReport,
    'project.exportFile': async () => ({ data: '' }),
    'project.locateVideo': async ({ video }) => {
      const state = opened();
      project = { ...state, videos: state.videos.map((v) => (v.id === video ? { ...v, file: 'ok' as const } : v)) };
      return project;
    },
    'video.annotation': async ({ video }) => makeAnnotation(videoOf(opened(), video)),
    'labels.edit': async () => ({}),
    'labels.counts': async () => Object.fromEntries(opened().videos.map((video) => [video.id, makeCounts(video)])),
    'conflicts.list': async () => [],
    'conflicts.keep': async () => ({ file: '' }),
    'conflicts.plan': async () => ({ name: '', edits: [], keys: [] }),
    'conflicts.settle': async () => ({}),
    'labels.findable': async () => ({ segments: 0 }),
    'labels.find': async () => ({ total: 0, segments: [] }),
    'taxonomy.counts': async () => [],
    'taxonomy.planLaneRemoval': async ({ lane }) => removeLane(opened().taxonomy, lane, []),
    'taxonomy.planMerge': async ({ from, into }) => ({
      edit: mergeClasses(opened().taxonomy, from, into, []),
      videos: [],
    }),
    'taxonomy.edit': async (edit) => {
      const state = opened();
      project = { ...state, taxonomy: applyTaxonomyEdit(state.taxonomy, edit) };
      emit('taxonomy.changed', edit);
      return {};
    },
    'video.clock': async ({ video }) => {
      const { frames, duration } = videoOf(opened(), video);
      return { times: Array.from({ length: frames }, (_, i) => i / 25), end: duration };
    },
    'video.damage': async () => [],
    'video.sound': async () => null,
    'video.playingCopy': async () => ({}),
    'video.cancelCopy': async () => ({}),
    'embeddings.layout': async (settings) => makeLayout(opened(), settings),
    'embeddings.stop': async () => ({}),
    'features.list': async () => makeFeatures(opened().videos),
    'models.list': async () => models,
    'models.add': async ({ path, id }) => {
      const name = id ?? files([path]).replace(/\.\w+$/, '');
      const kind = path.endsWith('.onnx') ? 'encoder' : 'decoder';
      models = [
        ...models,
        { id: name, kind, path, hash: '', found: true, summary: 'Llama, 135 M parameters, 49,152 tokens' },
      ];
      return models;
    },
    'models.locate': async ({ id, path }) => {
      models = models.map((m) => (m.id === id ? { ...m, path, found: true, summary: 'Llama, 135 M parameters' } : m));
      return models;
    },
    'models.remove': async ({ id }) => {
      models = models.filter((model) => model.id !== id);
      return models;
    },
    'runs.list': async () => runs,
    'runs.events': async ({ run, from }) => {
      const all = events.get(run) ?? [];
      return { events: all.slice(from), next: all.length };
    },
    'runs.rename': async ({ run, name }) => {
      runs = runs.map((one) => (one.id === run ? { ...one, name } : one));
      return runs;
    },
    'runs.delete': async ({ run }) => {
      runs = runs.filter((one) => one.id !== run);
      return runs;
    },
    'runs.lanes': async ({ video }) =>
      runs.filter((run) => run.predicted.length > 0).map((run) => lane(run, videoOf(opened(), video))),
    'runs.scores': async () => null,
    'runs.opinion': async () => [],
    'runs.readout': async () => [],
    'runs.nearestTraining': async ({ count }) => ({ by: 'features', moments: makeMoments(opened().videos, count) }),
    'runs.similar': async ({ count }) => makeMoments(opened().videos, count),
    'runs.search': async ({ count }) => ({
      classes: [{ classId: 3, similarity: 0.8 }],
      moments: makeMoments(opened().videos, count),
    }),
    'errors.list': async ({ run, split }) =>
      makeErrors(
        run,
        split,
        opened().videos.map(({ id }) => id),
        40,
      ),
    ...noAnnotators,
    ...noReview,
    'errors.verdicts': async () => [],
    'errors.marks': async () => marks,
    'errors.mark': async (mark) => {
      marks = withMark(marks, mark);
      return marks;
    },
    'runs.importPredictions': async () => ({ videos: 10, segments: 112, refused: [], warnings: [] }),
    'jobs.list': async () => jobs,
    'jobs.start': async (input) => startJob(input),
    'jobs.cancel': async ({ id }) => patchJob(id, { state: 'cancelled', resumable: true }),
    'jobs.resume': async ({ id }) => patchJob(id, { state: 'queued', error: null }),
    'jobs.dismiss': async ({ id }) => {
      jobs = jobs.filter((job) => job.id !== id);
      return jobs;
    },
    'studies.list': async () => makeStudies(runs),
    'studies.table': async ({ study }) => makeStudyTable(study, runs),
    'studies.queue': async ({ study }) =>
      missingRuns(makeStudyTable(study, runs)).map(({ run, seed }) =>
        startJob({ kind: 'train', run, settings: TrainSettings.parse({ seed }), resume: false, evaluate: true }),
      ),
    'studies.stop': async ({ study }) => {
      const ids = new Set(makeStudyTable(study, runs).rows.flatMap((row) => row.runs.map(({ run }) => run)));
      const own = jobs.filter((job) => 'run' in job.input && ids.has(job.input.run) && job.state !== 'done');
      return own.map(({ id }) => patchJob(id, { state: 'cancelled' }));
    },
    'studies.export': async ({ study, format }) => ({ file: `${study}.${format}`, text: `${study} as ${format}` }),
    ...fakeFigures(),
    ...fakeStatistics,
    'train.estimate': async (settings) => ({
      windows: 6120,
      updates: settings.maxSteps || 2400,
      memoryBytes: 3.1e8 * settings.batch ** 0.8,
      problems:
        settings.batch > 64
          ? [{ field: 'batch', message: `${settings.batch} needs about 9.1 GB; 2.9 GB is free.` }]
          : [],
    }),
    'train.suggestId': async ({ kind, seed }) => ({ id: `${kind === 'gad' ? 'gad-previous' : kind}-s${seed}` }),
  };
  const emit = serveChannel(program, handlers);

  /** Moves the first job that can move. */
  const tick = (steps: number) => {
    const job = jobs.find((one) => one.state === 'running') ?? jobs.find((one) => one.state === 'queued');
    if (!job) return;
    const total = job.input.kind === 'train' ? 2400 : 28;
    const before = job.progress?.done ?? 0;
    const done = Math.min(total, before + (job.input.kind === 'train' ? steps : steps / 10));
    if (job.input.kind === 'train') train(job.input.run, Math.round(before), Math.round(done));
    const unit = job.input.kind === 'train' ? 'updates' : 'videos';
    patchJob(job.id, {
      state: done === total ? 'done' : 'running',
      progress: {
        stage: titleOf(job.input),
        done: Math.round(done),
        total,
        unit,
        rate: 9.6,
        secondsLeft: (total - done) / 9.6,
      },
    });
  };
  const train = (run: string, before: number, done: number) => {
    const written = events.get(run) ?? [];
    const from = written.length;
    for (let step = before + 1; step <= done; step++) {
      written.push(makeStepEvent(step, 2400, rng));
      if (step % 200 === 0)
        written.push(...makeEvents(step, 2400, 5).filter((e) => 'step' in e && e.type !== 'step' && e.step === step));
    }
    runs = runs.map((one) =>
      one.id === run ? { ...one, stepsDone: done, status: done === 2400 ? 'trained' : 'training' } : one,
    );
    emit('run.events', { run, from, events: written.slice(from) });
    if (done === 2400) emit('project.changed', { what: ['runs'] });
  };
  return { client: createClient(page), tick };
}

function videoOf(project: OutputOf<'project.open'>, id: string) {
  const video = project.videos.find((one) => one.id === id);
  if (!video) throw new UserError('no-video', `Missing video "${id}".`, 'Choose one of the list.');
  return video;
}

function titleOf(input: JobInput): string {
  switch (input.kind) {
    case 'train':
      return `Training ${input.run}`;
    case 'extract':
      return `Extracting ${input.set}`;
    case 'infer':
      return `Running ${input.run}`;
    case 'evaluate':
      return `Evaluating ${input.run} on ${input.split satisfies SplitName}`;
    case 'openSet':
      return `Open set of ${input.run}`;
    case 'forgetting':
      return `Forgetting of ${input.run}`;
    case 'demo':
      return 'Making the demo';
  }
}

function lane(run: RunSummary, video: Parameters<typeof makeAnnotation>[0]) {
  const { segments } = makeAnnotation(video);
  return {
    run: run.id,
    rate: 4,
    steps: Math.ceil(video.duration * 4),
    hasScores: run.settings !== null && run.settings.kind !== 'generative',
    segments: segments.map((s) => ({
      start: Math.round((s.start / 25) * 4),
      end: Math.round((s.end / 25) * 4),
      classId: s.classId,
      confidence: 0.8,
    })),
  };
}
