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
 * Each frame in which an event was handled, between the marks of `markFrames`: milliseconds of script and from mark to mark.
 * @param trace of the categories devtools.timeline, blink.user_timing and v8
 * @param types of the events
 */
export function scriptOfFrames({ traceEvents }, types) {
  const marks = traceEvents.filter(({ name, cat }) => name === 'frame' && cat.includes('user_timing'));
  const [mark] = marks;
  if (!mark) throw new Error('the trace holds no marked frame');
  const times = marks.map(({ ts }) => ts).sort((a, b) => a - b);
  const script = new Float64Array(times.length - 1);
  const handled = new Uint8Array(times.length - 1);
  const spans = traceEvents
    .filter(({ name, ph, pid, tid }) => ph === 'X' && pid === mark.pid && tid === mark.tid && scriptEvents.has(name))
    .sort((a, b) => a.ts - b.ts);
  let reached = times[0];
  let frame = 0;
  for (const { ts, dur = 0, name, args } of spans) {
    // Nested work is part of what it is nested in.
    const end = ts + dur;
    for (let at = Math.max(ts, reached); at < end; ) {
      while (frame < script.length && times[frame + 1] <= at) frame++;
      if (frame >= script.length) break;
      const until = Math.min(end, times[frame + 1]);
      script[frame] += (until - at) / 1000;
      at = until;
    }
    if (name === 'EventDispatch' && types.includes(args.data?.type) && frame < handled.length) handled[frame] = 1;
    reached = Math.max(reached, end);
  }
  return Array.from(script, (milliseconds, i) => ({
    script: milliseconds,
    length: (times[i + 1] - times[i]) / 1000,
  })).filter((_, i) => handled[i] === 1);
}
