import type { Readable } from 'node:stream';
import { streamJob, type StreamSummary } from '../../jobs/stream';
import { counted, type Output } from './output';

interface StreamOptions {
  run: string;
  /** A path, a URL, `DEVICE:NAME`, or `-` for standard input. */
  source: string;
  realTime: boolean;
}

/** `gadw infer --stream`: a line a step, a line a segment, the latencies at the end, which Ctrl C brings about. */
export async function stream(output: Output, project: string, { run, source, realTime }: StreamOptions): Promise<void> {
  const controller = new AbortController();
  const stop = () => controller.abort();
  process.on('SIGINT', stop);
  process.on('SIGTERM', stop);
  const from: string | Readable = source === '-' ? process.stdin : source;
  try {
    const summary = await streamJob(
      { project, run, source: from, realTime },
      {
        step: (step) => {
          const { time, label, probability, text, latencyMs } = step;
          const said = text === null || text === label ? '' : `  "${text}"`;
          output.result({ ...step }, [
            `${seconds(time)}  ${label.padEnd(24)}  ${share(probability)}  ${latencyMs.toFixed(0).padStart(5)} ms${said}`,
          ]);
        },
        segment: (segment) => {
          const { start, end, label, confidence } = segment;
          const span = `${start.toFixed(2)} to ${end.toFixed(2)} s`;
          output.result({ segment }, [
            `${' '.repeat(12)}${label}: ${span}${confidence === null ? '' : `, ${share(confidence)}`}`,
          ]);
        },
      },
      { report: output.progress, log: output.note, signal: controller.signal },
    );
    output.result({ ...summary }, [summaryLine(summary)]);
  } finally {
    process.off('SIGINT', stop);
    process.off('SIGTERM', stop);
  }
}

function seconds(time: number): string {
  return `${time.toFixed(2).padStart(9)} s`;
}

function share(probability: number | null): string {
  return probability === null ? '    ' : probability.toFixed(2);
}

function summaryLine({ steps, seconds: length, medianMs, percentile95Ms }: StreamSummary): string {
  if (medianMs === null || percentile95Ms === null) return 'The stream ended before its first step.';
  const latency = `${medianMs.toFixed(0)} ms (median), ${percentile95Ms.toFixed(0)} ms (95th percentile)`;
  return `${counted(steps, 'step')}, ${length.toFixed(1)} s. From a frame’s arrival to the answer: ${latency}.`;
}
