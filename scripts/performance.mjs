// `node scripts/performance.mjs [--python PATH] [--rounds N]`: runs all benches and writes docs/performance.json and .md.
// What bounds a figure stands in docs/performance.notes.md, which is put below the tables.
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ensureBuilt, ensureInstalled, root } from './prepare.mjs';

const options = process.argv.slice(2);
const names = ['train', 'infer', 'generate', 'kinds', 'evaluate', 'extract'];
const docs = (name) => join(root, 'docs', name);

ensureInstalled();
ensureBuilt();

function bench(name) {
  process.stderr.write(`gadw bench ${name}\n`);
  const args = [join(root, 'out', 'main', 'gadw.cjs'), 'bench', name, ...options, '--json'];
  const stdout = execFileSync(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'], maxBuffer: 2 ** 26 });
  return JSON.parse(stdout.toString().trim().split('\n').at(-1));
}

const digits = (value) => Number(value.toPrecision(3)).toLocaleString('en', { maximumSignificantDigits: 3 });

function section({ name, what, rounds, figures, comparisons, peakBytes }) {
  const memory = peakBytes === null ? '' : ` Peak memory ${(peakBytes / 2 ** 30).toFixed(2)} GiB.`;
  return [
    `## gadw bench ${name}`,
    '',
    `${what[0].toUpperCase()}${what.slice(1)}. ${rounds} ${rounds === 1 ? 'round' : 'rounds'}, interleaved.${memory}`,
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
  ].join('\n');
}

const results = names.map(bench);
for (const result of results) delete result.lines; // the same for people
const record = {
  command: ['node scripts/performance.mjs', ...options.filter((word) => !word.includes('/'))].join(' '),
  results,
};
const { device, threads, versions, commit } = results[0];
const all = Object.assign({}, ...results.map((result) => result.versions));
writeFileSync(docs('performance.json'), `${JSON.stringify({ ...record, date: new Date().toISOString() }, null, 2)}\n`);
writeFileSync(
  docs('performance.md'),
  [
    '# Performance',
    '',
    `Written by \`scripts/performance.mjs\` at commit ${commit.slice(0, 12)} on ${device}, ${threads} threads; ${Object.entries(
      { ...all, ...versions },
    )
      .map(([name, version]) => `${name} ${version}`)
      .join(
        ', ',
      )}. The record is [performance.json](performance.json). Ratios are medians of interleaved rounds with the same files, weights and threads; the peers are the scripts in \`tests/bench\`, and a bench fails unless their numbers are ours.`,
    '',
    ...results.map(section),
    ...(existsSync(docs('performance.notes.md')) ? [readFileSync(docs('performance.notes.md'), 'utf8')] : []),
  ].join('\n'),
);
