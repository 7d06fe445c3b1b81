import type { CodecContext, FormatContext, Frame, Packet, Stream } from 'node-av/lib';
import type { FFmpeg } from './library';

/**
 * Decodes from where `format` stands to the end of the file, in presentation order. The yielded frame is reused: it is
 * valid until the next one is asked for. What cannot be decoded is left out. `tick` is its presentation time in the
 * stream's time base; a frame that has none, as happens at the end of an AVI, follows the one before it,
 * as far behind as that one was.
 * @param before called with each packet about to be decoded
 */
export async function* receivePictures(
  av: FFmpeg,
  format: FormatContext,
  stream: Stream,
  decoder: CodecContext,
  before?: (packet: Packet) => void,
): AsyncGenerator<{ frame: Frame; tick: number }> {
  const packet = new av.Packet();
  packet.alloc();
  const frame = new av.Frame();
  frame.alloc();
  let newest = 0;
  let step = 0;
  try {
    for (let more = true; more; ) {
      more = (await format.readFrame(packet)) >= 0;
      if (more && packet.streamIndex !== stream.index) {
        packet.unref();
        continue;
      }
      if (more) before?.(packet);
      await decoder.sendPacket(more ? packet : null);
      packet.unref();
      for (;;) {
        const code = await decoder.receiveFrame(frame);
        if (code === av.AVERROR_EAGAIN || code === av.AVERROR_EOF) break;
        if (code < 0) continue; // one damaged picture, told late by a decoding thread: others wait behind it
        const timed = frame.bestEffortTimestamp !== av.AV_NOPTS_VALUE;
        const tick = timed ? Number(frame.bestEffortTimestamp) : newest + (step || Number(frame.duration));
        step = Math.max(0, tick - newest);
        newest = tick;
        yield { frame, tick };
        frame.unref();
      }
    }
  } finally {
    packet.free();
    frame.free();
  }
}
