import type { Command } from 'commander';
import type { DeviceReport } from '../../common/contract/app';
import { installCuda } from '../../engine/runtime/installCuda';
import { type Act, table } from './output';
import { runInChild } from './runInChild';

/** `gadw devices`: what can compute here. */
export function addDeviceCommand(program: Command, act: Act): void {
  program
    .command('devices')
    .description('list what training and inference can run on, and why not on the others')
    .option('--install-cuda', 'fetch the CUDA provider of the runtime (Linux with an NVIDIA driver)')
    .action(
      act(async (output, options: { installCuda?: boolean }) => {
        if (options.installCuda === true) await installCuda(output.note);
        const devices = (await runInChild({ project: '', input: { kind: 'devices' } }, output)) as DeviceReport[];
        output.result(
          { devices },
          table(
            ['Device', 'State'],
            devices.map((device) => [
              device.name,
              device.available ? (device.experimental ? 'available, experimental' : 'available') : device.reason,
            ]),
          ),
        );
      }),
    );
}
