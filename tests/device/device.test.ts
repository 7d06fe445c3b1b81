import { beforeAll, describe, expect, it } from 'vitest';
import type { DeviceId } from '../../src-main/common/contract/app';
import { bundleComputeOn, computeOn, type DeviceProcess } from './deviceProcess';
import { type Computed, type TaskName, tasks } from './tasks';

const devices: readonly DeviceId[] = ['webgpu', 'cuda', 'dml', 'coreml'];
/** Of a difference, relative to the largest number of its array. */
const tolerance = 1e-5;

let entry: string;
beforeAll(async () => {
  entry = await bundleComputeOn();
});

describe.each(devices)('%s', (device) => {
  let ran: DeviceProcess;
  beforeAll(async () => {
    ran = await computeOn(entry, device);
    for (const line of ran.lines)
      if ('reason' in line && line.reason !== '') report(`${device}: skipped: ${line.reason}`);
      else if ('unsupported' in line) report(`${device}, ${line.task}: skipped: ${line.unsupported}`);
  }, 300_000);

  it.for(Object.keys(tasks) as TaskName[])('computes as the CPU does: %s', async (task, { skip }) => {
    const reason = reasonToSkip(ran, task);
    if (reason !== '') skip(reason);
    const found = ran.lines.find((line) => 'task' in line && line.task === task);
    if (found === undefined || !('computed' in found)) throw new Error(`${task}: ${ran.end}`);
    const { error, where } = worst(found.computed, await tasks[task]('cpu'));
    report(`${device}, ${task}: worst error ${error.toExponential(2)} (${where})`);
    expect(error, where).toBeLessThan(tolerance);
  });

  it('leaves the process in good order', ({ skip }) => {
    const reason = reasonToSkip(ran);
    if (reason !== '') skip(reason);
    expect(ran.end).toMatch(/ended with exit code 0\b/);
  });
});

/** Why a device does not do a task; '' where it does, or where its process died before it said. */
function reasonToSkip({ lines }: DeviceProcess, task?: TaskName): string {
  for (const line of lines) {
    if ('reason' in line && line.reason !== '') return line.reason;
    if ('unsupported' in line && line.task === task) return line.unsupported;
  }
  return '';
}

/** The largest difference, relative to the largest expected number of its array. */
function worst(found: Computed, expected: Computed): { error: number; where: string } {
  expect(Object.keys(found).sort()).toEqual(Object.keys(expected).sort());
  let [error, where] = [0, ''];
  for (const [name, values] of Object.entries(expected)) {
    expect(found[name]!.length, name).toBe(values.length);
    const scale = Math.max(...values.map(Math.abs));
    const difference = Math.max(...values.map((value, i) => Math.abs(found[name]![i]! - value)));
    const relative = difference === 0 ? 0 : difference / scale;
    if (!(relative <= error)) [error, where] = [relative, name];
  }
  return { error, where };
}

function report(line: string): void {
  process.stdout.write(`${line}\n`);
}
