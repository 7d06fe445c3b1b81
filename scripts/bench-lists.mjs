// `npm run bench:lists [-- --projects FOLDER] [--note]`: long lists scrolled by wheel events: 100,000 errors, 700
// videos, 3,806 classes. The errors are those of a run, told to the page 25 times over. FOLDER holds what
// `large-projects.mjs` makes. With --note the result is kept in docs/performance.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { largeProject, makeEpicProject, makeLongProject } from './large-projects.mjs';
import { keepResults, windowEnvironment } from './performanceRecord.mjs';
import { ensureBuilt, ensureInstalled } from './prepare.mjs';
import { markFrames, quantile, scriptOfFrames } from './trace.mjs';
import { launchBrowser, serve } from './window.mjs';

const { values: options } = parseArgs({
  options: { projects: { type: 'string' }, note: { type: 'boolean', default: false } },
});
const times = 25;

/** Every column of a run's errors again and again, a second run's length further on. */
function repeated(events) {
  const columns = Object.entries(events).map(([name, column]) => {
    const isColumn = Array.isArray(column) && column.length === events.kind.length;
    if (!isColumn) return [name, column];
    const isTime = /(Start|End)$/.test(name);
    const later = (round) => column.map((value) => (isTime && value >= 0 ? value + 1e6 * round : value));
    return [name, Array.from({ length: times }, (_, round) => later(round)).flat()];
  });
  return Object.fromEntries(columns);
}

async function repeatErrors(page) {
  await page.routeWebSocket(/\/rpc/, (socket) => {
    const program = socket.connectToServer();
    const asked = new Set();
    socket.onMessage((text) => {
      const { id, name } = JSON.parse(text);
      if (name === 'errors.list') asked.add(id);
      program.send(text);
    });
    program.onMessage((text) => {
      const message = JSON.parse(text);
      if (!asked.has(message.id)) return socket.send(text);
      const output = { ...message.output, events: repeated(message.output.events) };
      socket.send(JSON.stringify({ ...message, output }));
    });
  });
}

/** Milliseconds of processor time of the script of each frame while a list is scrolled. */
async function scroll(browser, url, { place, list, prepare }) {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  const page = await context.newPage();
  await prepare?.(page);
  await page.goto(`${url}${place}`);
  const box = await list(page);
  await page.waitForTimeout(2000);
  const session = await context.newCDPSession(page);
  await page.evaluate(markFrames);
  await browser.startTracing(page, { categories: ['devtools.timeline', 'blink.user_timing', 'v8'] });
  const { x, y, width } = await box.boundingBox();
  for (let i = 0; i < 300; i++) {
    // Slowly, then by leaps, there and back.
    const deltaY = (i % 100 < 50 ? 120 : 1200) * (i % 200 < 100 ? 1 : -1);
    const at = { x: x + width / 2, y: y + 100, deltaX: 0, deltaY };
    await session.send('Input.dispatchMouseEvent', { type: 'mouseWheel', ...at });
  }
  const frames = scriptOfFrames(JSON.parse(await browser.stopTracing()), ['wheel', 'scroll']);
  await context.close();
  return frames.map(({ processor }) => processor);
}

const scroller = async (page, table) => {
  const found = page.getByRole('grid', { name: table }).locator('xpath=..');
  await found.getByRole('row').nth(5).waitFor();
  return found;
};
const lists = {
  long: [
    {
      what: '100,000 errors',
      place: '#/errors',
      prepare: repeatErrors,
      list: (page) => scroller(page, 'Errors'),
    },
  ],
  epic: [
    { what: '700 videos', place: '#/project', list: (page) => scroller(page, 'Videos') },
    {
      what: '3,806 classes',
      place: '#/project',
      list: async (page) => {
        await page.getByRole('region', { name: 'Classes' }).getByRole('button', { name: 'Edit' }).click();
        return scroller(page, 'Classes');
      },
    },
  ],
};

ensureInstalled();
ensureBuilt();
const folder = mkdtempSync(join(tmpdir(), 'gadw-lists-'));
const browser = await launchBrowser();
try {
  const measures = [];
  for (const [name, make] of Object.entries({ long: makeLongProject, epic: makeEpicProject })) {
    const program = await serve(join(folder, 'user'), largeProject(options.projects ?? folder, name, make));
    try {
      for (const list of lists[name]) {
        const script = await scroll(browser, program.url, list);
        measures.push(
          { measure: `Script of a frame, ${list.what}, median`, value: quantile(script, 0.5), unit: 'ms' },
          { measure: 'The same, 95th percentile', value: quantile(script, 0.95), unit: 'ms', target: 'below 16' },
        );
      }
    } finally {
      await program.stop();
    }
  }
  for (const { measure, value, unit } of measures) console.log(`${measure}: ${value.toFixed(2)} ${unit}`);
  const what =
    'long lists at 1440 × 900 scrolled by scripted wheel events; processor time, in Chromium without a graphics card';
  const result = { name: 'lists', title: 'npm run bench:lists', what, measures, ...windowEnvironment(browser) };
  if (options.note) keepResults([result], 'npm run bench:lists');
} finally {
  await browser.close();
  rmSync(folder, { recursive: true, force: true });
}
