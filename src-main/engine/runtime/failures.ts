import { UserError } from '../../common/errors';
import type { DeviceId } from './devices';

/** ONNX Runtime's message as one of ours: what was being done, on which device, and what may help. */
export function sessionFailure(doing: string, path: string | undefined, device: DeviceId, error: unknown): UserError {
  const text = error instanceof Error ? error.message : String(error);
  const what = path === undefined ? 'the computation' : path;
  const tip =
    path !== undefined
      ? 'Check that the file is a complete ONNX model.'
      : device === 'cpu'
        ? 'Free some memory or choose a smaller batch, then run it again.'
        : 'Run it on the CPU, or see the devices list for what this device needs.';
  return new UserError('runtime-failed', `Invalid result of ${doing} ${what} on ${device}: ${text}`, tip, {
    cause: error,
  });
}
