import { readdir } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { z } from 'zod';
import { UserError } from '../../common/errors';
import { cleanClassName } from '../../common/domain/taxonomy';
import { checkRecord, parseJson } from '../project/records';
import { addFeatures } from './features';
import type { Format } from './format';
import { emptyImport, fileRefusal, type Imported, type ImportedClass, remark, shown } from './imported';
import { readNpy } from './npy';
import { textOf } from './text';

/**
 * A data root of the official GAD code: `data_info.json` (class list, rate, session sets a data set),
 * `target_perframe/<video>.npy` (`[steps, classes]` of 0 and 1) and feature folders `rgb_*` and `flow_*`, each of which
 * becomes a feature set. Of several data sets in `data_info.json` the one whose sessions have targets is taken. A json
 * file with `class_names` alone gives its class list.
 *
 * Class 0 is the background; the class at `ignore_index`, if that is above 0, is ambiguous.
 *
 * Annotated extent: every step has its target, so each video is reviewed from its first to its last step.
 */
export const official: Format = {
  id: 'official',
  title: 'official GAD data root',
  sniff: ({ name, extension, head, entries }) =>
    entries.includes('data_info.json') ||
    name === 'data_info.json' ||
    (extension === '.json' && /"(class_names|train_session_set)"\s*:/.test(head)),
  async read(paths) {
    const out = emptyImport('official');
    for (const path of paths) {
      const info = path.endsWith('.json') ? path : join(path, 'data_info.json');
      try {
        await readRoot(info, out);
      } catch (error) {
        out.refusals.push(fileRefusal(basename(info), error));
      }
    }
    return out;
  },
};

const Sessions = z.array(z.string()).optional();
const DataSet = z.object({
  class_names: z.array(z.string()).min(1),
  ignore_index: z.int().optional(),
  fps: z.number().positive(),
  train_session_set: Sessions,
  val_session_set: Sessions,
  test_session_set: Sessions,
});
type DataSet = z.infer<typeof DataSet>;
const parts = ['train', 'val', 'test'] as const;
const sessionsOf = (set: DataSet) => parts.flatMap((part) => set[`${part}_session_set`] ?? []);

async function readRoot(infoPath: string, out: Imported): Promise<void> {
  const root = dirname(infoPath);
  const targets = new Set(await readdir(join(root, 'target_perframe')).catch(() => []));
  const { name, set } = chooseDataSet(
    parseJson(await textOf(infoPath), basename(infoPath)),
    basename(infoPath),
    targets,
  );
  out.classes.push(...classesOf(name, set));
  const withTarget = (ids: readonly string[] | undefined) => (ids ?? []).filter((id) => targets.has(`${id}.npy`));
  if (targets.size === 0) return;
  out.splits = {
    train: withTarget(set.train_session_set),
    val: withTarget(set.val_session_set),
    test: withTarget(set.test_session_set),
  };
  const videos = [...new Set([...out.splits.train, ...out.splits.val, ...out.splits.test])];
  const lacking = new Set(sessionsOf(set)).size - videos.length;
  if (lacking > 0) {
    out.warnings.push(
      remark({ file: basename(infoPath), line: null, field: name }, `${lacking} of its videos have no target file`),
    );
  }
  for (const video of videos) await readTargets(join(root, 'target_perframe', `${video}.npy`), video, set, out);
  const folders = (await readdir(root, { withFileTypes: true })).filter(
    (e) => e.isDirectory() && /^(rgb|flow)_/.test(e.name),
  );
  for (const { name: folder } of folders) {
    const present = new Set(await readdir(join(root, folder)));
    for (const video of videos.filter((id) => present.has(`${id}.npy`))) {
      await readFeatures(join(root, folder, `${video}.npy`), folder, video, set.fps, out);
    }
  }
}

/** The data set of a root: the only one, or the one with most targets. */
function chooseDataSet(json: unknown, file: string, targets: ReadonlySet<string>): { name: string; set: DataSet } {
  const record = checkRecord(z.record(z.string(), z.unknown()), json, file);
  if ('class_names' in record)
    return { name: String(record['dataset'] ?? ''), set: checkRecord(DataSet, record, file) };
  const sets = Object.entries(record).map(([name, value]) => {
    const set = checkRecord(DataSet, value, `${file} (${name})`);
    return { name, set, found: sessionsOf(set).filter((id) => targets.has(`${id}.npy`)).length };
  });
  const best = sets.sort((a, b) => b.found - a.found)[0];
  if (best && (best.found > 0 || sets.length === 1)) return best;
  throw new UserError(
    'no-targets',
    `Missing target_perframe beside ${file}: none of its data sets (${sets.map((s) => s.name).join(', ')}) has targets there.`,
    'Give the data root that holds data_info.json and target_perframe.',
  );
}

function classesOf(dataSet: string, set: DataSet): ImportedClass[] {
  return set.class_names.map((name, index) => {
    if (index === 0) return { name, background: true };
    if (index === set.ignore_index) return { name, ambiguous: true };
    const pair = dataSet.startsWith('EK') ? /^([^ _]+)[ _](.+)$/.exec(name) : null;
    return pair ? { name: cleanClassName(name), verb: pair[1] as string, noun: pair[2] as string } : { name };
  });
}

async function readTargets(path: string, video: string, set: DataSet, out: Imported): Promise<void> {
  const where = { file: `target_perframe/${basename(path)}`, line: null, field: null };
  try {
    const { shape, data } = await readNpy(path);
    const [steps = 0, columns = 0] = shape;
    if (shape.length !== 2 || steps === 0 || columns !== set.class_names.length) {
      out.refusals.push(remark(where, `found [${shape.join(', ')}], expected [steps, ${set.class_names.length}]`));
      return;
    }
    const open = new Int32Array(columns).fill(-1);
    const close = (index: number, end: number) => {
      const label = set.class_names[index] as string;
      const start = open[index] as number;
      if (start >= 0) out.segments.push({ video, start, end, label, where: { ...where, field: `row ${start}` } });
      open[index] = -1;
    };
    for (let step = 0; step < steps; step++) {
      for (let index = 1; index < columns; index++) {
        const value = Number(data[step * columns + index]);
        if (value === 1) {
          if (open[index] === -1) open[index] = step;
        } else if (value === 0) close(index, step);
        else {
          out.refusals.push(
            remark({ ...where, field: `row ${step}` }, `column ${index} is ${shown(value)}, expected 0 or 1`),
          );
          return;
        }
      }
    }
    for (let index = 1; index < columns; index++) close(index, steps);
    const reviewed = [{ start: 0, end: steps }];
    out.videos.push({ id: video, timebase: 'steps', rate: set.fps, duration: steps / set.fps, reviewed, where });
  } catch (error) {
    out.refusals.push(fileRefusal(where.file, error));
  }
}

async function readFeatures(path: string, folder: string, video: string, rate: number, out: Imported): Promise<void> {
  try {
    await addFeatures(out, path, { set: folder, video, rate, encoder: folder, preprocessing: '' });
  } catch (error) {
    out.refusals.push(fileRefusal(`${folder}/${basename(path)}`, error));
  }
}
