// `npm run bench:open [-- --projects FOLDER] [--rounds N] [--note]`: how long a project of the size of
// EPIC-KITCHENS-100 takes from a program that is up to the first painted timeline, and a search through its
// segments. With --note the result is kept in docs/performance. FOLDER holds what `large-projects.mjs` makes;
// without it that is made first.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { epicSize, largeProject, makeEpicProject } from './large-projects.mjs';
import { keepResults, windowEnvironment } from './performanceRecord.mjs';
import { ensureBuilt, ensureInstalled } from './prepare.mjs';
import { launchBrowser, serve } from './window.mjs';

const { values: options } = parseArgs({
  options: {
    projects: { type: 'string' },
    rounds: { type: 'string', default: '5' },
    note: { type: 'boolean', default: false },
  },
});
const median = (values) => values.slice().sort((a, b) => a - b)[values.length >> 1];

/** In the page: notes when the lanes first show segments, by the colours in the middle of the truth. */
function watchTimeline() {
  const look = () => {
    const canvas = document.querySelector('.timeline-canvases canvas');
    if (canvas && canvas.width > 300) {
      const { data } = canvas.getContext('2d').getImageData(0, 20, canvas.width, 1);
      if (new Set(new Uint32Array(data.buffer)).size > 5) {
        window.painted = performance.now();
        return;
      }
    }
    requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
}

/** Milliseconds from the address to the timeline, in a browser that has never seen the page. */
async function openFresh(browser, url) {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  const page = await context.newPage();
  await page.addInitScript(watchTimeline);
  await page.goto(`${url}#/annotate`);
  await page.waitForFunction(() => window.painted !== undefined);
  const milliseconds = await page.evaluate(() => window.painted);
  await context.close();
  return milliseconds;
}

const searches = ['cut onion', 'take plate', 'wash', 'put-down', 'fridge open', 'P22 spoon', 'a', 'knife drawer'];

/** Milliseconds from asking the program for the segments of a text to its answer, as the page waits for them. */
async function searchSegments(browser, url) {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  const page = await context.newPage();
  const asked = new Map();
  const times = [];
  page.on('websocket', (socket) => {
    socket.on('framesent', ({ payload }) => {
      const { id, name } = JSON.parse(payload);
      if (name === 'labels.find' || name === 'labels.check') asked.set(id, [name, performance.now()]);
    });
    socket.on('framereceived', ({ payload }) => {
      const [name, since] = asked.get(JSON.parse(payload).id) ?? [];
      if (name === 'labels.find') times.push(performance.now() - since);
      asked.delete(JSON.parse(payload).id);
    });
  });
  await page.goto(`${url}#/annotate`);
  const field = page.getByRole('searchbox', { name: 'Find a video or a segment' });
  // Nobody types before the lists have their counts.
  await page
    .getByText(/^[\d,]+ segments?$/)
    .first()
    .waitFor();
  await page.waitForTimeout(1000);
  for (const text of searches) {
    const before = times.length;
    await field.fill(text);
    while (times.length === before || asked.size > 0) await page.waitForTimeout(20);
  }
  await context.close();
  return times;
}

async function inProgram(user, project, work) {
  const started = performance.now();
  const program = await serve(user, project);
  const up = performance.now() - started;
  try {
    return { up, ...(await work(program.url)) };
  } finally {
    await program.stop();
  }
}

ensureInstalled();
ensureBuilt();
const folder = mkdtempSync(join(tmpdir(), 'gadw-open-'));
try {
  const epic = largeProject(options.projects ?? folder, 'epic', makeEpicProject);
  const browser = await launchBrowser();
  const rounds = Number(options.rounds);
  const user = join(folder, 'user');
  const counted = () => rmSync(join(epic, '.cache'), { recursive: true, force: true });
  const first = [];
  const again = [];
  const up = [];
  for (let round = 0; round < rounds; round++) {
    counted();
    first.push((await inProgram(user, epic, async (url) => ({ open: await openFresh(browser, url) }))).open);
    const second = await inProgram(user, epic, async (url) => ({ open: await openFresh(browser, url) }));
    again.push(second.open);
    up.push(second.up);
  }
  const { found } = await inProgram(user, epic, async (url) => ({ found: await searchSegments(browser, url) }));
  const measures = [
    { measure: 'First painted timeline, from the address on', value: median(again), unit: 'ms', target: 'below 1,000' },
    { measure: 'The same where nothing has been counted yet', value: median(first), unit: 'ms', target: 'below 1,000' },
    { measure: 'The slowest of all of these', value: Math.max(...first, ...again), unit: 'ms', target: 'below 1,000' },
    { measure: 'Start of the program, project opened', value: median(up), unit: 'ms' },
    { measure: `Search of segments, median of ${found.length}`, value: median(found), unit: 'ms', target: 'below 50' },
    { measure: 'The slowest of them', value: Math.max(...found), unit: 'ms', target: 'below 50' },
  ];
  const { videos, segments, classes } = epicSize;
  const numbers = [videos, segments, classes].map((n) => n.toLocaleString('en'));
  const what = `a project of ${numbers[0]} videos, ${numbers[1]} segments and ${numbers[2]} classes; medians of ${rounds} rounds, each with a new process and a new browser profile; searched a second after the lists had their counts`;
  for (const { measure, value, unit } of measures) console.log(`${measure}: ${value.toFixed(1)} ${unit}`);
  const result = { name: 'open', title: 'npm run bench:open', what, measures, ...windowEnvironment(browser) };
  if (options.note) keepResults([result], 'npm run bench:open');
  await browser.close();
} finally {
  rmSync(folder, { recursive: true, force: true });
}
