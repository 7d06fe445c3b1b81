import { describe, expect, it } from 'vitest';
import { classText } from '../../src-main/gad/classText';
import { streamingWindow, thinned, trainingWindows, type WindowSpec } from '../../src-main/gad/windows';
import { Comparison, goldenJson, hasGolden, smallestIndex } from './goldenFolder';

interface Settings {
  short: number;
  long: number;
  stride: number;
  ssr: number;
  lsr: number;
}
interface GoldenWindow {
  video: string;
  last_frame_index: number;
  frame_indices?: number[];
  label?: number;
  role?: string;
  content?: string;
}
interface WindowFile {
  classes_raw: string[];
  classes_clean: string[];
  frame_classes: Record<string, number[][]>;
  cases: { settings: Settings; video_offsets: Record<string, number>; methods: Record<string, GoldenWindow[]> }[];
  streaming: { settings: Settings; num_frames: number; frame_indices_per_frame: number[][] }[];
  evaluation_ground_truth: Record<string, string[]>;
}

const spec = (s: Settings): WindowSpec => ({
  short: s.short,
  long: s.long,
  stride: s.stride,
  shortEvery: s.ssr,
  longEvery: s.lsr,
  official: true,
});
const labelsOf = (classes: readonly number[][]) => Int32Array.from(classes, smallestIndex);
const sets = ['thumos', 'crosstask', 'ek100', 'ego4dgoal'];

describe.runIf(hasGolden(...sets.map((set) => `windows/${set}.json`)))('windows of the official code', () => {
  it.each(sets)('%s: the same windows in training', (set) => {
    const file = goldenJson<WindowFile>('windows', `${set}.json`);
    const compared = new Comparison(`windows ${set}`);
    for (const { settings, video_offsets, methods } of file.cases) {
      for (const [video, offset] of Object.entries(video_offsets)) {
        const windows = trainingWindows(video, labelsOf(file.frame_classes[video]!), spec(settings), offset);
        for (const [method, all] of Object.entries(methods)) {
          const expected = all.filter((window) => window.video === video);
          compared.equal(
            windows.map((w) => w.target),
            expected.map((w) => w.last_frame_index),
            `${method} targets`,
          );
          expected.forEach((window, i) => {
            if (window.frame_indices) compared.equal([...windows[i]!.steps], window.frame_indices);
            if (window.label !== undefined) compared.equal(windows[i]!.label, window.label);
          });
        }
      }
    }
    compared.print();
  });

  it.each(sets)('%s: the same steps for every step at inference', (set) => {
    const compared = new Comparison(`streaming windows ${set}`);
    for (const { settings, num_frames, frame_indices_per_frame } of goldenJson<WindowFile>('windows', `${set}.json`)
      .streaming) {
      for (let step = 0; step < num_frames; step++) {
        compared.equal([...streamingWindow('v', step, spec(settings)).steps], frame_indices_per_frame[step]!);
      }
    }
    compared.print();
  });

  it.each(sets)('%s: the same truth of each step', (set) => {
    const file = goldenJson<WindowFile>('windows', `${set}.json`);
    const compared = new Comparison(`step labels ${set}`);
    for (const [video, expected] of Object.entries(file.evaluation_ground_truth)) {
      const classes = file.frame_classes[video]!;
      const ambiguous = file.classes_clean.indexOf('ambiguous');
      // The evaluation of THUMOS counts a step as ambiguous even where another class is 1 too.
      const labels = classes.map((c) => (ambiguous >= 0 && c.includes(ambiguous) ? ambiguous : smallestIndex(c)));
      compared.equal(
        labels.map((label) => file.classes_clean[label]!),
        expected,
      );
    }
    compared.print();
  });

  it.each(sets)('%s: the same class texts', (set) => {
    const file = goldenJson<WindowFile>('windows', `${set}.json`);
    const texts = file.classes_raw.map((name, i) => classText(i === 0 ? { name, background: true } : { name }, true));
    expect(texts).toEqual(file.classes_clean);
  });
});

describe.runIf(hasGolden('windows/helpers.json'))('helpers of the official code', () => {
  interface Helpers {
    uniform_sampler: { start: number; end: number; rate: number; indices: number[] }[];
    clean_step: { text: string; EK100: string }[];
  }

  it('thins the long part in the same way', () => {
    const compared = new Comparison('long sampler');
    for (const { start, end, rate, indices } of goldenJson<Helpers>('windows', 'helpers.json').uniform_sampler) {
      compared.equal(thinned(start, end, rate), indices, `${start} to ${end} every ${rate}`);
    }
    compared.print();
  });

  it('cleans class names in the same way', () => {
    const compared = new Comparison('class names');
    for (const { text, EK100 } of goldenJson<Helpers>('windows', 'helpers.json').clean_step) {
      compared.equal(classText({ name: text }, true), EK100);
    }
    compared.print();
  });
});

describe.runIf(hasGolden('windows/past_action_cases.json'))('previous action of the official code', () => {
  interface PastActions {
    classes_clean: string[];
    settings: Settings;
    offset: number;
    frame_classes: Record<string, number[]>;
    windows: GoldenWindow[];
  }

  it('is the same in every window', () => {
    const file = goldenJson<PastActions>('windows', 'past_action_cases.json');
    const compared = new Comparison('previous action');
    for (const [video, classes] of Object.entries(file.frame_classes)) {
      const windows = trainingWindows(video, Int32Array.from(classes), spec(file.settings), file.offset);
      const expected = file.windows.filter((window) => window.video === video);
      compared.equal(
        windows.map((w) => [w.target, w.label]),
        expected.map((w) => [w.last_frame_index, w.label!]),
      );
      windows.forEach((window, i) => {
        const told = expected[i]!.content!.replace('<|eot_id|>', '').trim().split(', ')[1];
        compared.equal(window.previous < 0 ? undefined : file.classes_clean[window.previous], told);
      });
    }
    compared.print();
  });
});
