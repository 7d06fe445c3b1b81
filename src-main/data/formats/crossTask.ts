import { stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { LineError, UserError } from '../../common/errors';
import { type ExportedFile, type ExportedProject, inSeconds, type Losses, type TimedVideo } from './exported';
import { filesOf, type WritableFormat } from './format';
import { emptyImport, type Imported, readEach, remark, shown } from './imported';
import { tableText } from './table';
import { linesOf, oneLine, textIfThere, textOf } from './text';
import { VideoLabels } from './videoLabels';

/**
 * CrossTask: `annotations/<task>_<video>.csv` with a step's number, start and end in seconds a row, without a head;
 * `tasks_primary.txt` (and `tasks_related.txt`) with five lines a task and an empty one: number, title, address, how
 * many steps, the steps with commas between. Give the folder, or tables and a list of tasks beside them.
 *
 * Annotated extent: the steps of its task are labelled in the whole video, whose length is
 * not told; up to the last label.
 *
 * Source: https://github.com/DmZhukov/CrossTask
 */
export const crossTask: WritableFormat = {
  id: 'crosstask',
  title: 'CrossTask csv',
  sniff({ name, extension, entries, beside, path, head }) {
    const isList = (one: string) => lists.includes(one);
    if (isList(name) || entries.some(isList)) return true;
    const isTable = extension === '.csv' && tableName.test(name) && /^(\s*\d+\s*,[\s\d.]+,[\s\d.]+\s|$)/.test(head);
    return isTable && (beside.some(isList) || basename(dirname(path)) === 'annotations' || 'maybe');
  },
  async read(paths) {
    const out = emptyImport('crosstask');
    const files = (await Promise.all(paths.map(tablesOf))).flat();
    const around = [...paths, ...files].flatMap((path) => [path, dirname(path), dirname(dirname(path))]);
    const tasks = await readTasks([...new Set(around)], out);
    return readEach(files, out, (path, file) => readTable(path, file, tasks, out));
  },
  holds: ['tasks', 'videos without segments'],
  write: crossTaskFiles,
};

const lists = ['tasks_primary.txt', 'tasks_related.txt'];
const tableName = /^(\d+)_(.+)\.csv$/;

async function tablesOf(path: string): Promise<string[]> {
  if (lists.includes(basename(path))) return [];
  const inner = join(path, 'annotations');
  const folder = (await stat(inner).catch(() => null)) ? inner : path;
  return filesOf(folder, (name) => tableName.test(name));
}

interface Task {
  title: string;
  steps: string[];
}

/** Tasks by number, of the lists that stand in or beside what was given; their steps are the classes, in that order. */
async function readTasks(folders: readonly string[], out: Imported): Promise<Map<string, Task>> {
  const tasks = new Map<string, Task>();
  const paths = folders.flatMap((folder) =>
    lists.includes(basename(folder)) ? folder : lists.map((l) => join(folder, l)),
  );
  for (const path of new Set(paths)) {
    const text = await textIfThere(path);
    if (text === null) continue;
    const lines = linesOf(text);
    for (let at = 0; (lines[at] ?? '').trim() !== ''; at += 6) {
      const [number = '', title = '', , count = '', steps = ''] = lines.slice(at, at + 5).map((line) => line.trim());
      const task = { title, steps: steps.split(',').map((step) => step.trim()) };
      if (/^\d+$/.test(number) && Number(count) === task.steps.length) tasks.set(number, task);
      else {
        const where = { file: basename(path), line: at + 1, field: null };
        out.refusals.push(
          remark(where, `found ${shown(number)} with ${task.steps.length} steps, expected ${shown(count)}`),
        );
      }
    }
  }
  const names = new Set([...tasks.values()].flatMap((task) => task.steps));
  out.classes.push(...[...names].map((name) => ({ name })));
  return tasks;
}

async function readTable(path: string, file: string, tasks: Map<string, Task>, out: Imported): Promise<void> {
  const [, number = '', id = ''] = tableName.exec(file) ?? [];
  const task = tasks.get(number);
  if (!task) {
    throw new UserError(
      'unknown-task',
      `Missing task ${shown(number)} of ${file}: no ${lists.join(' or ')} beside it names its steps.`,
      'Give the list of tasks along.',
    );
  }
  const where = { file, line: null, field: null };
  const about = { id, timebase: 'seconds', rate: null, duration: null, task: task.title, where } as const;
  const video = new VideoLabels(out, about);
  for (const [i, line] of linesOf(await textOf(path)).entries()) {
    if (line.trim() === '') continue;
    const [step = '', start = '', end = '', more] = line.split(',').map((cell) => cell.trim());
    const place = { file, line: i + 1, field: null };
    const label = task.steps[Number(step) - 1];
    if (end === '' || more !== undefined) {
      throw new LineError(
        i + 1,
        'invalid-csv',
        `Invalid ${file}: found ${shown(line)} in line ${i + 1}, expected step,start,end.`,
        'Mend that line.',
      );
    }
    if (label === undefined) {
      out.refusals.push(
        remark(place, `found step ${shown(step)}, expected 1 to ${task.steps.length} of ${shown(task.title)}`),
      );
    } else video.add(asNumber(start), asNumber(end), label, place);
  }
  video.finish('labelled');
}

const asNumber = (text: string) => (/^-?\d+(\.\d+)?$/.test(text) ? Number(text) : text);

/** Tasks are numbered in the order of their videos; their steps are the classes that occur in those. */
function* crossTaskFiles(project: ExportedProject, losses: Losses): Generator<ExportedFile> {
  const byTask = new Map<string, TimedVideo[]>();
  for (const video of inSeconds(project, losses, 2)) {
    if (video.task === undefined) losses.add('Left out, as CrossTask names the task of every video', 'video');
    else byTask.set(video.task, [...(byTask.get(video.task) ?? []), video]);
  }
  const records: string[] = [];
  for (const [i, [task, videos]] of [...byTask].entries()) {
    const number = i + 1;
    const used = new Set(videos.flatMap((v) => v.segments.map((s) => s.label.id)));
    const steps = project.classes.filter((c) => used.has(c.id) && !c.name.includes(','));
    records.push(`${number}\n${oneLine(task)}\n\n${steps.length}\n${steps.map((c) => oneLine(c.name)).join(',')}\n\n`);
    const stepOf = new Map(steps.map((c, k) => [c.id, k + 1]));
    for (const video of videos) {
      const rows = video.segments.flatMap(({ start, end, label }) => {
        const step = stepOf.get(label.id);
        if (step === undefined) losses.add('Left out, as commas stand between the steps of a task', 'segment');
        return step === undefined ? [] : [[step, start, end]];
      });
      yield { path: `annotations/${number}_${video.id}.csv`, data: tableText(rows) };
    }
  }
  yield { path: 'tasks_primary.txt', data: records.join('') };
}
