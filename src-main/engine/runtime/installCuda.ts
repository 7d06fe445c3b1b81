import { spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import { UserError } from '../../common/errors';
import { hasNvidiaDriver } from './devices';

/**
 * Fetches the CUDA provider by ONNX Runtime's own installer. @param note receives its output, a line at a time
 * Throws a `UserError` where there is no driver or the download fails.
 */
export async function installCuda(note: (line: string) => void): Promise<void> {
  if (process.platform !== 'linux' || !hasNvidiaDriver())
    throw new UserError(
      'no-nvidia-driver',
      'Missing NVIDIA driver: the CUDA provider needs Linux and a loaded driver.',
      'Install the driver and run `gadw devices --install-cuda` again, or use the CPU or WebGPU.',
    );
  const script = createRequire(import.meta.url).resolve('onnxruntime-node/script/install.js');
  const env = { ...process.env, ONNXRUNTIME_NODE_INSTALL: 'true', ELECTRON_RUN_AS_NODE: '1' };
  const child = spawn(process.execPath, [script], { env, stdio: ['ignore', 'pipe', 'pipe'] });
  let last = '';
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => {
      for (const line of text.split(/\r?\n/).filter((part) => part.trim() !== '')) {
        last = line;
        note(line);
      }
    });
  const exit = await new Promise<number | null>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', resolve);
  });
  if (exit !== 0)
    throw new UserError(
      'cuda-install-failed',
      `The installer of ONNX Runtime's CUDA provider ended with ${exit}: ${last}`,
      'Check the network connection (it downloads from api.nuget.org) and run `gadw devices --install-cuda` again.',
    );
}
