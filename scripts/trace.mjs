// What a Chromium trace says of frames that the page has marked.

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
 * Milliseconds of script in each frame in which an event was handled, by marks named `frame` that the page sets after each.
 * @param trace of the categories devtools.timeline, blink.user_timing and v8
 * @param type of the events
 */
export function scriptOfFrames({ traceEvents }, type) {
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
    if (name === 'EventDispatch' && args.data?.type === type && frame < handled.length) handled[frame] = 1;
    reached = Math.max(reached, end);
  }
  return Array.from(script).filter((_, i) => handled[i] === 1);
}
