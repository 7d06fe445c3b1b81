import { spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { UserError } from '../../common/errors';

/**
 * Runs the runtime package's own installer for its CUDA provider; `.npmrc` skips it so that a clone installs anywhere.
 * @param note receives the installer's lines
 * @throws UserError `cuda-unsupported`, `cuda-install-failed`
 */
export async function installCuda(note: (line: string) => void): Promise<void> {
  if (process.platform !== 'linux' && process.platform !== 'win32') {
    throw new UserError('cuda-unsupported', `Unsupported on ${process.platform}: the CUDA provider exists for Linux and Windows.`, 'Use the CPU, Core ML or WebGPU.');
  }
  const script = join(dirname(createRequire(import.meta.url).resolve('onnxruntime-node/package.json')), 'script', 'install.js');
  const child = spawn(process.execPath, [script], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, ONNXRUNTIME_NODE_INSTALL: 'cuda12', npm_config_onnxruntime_node_install: 'cuda12', ELECTRON_RUN_AS_NODE: '1' },
  });
  let last = '';
  const listen = (data: Buffer) => {
    for (const line of data.toString().split('\n').filter(Boolean)) {
      last = line;
      note(line);
    }
  };
  child.stdout.on('data', listen);
  child.stderr.on('data', listen);
  const code = await new Promise<number | null>((resolve) => child.once('close', resolve));
  if (code !== 0) {
    throw new UserError('cuda-install-failed', `Installing the CUDA provider failed: ${last || `exit code ${code}`}.`, 'Check the network connection, or carry on with the CPU.');
  }
}
