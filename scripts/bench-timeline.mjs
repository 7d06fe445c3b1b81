// `npm run bench:timeline [-- --projects FOLDER] [--minutes N] [--note]`: a timeline of three hours with 20,000
// segments on five tracks, panned and zoomed by wheel events. Prints the share of frames with less than 8 ms of script,
// and whether memory stays flat. With --note the result is kept in docs/performance. FOLDER holds what
// `large-projects.mjs` makes.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { largeProject, longSize, makeLongProject } from './large-projects.mjs';
import { keepResults, windowEnvironment } from './performanceRecord.mjs';
import { ensureBuilt, ensureInstalled } from './prepare.mjs';
import { markFrames, quantile, scriptOfFrames } from './trace.mjs';
import { launchBrowser, serve } from './window.mjs';

const { values: options } = parseArgs({
  options: {
    projects: { type: 'string' },
    minutes: { type: 'string', default: '5' },
    note: { type: 'boolean', default: false },
  },
});
const mostScript = 8;

/** Zooms in on places all over the video and out again, panning at each depth; deltas as a hand's wheel gives them. */
function* wheels(box) {
  for (let round = 0; ; round++) {
    const x = box.x + box.width * (0.1 + 0.8 * ((round * 0.381966) % 1));
    for (const zoom of [-1, 1]) {
      for (let depth = 0; depth < 18; depth++) {
        yield { x, ctrl: true, deltaY: zoom * 120 };
        for (let pan = 0; pan < 6; pan++) yield { x, ctrl: false, deltaY: round % 2 === 0 ? 100 : -100 };
      }
    }
  }
}

const [ctrlKey, shiftKey] = [2, 8];

/** Turns the wheel, about once a frame, until `until` says so. */
async function turn(session, events, until) {
  for (let count = 0; !until(count); count++) {
    const { x, ctrl, deltaY } = events.next().value;
    const modifiers = ctrl ? ctrlKey : shiftKey;
    await session.send('Input.dispatchMouseEvent', {
      type: 'mouseWheel',
      x,
      y: events.y,
      deltaX: 0,
      deltaY,
      modifiers,
    });
  }
}

/** Bytes of the page's heap after a collection of garbage. */
async function heapBytes(session) {
  await session.send('HeapProfiler.collectGarbage');
  return (await session.send('Runtime.getHeapUsage')).usedSize;
}

/** Least squares. @param points `[x, y]` */
function slope(points) {
  const mean = (at) => points.reduce((sum, point) => sum + point[at], 0) / points.length;
  const [x, y] = [mean(0), mean(1)];
  const up = points.reduce((sum, point) => sum + (point[0] - x) * (point[1] - y), 0);
  return up / points.reduce((sum, point) => sum + (point[0] - x) ** 2, 0);
}

async function measure(browser, url) {
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
  await page.goto(`${url}#/annotate`);
  const canvas = page.getByTestId('timeline-canvas');
  await canvas.waitFor();
  await page.waitForTimeout(2000);
  const session = await page.context().newCDPSession(page);
  const box = await canvas.boundingBox();
  const events = Object.assign(wheels(box), { y: box.y + 40 });
  await turn(session, events, (count) => count === 100);

  await page.evaluate(markFrames);
  await browser.startTracing(page, { categories: ['devtools.timeline', 'blink.user_timing', 'v8'] });
  await turn(session, events, (count) => count === 1000);
  const frames = scriptOfFrames(JSON.parse(await browser.stopTracing()), ['wheel']);

  const started = performance.now();
  const minutes = () => (performance.now() - started) / 60_000;
  const heaps = [];
  for (let sample = 0; sample <= 4 * Number(options.minutes); sample++) {
    await turn(session, events, () => minutes() >= sample / 4);
    heaps.push([minutes(), (await heapBytes(session)) / 2 ** 20]);
  }
  await page.close();
  return { frames, heaps };
}

ensureInstalled();
ensureBuilt();
const folder = mkdtempSync(join(tmpdir(), 'gadw-timeline-'));
const long = largeProject(options.projects ?? folder, 'long', makeLongProject);
const browser = await launchBrowser();
const program = await serve(join(folder, 'user'), long);
try {
  const { frames, heaps } = await measure(browser, program.url);
  const share = (time) => (100 * frames.filter((frame) => time(frame) < mostScript).length) / frames.length;
  const processor = frames.map((frame) => frame.processor);
  const settled = heaps.slice(Math.min(2, heaps.length - 2));
  const measures = [
    {
      measure: `Frames with less than ${mostScript} ms of script, of ${frames.length} that the wheel moved`,
      value: share(({ script }) => script),
      unit: '%',
      target: '95 or more',
    },
    { measure: 'The same by processor time', value: share(({ processor }) => processor), unit: '%' },
    { measure: "Processor time of a frame's script, median", value: quantile(processor, 0.5), unit: 'ms' },
    { measure: 'The same, 95th percentile', value: quantile(processor, 0.95), unit: 'ms' },
    { measure: 'Heap after garbage collection, at the end', value: heaps.at(-1)[1], unit: 'MiB' },
    {
      measure: `Its growth over ${options.minutes} minutes of wheels`,
      value: slope(settled),
      unit: 'MiB a minute',
      target: 'flat',
    },
  ];
  for (const { measure, value, unit } of measures) console.log(`${measure}: ${value.toFixed(2)} ${unit}`);
  console.log(`Heap by minute: ${heaps.map(([minute, size]) => `${minute.toFixed(1)} ${size.toFixed(1)}`).join(', ')}`);
  const { seconds, segments, tracks } = longSize;
  const what = `a timeline of ${seconds / 3600} h with ${segments.toLocaleString('en')} segments on ${tracks} tracks at 1440 × 900, zoomed and panned by scripted wheel events over all depths, in Chromium without a graphics card; script is what its trace counts as such on the main thread`;
  const result = { name: 'timeline', title: 'npm run bench:timeline', what, measures, ...windowEnvironment(browser) };
  if (options.note) keepResults([result], 'npm run bench:timeline');
} finally {
  await browser.close();
  await program.stop();
  rmSync(folder, { recursive: true, force: true });
}
