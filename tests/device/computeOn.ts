/**
 * Does every task on one device, in a process of its own: a provider that ends the process
 * then fails a test and no more.
 *
 *     node computeOn.mjs DEVICE
 */
import { UserError } from '../../src-main/common/errors';
import type { DeviceId } from '../../src-main/common/contract/app';
import { listDevices } from '../../src-main/engine/runtime/devices';
import { type Line, type TaskName, tasks } from './tasks';

const print = (line: Line) => process.stdout.write(`${JSON.stringify(line)}\n`);

const device = process.argv[2] as DeviceId;
const report = (await listDevices()).find(({ id }) => id === device);
print({ reason: report?.reason ?? `There is no device ${device}.` });
if (report?.available === true)
  for (const task of Object.keys(tasks) as TaskName[])
    try {
      print({ task, computed: await tasks[task](device) });
    } catch (error) {
      if (!(error instanceof UserError && error.code === 'no-half-precision')) throw error;
      print({ task, unsupported: error.message });
    }
