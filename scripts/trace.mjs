// What a Chromium trace says of frames that the page marks.

/** In the page, for good: a mark after each frame, by which the trace is cut. */
export function markFrames() {
  const { port1, port2 } = new MessageChannel();
  port1.onmessage = () => {
    performance.mark('frame');
    performance.clearMarks('frame');
  };
  const ask = () => {
    port2.postMessage(null);
    requestAnimationFrame(ask);
  };
  requestAnimationFrame(ask);
}

/** Kinds of work on the main thread that are the page's script, garbage collection included. */
const scriptEvents = new Set([
  'FunctionCall',
  'EvaluateScript',
  'EventDispatch',
  'FireAnimationFrame',
  'FireIdleCallback',
  'TimerFire',
  'RunMicrotasks',
  'v8.callFunction',
  'MinorGC',
  'MajorGC',
]);

/**
 * Each frame in which an event was handled, between the marks of `markFrames`. What else the machine does lengthens a
 * frame and its script, but not the script's processor time.
 * @param trace of the categories devtools.timeline, blink.user_timing and v8
 * @param types of the events
 * @returns milliseconds of script, of its processor time, and from mark to mark
 */
export function scriptOfFrames({ traceEvents }, types) {
  const marks = traceEvents.filter(({ name, cat }) => name === 'frame' && cat.includes('user_timing'));
  const [mark] = marks;
  if (!mark) throw new Error('the trace holds no marked frame');
  const work = traceEvents.filter(
    ({ name, ph, pid, tid }) => ph === 'X' && pid === mark.pid && tid === mark.tid && scriptEvents.has(name),
  );
  const times = marks.map(({ ts }) => ts).sort((a, b) => a - b);
  const script = timeInFrames(
    times,
    work.map(({ ts, dur = 0 }) => [ts, ts + dur]),
  );
  const processor = timeInFrames(
    marks.map(({ tts }) => tts).sort((a, b) => a - b),
    // Work that has no times of its own is part of other work.
    work.filter(({ tdur }) => tdur !== undefined).map(({ tts, tdur }) => [tts, tts + tdur]),
  );
  const handled = timeInFrames(
    times,
    work
      .filter(({ name, args }) => name === 'EventDispatch' && types.includes(args.data?.type))
      .map(({ ts }) => [ts, ts + 1]),
  );
  return Array.from(script, (milliseconds, i) => ({
    script: milliseconds,
    processor: processor[i],
    length: (times[i + 1] - times[i]) / 1000,
  })).filter((_, i) => handled[i] > 0);
}

/**
 * Milliseconds of spans, nested or not, in each frame.
 * @param times where frames begin and the last ends, in microseconds
 */
function timeInFrames(times, spans) {
  const frames = new Float64Array(times.length - 1);
  let reached = times[0];
  let frame = 0;
  for (const [start, end] of spans.sort((a, b) => a[0] - b[0])) {
    for (let at = Math.max(start, reached); at < end; ) {
      while (frame < frames.length && times[frame + 1] <= at) frame++;
      if (frame >= frames.length) break;
      const until = Math.min(end, times[frame + 1]);
      frames[frame] += (until - at) / 1000;
      at = until;
    }
    reached = Math.max(reached, end);
  }
  return frames;
}

export const quantile = (values, share) =>
  values.slice().sort((a, b) => a - b)[Math.floor(share * (values.length - 1))];
