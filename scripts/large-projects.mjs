// Projects of a size that hardly anybody has at hand, the same each time, made by the program's own import. None has
// videos. `node scripts/large-projects.mjs FOLDER [ANNOTATIONS]` leaves both there: `epic` and `long`.
import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parse } from 'csv-parse/sync';
import { ensureBuilt, ensureInstalled, root } from './prepare.mjs';

/** EPIC-KITCHENS-100 in train and validation together. */
export const epicSize = { videos: 700, segments: 70_000, classes: 3806 };
/** Truth and four runs over three hours. */
export const longSize = { seconds: 3 * 3600, tracks: 5, segments: 20_000, classes: 100 };

/** Where the annotations of EPIC-KITCHENS-100 are. */
export const sharedAnnotations = () =>
  join(process.env.SHARED_DATA_DIR ?? join(root, '..', 'shared', 'data'), 'annotations', 'epic-kitchens-100');

function gadw(folder, ...args) {
  const env = { ...process.env, GADW_USER_DATA: join(folder, 'user') };
  execFileSync(process.execPath, [join(root, 'out', 'main', 'gadw.cjs'), ...args, '--json'], {
    env,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
}

/** Numbers from 0 to 1 (mulberry32). */
export function randomNumbers(seed) {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

const columns = ['video_id', 'start_timestamp', 'stop_timestamp', 'verb', 'verb_class', 'noun', 'noun_class'];
const readTable = (path) => parse(readFileSync(path), { columns: true });
const secondsOf = (text) => text.split(':').reduce((sum, part) => 60 * sum + Number(part), 0);

function timestamp(seconds) {
  const hundredths = Math.floor(100 * seconds);
  const pad = (value) => String(value).padStart(2, '0');
  const [hours, minutes] = [Math.floor(hundredths / 360_000), Math.floor(hundredths / 6000) % 60];
  return `${pad(hours)}:${pad(minutes)}:${pad(Math.floor(hundredths / 100) % 60)}.${pad(hundredths % 100)}`;
}

/** Pairs of verb and noun that no row has, so that all classes are there. */
function* unseenPairs(rows, verbs, nouns, random) {
  const seen = new Set(rows.map((row) => `${row.verb_class} ${row.noun_class}`));
  while (seen.size < epicSize.classes) {
    const [verb, noun] = [verbs, nouns].map((list) => list[Math.floor(list.length * random() ** 2)]);
    const key = `${verb.id} ${noun.id}`;
    if (seen.has(key)) continue;
    seen.add(key);
    yield { verb: verb.key, verb_class: verb.id, noun: noun.key, noun_class: noun.id };
  }
}

/**
 * Rows of videos whose labels are not published here: stretches of the published ones, in proportion to their lengths.
 */
function inventedRows(published, infos, pairs, random) {
  const wanted = epicSize.segments - published.length;
  const whole = infos.reduce((sum, { duration }) => sum + Number(duration), 0);
  const rows = [];
  let passed = 0;
  for (const { video_id, duration } of infos) {
    passed += Number(duration);
    const count = Math.round((wanted * passed) / whole) - rows.length;
    const from = Math.floor((published.length - count) * random());
    const slot = Number(duration) / count;
    for (let i = 0; i < count; i++) {
      const like = published[from + i];
      const length = secondsOf(like.stop_timestamp) - secondsOf(like.start_timestamp);
      const start = i * slot + 0.2 * slot * random();
      // Some actions overlap the next one, as in the data set.
      const stop = Math.min(Number(duration), start + Math.max(0.5, Math.min(length, 1.2 * slot)));
      const next = rows.length % 16 === 0 ? pairs.next().value : undefined;
      const words = next ?? like;
      rows.push({ ...words, video_id, start_timestamp: timestamp(start), stop_timestamp: timestamp(stop) });
    }
  }
  return rows;
}

/** @param annotations the data set's published tables */
export function makeEpicProject(dir, annotations = sharedAnnotations()) {
  const random = randomNumbers(100);
  const table = (name) => readTable(join(annotations, `EPIC_100_${name}.csv`));
  const [published, infos] = [table('validation'), table('video_info')];
  const known = new Set(published.map(({ video_id }) => video_id));
  const others = infos.filter(({ video_id }) => !known.has(video_id)).slice(0, epicSize.videos - known.size);
  const pairs = unseenPairs(published, table('verb_classes'), table('noun_classes'), random);
  const rows = inventedRows(published, others, pairs, random);
  const source = join(dirname(dir), 'epic-source');
  cpSync(annotations, source, { recursive: true });
  execFileSync('chmod', ['-R', 'u+w', source]);
  const lines = rows.map((row) => columns.map((column) => row[column]).join(','));
  writeFileSync(join(source, 'EPIC_100_train.csv'), `${[columns.join(','), ...lines].join('\n')}\n`);
  gadw(dirname(dir), 'init', dir);
  gadw(dirname(dir), 'import', dir, ...['train', 'validation'].map((name) => join(source, `EPIC_100_${name}.csv`)));
}

/** One video with truth and runs. */
export function makeLongProject(dir) {
  const random = randomNumbers(3);
  const source = join(dirname(dir), 'long-source');
  mkdirSync(source, { recursive: true });
  const { seconds, segments, tracks, classes } = longSize;
  const verbs = ['take', 'put', 'wash', 'open', 'close', 'cut', 'stir', 'pour', 'dry', 'peel'];
  const annotations = () =>
    Array.from({ length: segments / tracks }, (_, i) => {
      const slot = (seconds * tracks) / segments;
      const start = (i + 0.3 * random()) * slot;
      const n = Math.floor(classes * random() ** 2);
      return {
        segment: [start, start + slot * (0.2 + 0.5 * random())].map((time) => Number(time.toFixed(2))),
        label: `${verbs[n % verbs.length]} thing ${Math.floor(n / verbs.length)}`,
        score: 0.9,
      };
    });
  const write = (name, value) => writeFileSync(join(source, name), JSON.stringify(value));
  write('truth.json', { database: { long: { duration: seconds, subset: 'testing', annotations: annotations() } } });
  gadw(dirname(dir), 'init', dir);
  gadw(dirname(dir), 'import', dir, join(source, 'truth.json'));
  for (let run = 1; run < tracks; run++) {
    write(`run-${run}.json`, { results: { long: annotations() } });
    const predictions = join(source, `run-${run}.json`);
    gadw(dirname(dir), 'import', dir, '--predictions', '--rate', '4', '--name', `run ${run}`, predictions);
  }
}

/** A project's folder below one where such projects are kept; made where it is not there yet. */
export function largeProject(folder, name, make) {
  const dir = join(resolve(folder), name);
  if (!existsSync(join(dir, 'project.json'))) make(dir);
  return dir;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const [folder, annotations] = process.argv.slice(2);
  if (!folder) throw new Error('Say where: node scripts/large-projects.mjs FOLDER [ANNOTATIONS]');
  ensureInstalled();
  ensureBuilt();
  mkdirSync(folder, { recursive: true });
  makeEpicProject(join(resolve(folder), 'epic'), annotations);
  makeLongProject(join(resolve(folder), 'long'));
}
