import type { Frame } from 'node-av/lib';
import type { AVPixelFormat } from 'node-av/constants';
import { check, type FFmpeg } from './library';

/**
 * A frame with pixels of its own, to be freed by the caller. node-av's frames from buffers only point into them, whatever
 * its documentation says: the collector may take them while another thread still reads, and the first pixels are garbage.
 * @param bytes rows of pixels without gaps between them
 */
export function frameOfPixels(
  av: FFmpeg,
  bytes: Buffer,
  { width, height, format }: { width: number; height: number; format: AVPixelFormat },
): Frame {
  const frame = new av.Frame();
  frame.alloc();
  Object.assign(frame, { width, height, format });
  const pointing = av.Frame.fromVideoBuffer(bytes, { width, height, format });
  check(av, frame.getBuffer(), 'Making a picture');
  // What is said names the bytes, which keeps them until they are copied.
  check(av, frame.copy(pointing), `Copying a picture of ${bytes.length} bytes`);
  pointing.free();
  return frame;
}
