import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { laneOf, lanesOf } from '../../../../src-main/common/domain/lane';
import type { Holding } from '../../../../src-main/data/formats/exported';
import { writableFormats } from '../../../../src-main/data/formats/registry';
import { openProject, type ProjectStore } from '../../../../src-main/data/project/store';
import { exportLabels } from '../../../../src-main/jobs/exportLabels';
import { importFiles } from '../../../../src-main/jobs/importFiles';
import { annotatedProject, emptyOfLabels } from '../../../builders/annotatedProject';
import { quiet, temporaryFolder } from '../temporaryProject';

/** Formats whose files belong together under one folder, which is what a person gives. */
const folders = ['ms-tcn', 'crosstask', 'frame-labels'];
/** Labels of frames: what overlaps is lost, at least within a class, and told. */
const oneLabel = ['ms-tcn', 'frame-labels'];

interface Labels {
  video: string;
  segments: { name: string; lane: string; start: number; end: number; note?: string }[];
  reviewed: { start: number; end: number }[];
}

async function labelsOf(store: ProjectStore): Promise<Labels[]> {
  const nameOf = new Map(store.taxonomy.classes.map((c) => [c.id, c.name.toLowerCase()]));
  const lanes = new Map(lanesOf(store.taxonomy).map(({ id, name }) => [id, name]));
  return Promise.all(
    store.videos.map(async ({ id: video }) => {
      const { segments, reviewed, timebase } = await store.annotation(video);
      expect(timebase).toBe('frames');
      const shown = segments.map(({ start, end, classId, note, ...one }) => {
        const lane = lanes.get(laneOf(one)) ?? '';
        return { name: nameOf.get(classId) ?? '', lane, start, end, ...(note === undefined ? {} : { note }) };
      });
      const order = (a: (typeof shown)[0], b: (typeof shown)[0]) =>
        a.start - b.start || a.end - b.end || (a.name + a.lane < b.name + b.lane ? -1 : 1);
      return { video, segments: shown.sort(order), reviewed };
    }),
  );
}

const withoutNotes = (labels: Labels[]) =>
  labels.map(({ video, segments }) => ({
    video,
    segments: segments.map(({ name, start, end }) => ({ name, start, end })),
  }));

async function roundTrip(format: string, overlaps: boolean, inLanes = false) {
  const dir = temporaryFolder();
  const before = await annotatedProject(join(dir, 'before'), { overlaps, inLanes });
  const out = join(dir, 'out');
  const report = await exportLabels(before, { format, labels: true, runs: [], annotators: [] }, out, false);
  const target = await emptyOfLabels(join(dir, 'after'));
  const files = folders.includes(format) ? [out] : report.files.map((file) => join(out, file.path));
  const result = await importFiles({ project: target.dir, files, keepValid: false }, quiet);
  expect(result.refused).toEqual([]);
  return { before, after: await openProject(target.dir), report, result };
}

describe.each(writableFormats)('$title', ({ id, holds, title }) => {
  it.each(oneLabel.includes(id) ? [false] : [false, true])(
    'gives back every frame (overlaps: %s)',
    async (overlaps) => {
      const { before, after } = await roundTrip(id, overlaps);
      expect(withoutNotes(await labelsOf(after))).toEqual(withoutNotes(await labelsOf(before)));
    },
  );

  it.each(oneLabel.includes(id) ? [false] : [false, true])(
    'gives back lanes, or tells that it keeps none (overlaps: %s)',
    async (overlaps) => {
      const { before, after, report } = await roundTrip(id, overlaps, true);
      const inLanes = (labels: Labels[]) =>
        labels.map(({ video, segments }) => [video, segments.map((s) => [s.name, s.lane, s.start, s.end])]);
      const told = report.losses.some((loss) => loss.startsWith(`${title} keeps no lanes`));
      expect(told).toBe(!holds.includes('lanes'));
      if (!told) expect(inLanes(await labelsOf(after))).toEqual(inLanes(await labelsOf(before)));
      else expect(after.taxonomy.lanes).toBeUndefined();
    },
  );

  it('gives back what it says it holds, and tells what it does not', async () => {
    const { before, after, report, result } = await roundTrip(id, false);
    const [labels, found] = [await labelsOf(before), await labelsOf(after)];
    const reviewed = (list: Labels[]) => list.map((one) => [one.video, one.reviewed]);
    const aspects: Record<Exclude<Holding, 'lanes'>, () => void> = {
      'reviewed spans': () => expect(reviewed(found)).toEqual(reviewed(labels)),
      notes: () => expect(found.map((l) => l.segments)).toEqual(labels.map((l) => l.segments)),
      'the list of classes': () =>
        expect(after.taxonomy.classes.map((c) => c.name.toLowerCase())).toEqual(
          before.taxonomy.classes.map((c) => c.name.toLowerCase()),
        ),
      'verbs and nouns': () => {
        const pairs = (s: ProjectStore) => s.taxonomy.classes.filter((c) => c.name !== 'never seen' && !c.background);
        const words = (s: ProjectStore) => pairs(s).map((c) => [c.verb, c.noun]);
        expect(new Set(words(after))).toEqual(new Set(words(before)));
      },
      tasks: () => expect(after.videos.map((v) => v.task)).toEqual(before.videos.map((v) => v.task)),
      participants: () => {
        const named = (s: ProjectStore) => s.videos.filter((v) => v.id !== 'leer').map((v) => v.participant);
        expect(named(after)).toEqual(named(before));
      },
      splits: () => {
        const { splits } = after.project;
        const listed = [...splits.train, ...splits.val, ...splits.test].length;
        expect(listed).toBeGreaterThanOrEqual(3);
        for (const part of ['train', 'val', 'test'] as const) {
          expect(before.project.splits[part]).toEqual(expect.arrayContaining(splits[part]));
        }
      },
      'videos without segments': () => expect(result.videos).toBe(4),
    };
    for (const [aspect, check] of Object.entries(aspects)) {
      const told = report.losses.some((loss) =>
        loss.startsWith(`${title} keeps no ${aspect.replace('the list', 'list')}`),
      );
      expect([aspect, told]).toEqual([aspect, !holds.includes(aspect as Holding)]);
      if (!told) check();
    }
  });
});
