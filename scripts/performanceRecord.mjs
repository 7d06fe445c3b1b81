// docs/performance.json, what each bench measured last and where; and docs/performance.md, the same for people. What
// bounds a figure stands in docs/performance.notes.md, which is put below the tables.
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { availableParallelism, cpus, loadavg } from 'node:os';
import { join } from 'node:path';
import { root } from './prepare.mjs';

const docs = (name) => join(root, 'docs', name);
const order = [
  'train',
  'infer',
  'generate',
  'kinds',
  'evaluate',
  'extract',
  'embed',
  'open',
  'timeline',
  'lists',
  'maps',
];

const digits = (value) => Number(value.toPrecision(3)).toLocaleString('en', { maximumSignificantDigits: 3 });

/** What figures of the window depend on beside the program. @param browser of Playwright */
export function windowEnvironment(browser) {
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  return {
    device: cpus()[0]?.model ?? process.arch,
    threads: availableParallelism(),
    /** Processes that wanted a processor meanwhile, the bench's own among them. */
    load: loadavg()[1],
    versions: { program: version, node: process.versions.node, Chromium: browser.version() },
    commit: execFileSync('git', ['rev-parse', 'HEAD'], { cwd: root }).toString().trim(),
  };
}

/** Puts results in the place of those of the same name and writes both files. @param command that made them */
export function keepResults(results, command) {
  const date = new Date().toISOString();
  const kept = JSON.parse(readFileSync(docs('performance.json'), 'utf8')).results;
  const byName = new Map(kept.map((result) => [result.name, result]));
  for (const result of results) byName.set(result.name, { ...result, command, date });
  const all = order.flatMap((name) => byName.get(name) ?? []);
  writeFileSync(docs('performance.json'), `${JSON.stringify({ results: all }, null, 2)}\n`);
  const text = [
    '# Performance',
    '',
    'Written by the benches themselves; the record is [performance.json](performance.json). `node scripts/performance.mjs` runs those of `gadw bench`, `npm run bench:open` and `npm run bench:timeline` those of the window. Ratios are medians of interleaved rounds with the same files, weights and threads; the peers are the scripts in `tests/bench`, and a bench fails unless their numbers are ours.',
    '',
    ...all.map(section),
    ...(existsSync(docs('performance.notes.md')) ? [readFileSync(docs('performance.notes.md'), 'utf8')] : []),
  ];
  writeFileSync(docs('performance.md'), text.join('\n'));
}

const section = (result) =>
  [`## ${result.title ?? `gadw bench ${result.name}`}`, '', ...told(result), madeOn(result), ''].join('\n');

const told = (result) => (result.measures ? measured(result) : contested(result));

const upper = (text) => `${text[0].toUpperCase()}${text.slice(1)}`;

function madeOn({ commit, device, threads, load, versions, date }) {
  const used = Object.entries(versions).map(([name, version]) => `${name} ${version}`);
  return `*Commit ${commit.slice(0, 12)}, ${date.slice(0, 10)}; ${device}, ${threads} threads${load === undefined ? '' : `, load ${load.toFixed(1)}`}; ${used.join(', ')}.*\n`;
}

/** What the window takes, each with what is asked of it. */
function measured({ what, measures }) {
  return [
    `${upper(what)}.`,
    '',
    '| Measure | Value | Target |',
    '|---|--:|--:|',
    ...measures.map(
      ({ measure, value, unit, target }) => `| ${measure} | ${digits(value)} ${unit} | ${target ?? '—'} |`,
    ),
    '',
  ];
}

/** What a part of the work takes, and a peer for the same. */
function contested({ what, rounds, figures, comparisons, peakBytes }) {
  const memory = peakBytes === null ? '' : ` Peak memory ${(peakBytes / 2 ** 30).toFixed(2)} GiB.`;
  return [
    `${upper(what)}. ${rounds} ${rounds === 1 ? 'round' : 'rounds'}, interleaved.${memory}`,
    '',
    '| Part | Seconds a round | A second |',
    '|---|--:|--:|',
    ...figures.map((one) => `| ${one.part} | ${digits(one.seconds)} | ${digits(one.perSecond)} ${one.unit} |`),
    '',
    ...(comparisons.length === 0
      ? ['No peer: a Python with PyTorch was not there.', '']
      : [
          '| Part | Peer | Times as fast | Spread | Target | Memory, share of the peer’s | Largest difference |',
          '|---|---|--:|--:|--:|--:|--:|',
          ...comparisons.map(
            (one) =>
              `| ${one.part} | ${one.peer} | ${one.ratio.toFixed(2)} | ${Math.min(...one.ratios).toFixed(2)} to ${Math.max(...one.ratios).toFixed(2)} | ${one.target ?? '—'} | ${one.memoryRatio === null ? '—' : one.memoryRatio.toFixed(2)} | ${one.difference === null ? '—' : one.difference.toExponential(0)} |`,
          ),
          '',
        ]),
  ];
}
