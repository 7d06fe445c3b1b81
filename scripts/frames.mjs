// `node scripts/frames.mjs`: goes through every clip with frame numbers in Chromium (tests/ui/frames.spec.ts, clips of
// CLIPS_DIR or the usual ones), and keeps what was read in docs/video.json and in the table of docs/video.md.
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { ensureBuilt, ensureInstalled, root } from './prepare.mjs';

ensureInstalled();
ensureBuilt();

const beside = resolve(process.env.SHARED_DATA_DIR ?? join(root, '../shared/data'), 'video/generated');
const kept = join(root, 'tests/fixtures/clips');
const clips = process.env.CLIPS_DIR ?? (existsSync(beside) ? beside : kept);
const manifest = JSON.parse(readFileSync(join(clips, 'manifest.json'), 'utf8'));

/** What the tests noted, one object a clip. */
function readings() {
  const folder = mkdtempSync(join(tmpdir(), 'gadw-frames-'));
  const file = join(folder, 'results.json');
  const playwright = join(root, 'node_modules', '@playwright', 'test', 'cli.js');
  const { status } = spawnSync(process.execPath, [playwright, 'test', 'frames.spec.ts', '--reporter=list,json'], {
    cwd: root,
    stdio: ['ignore', 2, 2],
    env: { ...process.env, PLAYWRIGHT_JSON_OUTPUT_NAME: file },
  });
  const specs = (suite) => [...(suite.specs ?? []), ...(suite.suites ?? []).flatMap(specs)];
  const notes = JSON.parse(readFileSync(file, 'utf8'))
    .suites.flatMap(specs)
    .flatMap((spec) => spec.tests.flatMap((test) => test.annotations.filter(({ type }) => type === 'frames')));
  rmSync(folder, { recursive: true });
  if (status !== 0) process.exitCode = 1;
  return notes.map(({ description }) => JSON.parse(description));
}

/** `30000/1001` as 29.97. */
function rateOf(fraction) {
  const [num, den] = fraction.split('/').map(Number);
  return Number((num / den).toFixed(3));
}

function facts(name) {
  const clip = manifest.find(({ file }) => file === name);
  const size = `${clip.coded_width}×${clip.coded_height}`;
  const turned = clip.rotation_deg ? `, turned ${Math.abs(clip.rotation_deg)}°` : '';
  const rate = clip.variable_frame_rate ? 'variable rate' : `${rateOf(clip.avg_frame_rate)} a second`;
  const starts = clip.first_pts_s > 0 ? `, begins at ${clip.first_pts_s} s` : '';
  const sound = clip.audio.length > 0 ? clip.audio.join(', ') : 'none';
  return {
    picture: `${clip.video} ${clip.pix_fmt}, ${size}${turned}, ${rate}${starts}`,
    sound,
    frames: clip.presented_frames,
  };
}

const versionOf = (path) => JSON.parse(readFileSync(join(root, path, 'package.json'), 'utf8')).version;
const rows = readings().map(({ browser, seed, ...row }) => ({ row: { ...row, ...facts(row.name) }, browser, seed }));
const record = {
  command: 'node scripts/frames.mjs',
  date: new Date().toISOString(),
  commit: execFileSync('git', ['rev-parse', 'HEAD'], { cwd: root }).toString().trim(),
  versions: {
    program: versionOf('.'),
    node: process.versions.node,
    'node-av': versionOf('node_modules/node-av'),
    Chromium: rows[0].browser,
  },
  seed: rows[0].seed,
  clips: rows.map(({ row }) => row),
};
writeFileSync(join(root, 'docs', 'video.json'), `${JSON.stringify(record, null, 2)}\n`);

const table = [
  '| Clip | Picture | Sound | Frames | Played from | Pictures read | Wrong |',
  '|---|---|---|--:|---|--:|--:|',
  ...record.clips.map(
    (clip) =>
      `| ${clip.name} | ${clip.picture} | ${clip.sound} | ${clip.frames} | ${clip.from === 'copy' ? 'a copy' : 'the file'} | ${clip.count} | ${clip.wrong} |`,
  ),
  '',
  `*\`${record.command}\`, commit ${record.commit.slice(0, 12)}, ${record.date.slice(0, 10)}; seed ${record.seed}; ${Object.entries(
    record.versions,
  )
    .map(([name, version]) => `${name} ${version}`)
    .join(', ')}.*`,
];
const page = join(root, 'docs', 'video.md');
const text = readFileSync(page, 'utf8');
const [begin, end] = ['<!-- clips: written by scripts/frames.mjs -->', '<!-- end of clips -->'];
const [before, after] = [text.slice(0, text.indexOf(begin)), text.slice(text.indexOf(end))];
writeFileSync(page, [`${before}${begin}`, '', ...table, '', after].join('\n'));
