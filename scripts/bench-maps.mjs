// `npm run bench:maps [-- --projects FOLDER] [--note]`: a map of 100,000 points zoomed and moved by hand, at one and at
// two device pixels a pixel. The points are invented and handed to the page in the place of the program's; FOLDER holds
// what `large-projects.mjs` makes. With --note the result is kept in docs/performance.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { largeProject, longSize, makeLongProject, randomNumbers } from './large-projects.mjs';
import { keepResults, windowEnvironment } from './performanceRecord.mjs';
import { ensureBuilt, ensureInstalled } from './prepare.mjs';
import { markFrames, quantile, scriptOfFrames } from './trace.mjs';
import { launchBrowser, serve } from './window.mjs';

const { values: options } = parseArgs({
  options: { projects: { type: 'string' }, note: { type: 'boolean', default: false } },
});
const points = 100_000;

/** A map as the program gives it: a cluster a class. */
function inventedLayout(settings) {
  const random = randomNumbers(5);
  const normal = () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
  const centres = Array.from({ length: longSize.classes }, () => [60 * normal(), 60 * normal()]);
  const positions = new Float32Array(2 * points);
  const fields = new Int32Array(4 * points);
  for (let i = 0; i < points; i++) {
    const at = Math.floor(random() * centres.length);
    positions.set([centres[at][0] + 8 * normal(), centres[at][1] + 8 * normal()], 2 * i);
    fields.set([0, i, at + 1, at + 1], 4 * i);
  }
  const base64 = (array) => Buffer.from(array.buffer).toString('base64');
  const made = { version: 1, settings, videos: ['long'], rate: 4, points, placed: 0, perplexity: 30, iterations: 750 };
  return { record: { ...made, checks: null }, positions: base64(positions), fields: base64(fields) };
}

/** Answers the page's call for a map; everything else goes to the program and back. */
async function answerForProgram(page) {
  await page.routeWebSocket(/\/rpc/, (socket) => {
    const program = socket.connectToServer();
    socket.onMessage((text) => {
      const { id, name, input } = JSON.parse(text);
      if (name !== 'embeddings.layout') program.send(text);
      else socket.send(JSON.stringify({ type: 'result', id, output: inventedLayout(input) }));
    });
  });
}

/** Zooms in and out, then drags the map about, an event a frame. */
async function moveAbout(session, box) {
  const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
  const send = (type, event) => session.send('Input.dispatchMouseEvent', { type, ...event });
  for (const deltaY of [-40, 40]) {
    for (let i = 0; i < 60; i++) await send('mouseWheel', { x: x + 60, y, deltaX: 0, deltaY });
  }
  await send('mousePressed', { x, y, button: 'middle', clickCount: 1 });
  for (let i = 0; i < 180; i++) {
    const angle = (i / 60) * 2 * Math.PI;
    await send('mouseMoved', { x: x + 150 * Math.sin(angle), y: y + 60 * Math.sin(2 * angle), button: 'middle' });
  }
  await send('mouseReleased', { x, y, button: 'middle' });
}

async function measure(browser, url, ratio) {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, deviceScaleFactor: ratio });
  const page = await context.newPage();
  await answerForProgram(page);
  await page.goto(`${url}#/embeddings`);
  const map = page.getByRole('img', { name: /^t-SNE of/ });
  await map.waitFor();
  await page.waitForTimeout(2000);
  const session = await context.newCDPSession(page);
  await page.evaluate(markFrames);
  await browser.startTracing(page, { categories: ['devtools.timeline', 'blink.user_timing', 'v8'] });
  await moveAbout(session, await map.boundingBox());
  const frames = scriptOfFrames(JSON.parse(await browser.stopTracing()), ['wheel', 'mousemove', 'pointermove']);
  await context.close();
  return frames;
}

ensureInstalled();
ensureBuilt();
const folder = mkdtempSync(join(tmpdir(), 'gadw-maps-'));
const browser = await launchBrowser();
const program = await serve(join(folder, 'user'), largeProject(options.projects ?? folder, 'long', makeLongProject));
try {
  const measures = [];
  for (const ratio of [1, 2]) {
    const frames = await measure(browser, program.url, ratio);
    const at = `at ${ratio} device ${ratio === 1 ? 'pixel' : 'pixels'} a pixel`;
    const of = (what) => frames.map((frame) => frame[what]);
    measures.push(
      {
        measure: `Processor time of a frame's script ${at}, median`,
        value: quantile(of('processor'), 0.5),
        unit: 'ms',
      },
      {
        measure: 'The same, 95th percentile',
        value: quantile(of('processor'), 0.95),
        unit: 'ms',
        target: 'below 16.7',
      },
      { measure: `Time between frames ${at}, median`, value: quantile(of('length'), 0.5), unit: 'ms', target: '16.7' },
    );
  }
  for (const { measure, value, unit } of measures) console.log(`${measure}: ${value.toFixed(2)} ${unit}`);
  const what = `a map of ${points.toLocaleString('en')} points of ${longSize.classes} classes at 1440 × 900, zoomed and dragged by scripted events, in Chromium without a graphics card`;
  const result = { name: 'maps', title: 'npm run bench:maps', what, measures, ...windowEnvironment(browser) };
  if (options.note) keepResults([result], 'npm run bench:maps');
} finally {
  await browser.close();
  await program.stop();
  rmSync(folder, { recursive: true, force: true });
}
