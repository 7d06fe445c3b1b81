import { UserError } from '../../common/errors';
import type { DeviceId } from '../../common/contract/app';

/** Why a model did not load. @param path of its file; absent where the graph was made here */
export function loadFailure(path: string | undefined, device: DeviceId, cause: unknown): UserError {
  const tip =
    path !== undefined
      ? 'Check that the file is a complete ONNX model.'
      : device === 'cpu'
        ? 'Free some memory or choose a smaller batch, then run it again.'
        : 'Run it on the CPU, or see the devices list for what this device needs.';
  const what = path ?? 'the computation';
  const message = `Invalid result of loading ${what} on ${device}: ${textOf(cause)}`;
  return new UserError('runtime-failed', message, tip, { cause });
}

/**
 * Why a run failed, where it is one of the reasons people can do something about; anything else is a defect, unchanged.
 */
export function runFailure(device: DeviceId, cause: unknown): unknown {
  const text = textOf(cause);
  if (text.includes('requires f16'))
    return new UserError(
      'no-half-precision',
      `Unsupported type float16: the graphics adapter behind ${device} computes in single precision only.`,
      'Set the frozen weights to fp32, or use the CPU.',
      { cause },
    );
  const wanted = /Failed to allocate memory for requested buffer of size (\d+)/.exec(text)?.[1];
  if (wanted !== undefined)
    return new UserError(
      'out-of-memory',
      `Missing memory for the computation on ${device}: a tensor of ${wanted} bytes did not fit.`,
      'Choose a smaller batch or more recomputation, or close other programs.',
      { cause },
    );
  return cause;
}

function textOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
