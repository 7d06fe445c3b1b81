// `node scripts/screenshots.mjs [NAME...]`: pictures of the running program on the demo, in dark and light, all or the
// named ones. Those that the documents show go to docs/pictures, those of all screens and states to out/pictures.
import { copyFileSync, cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ensureBuilt, ensureInstalled, root } from './prepare.mjs';
import { launchBrowser, serve } from './window.mjs';

const demo = join(root, 'resources', 'demo');
const { splits } = JSON.parse(readFileSync(join(demo, 'project.json'), 'utf8'));
const annotate = `annotate?video=${splits.test[0]}&t=21.4`;
/** Shown by README.md and docs/. */
const kept = [
  'annotate',
  'dragging',
  'lanes',
  'classes',
  'review',
  'agreement',
  'merge',
  'keymap',
  'errors',
  'embeddings',
];
const named = process.argv.slice(2);
const wanted = (name) => named.length === 0 || named.includes(name);

/** What is pictured: where, and what a person does there first. */
const states = {
  project: ['project'],
  features: ['features'],
  train: ['train'],
  runs: ['runs?run=gad'],
  studies: ['studies'],
  errors: ['errors?run=gad&against=disc', openError],
  embeddings: ['embeddings?run=gad', mapDrawn],
  entropy: ['entropy?run=gad'],
  figures: ['figures'],
  annotate: [annotate, picturesThere],
  dragging: [annotate, dragEdge],
  begun: [annotate, beginSegment],
  typing: [annotate, typeClass],
  classes: [annotate, (page) => byPalette(page, 'edit classes')],
  review: [annotate, (page) => walkThrough(page, 'Review')],
  keys: [annotate, (page) => page.keyboard.press('?')],
  keymap: [annotate, changeKeys],
  palette: [annotate, (page) => page.keyboard.press('Control+k')],
};

/** Of the demo with its labels parted. */
const inLanes = {
  lanes: [annotate, dragHead],
};

/** Of the demo with labels of a second annotator. */
const compared = {
  agreement: [annotate, (page) => walkThrough(page, 'Agreement')],
};

/** Of the demo with labels that another program has changed too. */
const changedTwice = {
  merge: [annotate, mergeSegments],
};

async function mergeSegments(page) {
  await page.getByRole('button', { name: 'Merge', exact: true }).click();
  await page.getByRole('listbox', { name: 'Segments changed twice' }).press('ArrowDown');
  await picturesThere(page);
}

async function walkThrough(page, list) {
  await page.getByText(list, { exact: true }).click();
  const stops = page.locator('.stops');
  await stops.getByRole('option').first().waitFor();
  await stops.focus();
  await page.keyboard.press('ArrowDown');
  await picturesThere(page);
}

async function changeKeys(page) {
  await page.keyboard.press('?');
  await page.getByRole('button', { name: 'Change keys' }).click();
}

async function dragHead(page) {
  await picturesThere(page);
  const head = (name) => page.locator('.timeline-header').filter({ hasText: name }).first();
  await head('left hand').hover();
  await page.getByRole('button', { name: 'Lock lane left hand' }).click();
  const { x, y } = await head('gad').boundingBox();
  await page.mouse.move(x + 60, y + 20);
  await page.mouse.down();
  await page.mouse.move(x + 60, (await head('right hand').boundingBox()).y + 2, { steps: 8 });
}

/** A copy of the demo whose labels are in two lanes. */
function partedDemo(folder) {
  cpSync(demo, folder, { recursive: true });
  const change = (name, to) => {
    const path = join(folder, name);
    writeFileSync(path, JSON.stringify(to(JSON.parse(readFileSync(path, 'utf8')))));
  };
  const lanes = ['right hand', 'left hand'].map((name, id) => ({ id, name }));
  change('project.json', (project) => ({ ...project, singleLabel: false }));
  change('taxonomy.json', (taxonomy) => ({ ...taxonomy, lanes, nextLane: 2 }));
  const parted = (one, i) => (i % 2 === 0 ? one : { ...one, lane: 1 });
  change(`annotations/${splits.test[0]}.json`, (labels) => ({ ...labels, segments: labels.segments.map(parted) }));
  return folder;
}

/**
 * A copy of the demo that somebody else has labelled too: edges moved, every fifth class another, every sixth left out.
 */
function twiceLabelledDemo(folder) {
  cpSync(demo, folder, { recursive: true });
  const theirs = join(folder, 'annotators', 'second');
  mkdirSync(theirs, { recursive: true });
  const seen = ({ start, end, classId, ...one }, i) => ({
    ...one,
    start: start + 4 * (i % 3),
    end: end - 3 * (i % 4),
    classId: i % 5 === 4 ? 1 : classId,
  });
  for (const video of splits.test) {
    const labels = JSON.parse(readFileSync(join(folder, 'annotations', `${video}.json`), 'utf8'));
    const segments = labels.segments.map(seen).filter((_, i) => i % 6 !== 5);
    writeFileSync(join(theirs, `${video}.json`), JSON.stringify({ ...labels, segments }));
  }
  return folder;
}

/** A copy of the demo in which three segments were changed by somebody else as well. */
function changedTwiceDemo(folder) {
  cpSync(demo, folder, { recursive: true });
  const path = join(folder, 'annotations', `${splits.test[0]}.json`);
  const labels = JSON.parse(readFileSync(path, 'utf8'));
  const [, one, two, three] = labels.segments;
  const edit = (before, after) => ({ video: labels.video, name: 'Edit', segments: [{ before, after }] });
  const edits = [
    edit(one, { ...one, end: one.end + 24 }),
    edit(two, { ...two, start: two.start + 20, classId: one.classId }),
    edit(three, null),
  ];
  const kept = join(folder, 'annotations', `${labels.video}.refused-1795295804000.json`);
  writeFileSync(kept, JSON.stringify({ version: 1, edits }));
  const theirs = labels.segments.map((s) => ([one, two, three].includes(s) ? { ...s, end: s.end - 14 } : s));
  writeFileSync(path, JSON.stringify({ ...labels, segments: theirs }));
  return folder;
}

async function picturesThere(page) {
  // Nothing says when the last thumbnail is there.
  await page.waitForTimeout(12_000);
}

async function chooseSegment(page, number) {
  await page.locator('.timeline').focus();
  for (let i = 0; i < number; i++) await page.keyboard.press('ArrowDown');
}

async function dragEdge(page) {
  await picturesThere(page);
  await chooseSegment(page, 2);
  const canvas = await page.getByTestId('timeline-canvas').boundingBox();
  const end = page.getByLabel('End', { exact: true });
  const [minutes, seconds] = (await end.inputValue()).split(':').map(Number);
  const [, length] = (await page.locator('.transport').innerText()).match(/\/\s*(\d+:[\d.]+)/);
  const [m, s] = length.split(':').map(Number);
  const x = canvas.x + ((60 * minutes + seconds) / (60 * m + s)) * canvas.width - 1;
  await page.mouse.move(x, canvas.y + 71);
  await page.mouse.down();
  await page.mouse.move(x + 40, canvas.y + 71, { steps: 8 });
}

async function beginSegment(page) {
  await page.locator('.timeline').focus();
  await page.keyboard.press('Escape');
  await page.keyboard.press('2');
  for (let i = 0; i < 4; i++) await page.keyboard.press('Shift+ArrowRight');
}

async function typeClass(page) {
  await chooseSegment(page, 1);
  await page.keyboard.press('c');
  await page.keyboard.type('st');
}

async function byPalette(page, words) {
  await page.keyboard.press('Control+k');
  await page.keyboard.type(words);
  await page.getByRole('listbox', { name: 'Results' }).getByRole('option').first().waitFor();
  await page.keyboard.press('Enter');
}

async function openError(page) {
  await page.getByRole('grid').first().getByRole('row').nth(5).click();
  await page.waitForTimeout(4000);
}

async function mapDrawn(page) {
  // A map that was made before is there at once.
  await page.waitForTimeout(4000);
  await page.getByText(/^Iteration/).waitFor({ state: 'hidden', timeout: 300_000 });
}

async function take(browser, url, scheme, states) {
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 }, colorScheme: scheme });
  for (const [name, [place, act]] of Object.entries(states).filter(([one]) => wanted(one))) {
    await page.goto('about:blank');
    await page.goto(`${url}#/${place}`);
    await page.getByText('Opening the project').waitFor({ state: 'hidden' });
    await page.waitForTimeout(1500);
    await act?.(page);
    await page.waitForTimeout(700);
    await page.screenshot({ path: join(pictures, `${name}-${scheme}.png`), animations: 'disabled' });
    if (name === 'dragging') await page.keyboard.press('Escape');
  }
  await page.close();
}

const pictures = join(root, 'out', 'pictures');
const shown = join(root, 'docs', 'pictures');
ensureInstalled();
ensureBuilt();
for (const folder of [pictures, shown]) mkdirSync(folder, { recursive: true });
const user = mkdtempSync(join(tmpdir(), 'gadw-pictures-'));
const program = await serve(user);
const parted = await serve(user, partedDemo(join(user, 'parted')));
const twice = await serve(user, twiceLabelledDemo(join(user, 'twice')));
const merge = await serve(user, changedTwiceDemo(join(user, 'merge')));
try {
  const browser = await launchBrowser();
  for (const scheme of ['dark', 'light']) {
    await take(browser, program.url, scheme, states);
    await take(browser, parted.url, scheme, inLanes);
    await take(browser, twice.url, scheme, compared);
    await take(browser, merge.url, scheme, changedTwice);
    for (const name of kept.filter(wanted))
      copyFileSync(join(pictures, `${name}-${scheme}.png`), join(shown, `${name}-${scheme}.png`));
  }
  await browser.close();
} finally {
  await program.stop();
  await parted.stop();
  await twice.stop();
  await merge.stop();
  rmSync(user, { recursive: true, force: true });
}
