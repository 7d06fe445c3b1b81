import { copyFileSync, cpSync, mkdirSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { writeNpy } from '../../src-main/data/formats/npy';
import type { ProjectStore } from '../../src-main/data/project/store';
import { latestCheckpoint, runFolder } from '../../src-main/jobs/runFolder';
import { gadw, gadwJson } from '../builders/commandLine';
import { learnableProject, toySettings } from '../builders/learnableProject';
import { hasGolden } from '../golden/goldenFolder';
import { folderDigest, smallProject, temporaryFolder, writeFiles } from '../unit/data/temporaryProject';
import { editJson, tinyLlama } from '../unit/models/folder';

/**
 * What users get wrong, through the built command line: one sentence of what happened and one of what to do on stderr,
 * exit code 1, the same as an object with `--json`, and the project on disk as it was. In sentences DIR stands for the
 * folder of the files given, PROJECT for the project's.
 */
interface Refused {
  code: string;
  message: string;
  tip: string;
}

interface BadInput extends Refused {
  name: string;
  /** Spoils the project or makes files; gives the command's words. */
  given: (store: ProjectStore, dir: string) => Promise<string[]> | string[];
  singleLabel?: boolean;
}

const clip = (name: string) => join(import.meta.dirname, '..', 'fixtures', 'clips', name);

/** Imports a clip under a name of its own. */
function withClip(name: string, as: string) {
  return (store: ProjectStore, dir: string) => {
    copyFileSync(clip(name), join(dir, as));
    return ['import', store.dir, join(dir, as)];
  };
}

/** Imports ActivityNet annotations of video `a`. */
function withLabels(...annotations: { label: string; segment: [number, number] }[]) {
  return (store: ProjectStore, dir: string) => {
    writeFiles(dir, { 'truth.json': JSON.stringify({ database: { a: { annotations } } }) });
    return ['import', store.dir, join(dir, 'truth.json')];
  };
}

/** Imports features of video `a`, 20 s at 4 steps a second, all 1 but for one row. */
function withFeatures(rows: number, value = 1) {
  return async (store: ProjectStore, dir: string) => {
    const data = new Float32Array(rows * 3).fill(1).fill(value, 15, 18);
    mkdirSync(join(dir, 'rgb'));
    writeFiles(dir, { 'rgb/set.json': '{"rate": 4}' });
    await writeNpy(join(dir, 'rgb', 'a.npy'), { dtype: 'float32', shape: [rows, 3], data });
    return ['import', store.dir, join(dir, 'rgb')];
  };
}

/** Adds the tiny Llama after something was done to its files. */
function withModel(spoil: (model: string) => void | Promise<void>) {
  return async (store: ProjectStore, dir: string) => {
    const model = join(dir, 'llama');
    cpSync(tinyLlama, model, { recursive: true });
    await spoil(model);
    return ['models', store.dir, model];
  };
}

const cut = { label: 'cut onion', segment: [1, 5] as [number, number] };

/** What an import says that refuses one row. */
const refused = (row: string) => ({
  code: 'rows-refused',
  message: `Nothing was imported; refused 1 row:\n${row}`,
  tip: 'Mend what is listed, or import the rest with --keep-valid.',
});
const notAProject = { code: 'not-a-project', tip: 'Choose a project folder, or make one with "gadw init".' };

const inputs: BadInput[] = [
  {
    name: 'a folder that is not there',
    given: (_, dir) => ['runs', join(dir, 'nowhere')],
    ...notAProject,
    message: 'DIR/nowhere is not a project: there is no such folder.',
  },
  {
    name: 'a folder that is no project',
    given: (_, dir) => ['train', dir],
    ...notAProject,
    message: 'DIR is not a project: it holds no project.json.',
  },
  {
    name: 'a project of a newer version',
    given: async ({ dir }) => {
      await editJson(join(dir, 'project.json'), (project) => {
        project['version'] = 99;
      });
      return ['runs', dir];
    },
    code: 'newer-version',
    message: 'project.json has version 99, written by a newer program; this one reads versions up to 1.',
    tip: 'Update GAD Workbench, then open the project again.',
  },
  {
    name: 'a project file that is no JSON',
    given: ({ dir }) => {
      writeFiles(dir, { 'videos.json': '{"version": 1,\n"videos": [,]}' });
      return ['runs', dir];
    },
    code: 'invalid-json',
    message: 'Invalid videos.json: not JSON at line 2, column 12: found ,.',
    tip: 'Mend that line, or take the file from a backup.',
  },
  {
    name: 'segments that overlap in a single-label project',
    singleLabel: true,
    given: withLabels(cut, { label: 'stir pot', segment: [4, 8] }),
    ...refused(
      'truth.json:1 (database.a.annotations[1]): "stir pot" overlaps "cut onion" of truth.json line 1, database.a.annotations[0], which a single-label project forbids.',
    ),
  },
  {
    name: 'an end before its start',
    given: withLabels(cut, { label: 'stir pot', segment: [8, 6] }),
    ...refused('truth.json:1 (database.a.annotations[1].segment): Ends before it starts: 8 to 6 seconds.'),
  },
  {
    name: 'an unknown class',
    given: withLabels(cut, { label: 'juggle', segment: [6, 8] }),
    ...refused('truth.json:1 (database.a.annotations[1]): Found class "juggle", expected one of the taxonomy.'),
  },
  {
    name: 'a video that is not there',
    given: (store, dir) => ['import', store.dir, join(dir, 'gone.mp4')],
    ...refused('gone.mp4: There is no such file (DIR/gone.mp4).'),
  },
  {
    name: 'a video cut short',
    given: withClip('truncated_no_moov.mp4', 'short.mp4'),
    ...refused(
      'short.mp4: Cannot read "short.mp4": its index (the "moov" box) is missing or damaged; the file was cut off, or its recording did not finish.',
    ),
  },
  {
    name: 'a video of zero bytes',
    given: withClip('zero_byte.mp4', 'empty.mp4'),
    ...refused('empty.mp4: Cannot read "empty.mp4": the file is empty (0 bytes).'),
  },
  {
    name: 'a text named mp4',
    given: withClip('text_renamed.mp4', 'text.mp4'),
    ...refused('text.mp4: Cannot read "text.mp4": it holds text, not a video.'),
  },
  {
    name: 'features with NaN',
    given: withFeatures(80, Number.NaN),
    ...refused('a.npy (row 5): Column 0 is NaN, expected finite numbers.'),
  },
  {
    name: 'features with infinity',
    given: withFeatures(80, Number.POSITIVE_INFINITY),
    ...refused('a.npy (row 5): Column 0 is Infinity, expected finite numbers.'),
  },
  {
    name: 'features of the wrong length',
    given: withFeatures(70),
    ...refused('a.npy: Found 70 rows, expected 80 (20 s at 4 steps a second).'),
  },
  {
    name: 'safetensors cut short',
    given: withModel((model) => truncateSync(join(model, 'model.safetensors'), 50_000)),
    code: 'weights-truncated',
    message:
      'Invalid weights file DIR/llama/model.safetensors: it ends at byte 50000, but its header tells of 711352 bytes. The file is truncated.',
    tip: 'Copy or download the file again.',
  },
  {
    name: 'an architecture that is not known',
    given: withModel((model) =>
      editJson(join(model, 'config.json'), (config) => {
        config['architectures'] = ['MambaForCausalLM'];
      }),
    ),
    code: 'decoder-unsupported',
    message: 'Unsupported: "MambaForCausalLM" in DIR/llama/config.json; expected LlamaForCausalLM or Qwen2ForCausalLM.',
    tip: 'Choose a Llama or Qwen2 model, such as Llama 3.2 or SmolLM2.',
  },
  {
    name: 'a tokenizer with fewer tokens than the embedding has rows',
    given: withModel((model) =>
      editJson(join(model, 'tokenizer.json'), (tokenizer) => {
        tokenizer['added_tokens'] = [];
      }),
    ),
    code: 'tokenizer-mismatch',
    message: 'Invalid model DIR/llama: its tokenizer has 596 tokens, but its embedding table has 600 rows.',
    tip: 'Take the tokenizer that belongs to this model.',
  },
];

/** Runs the command for people and for machines; both must say this, and change nothing in the project. */
async function expectRefusal(args: string[], projectDir: string, sentences: Refused, dir = projectDir): Promise<void> {
  const before = folderDigest(projectDir);
  const plain = (text: unknown) => String(text).replaceAll(projectDir, 'PROJECT').replaceAll(dir, 'DIR');
  const { code, message, tip } = sentences;

  const people = await gadw(...args);
  expect([people.code, people.stdout]).toEqual([1, ['']]);
  const sentencesSaid = [...message.split('\n'), tip];
  expect(people.stderr.map(plain).slice(-sentencesSaid.length)).toEqual(sentencesSaid);

  const machines = await gadwJson(...args);
  expect(machines.code).toBe(1);
  const error = machines.json['error'] as Refused;
  expect({ ...error, message: plain(error.message) }).toEqual({ code, message, tip });
  expect(folderDigest(projectDir)).toEqual(before);
}

const fullDisk = join(import.meta.dirname, '..', 'fixtures', 'fullDisk.cjs');
afterEach(() => vi.unstubAllEnvs());

describe('the command line refuses', () => {
  it.each(inputs)('$name', async ({ given, singleLabel = false, ...sentences }) => {
    const store = await smallProject({ singleLabel });
    const dir = temporaryFolder();
    await expectRefusal(await given(store, dir), store.dir, sentences, dir);
  });

  it('to extract from a video that is gone', async () => {
    const { dir } = await smallProject();
    const path = join(dir, '..', 'tea.mp4');
    copyFileSync(clip('cfr30_h264_aac.mp4'), path);
    expect((await gadw('import', dir, path)).code).toBe(0);
    rmSync(path);
    await expectRefusal(
      ['extract', dir],
      dir,
      {
        code: 'videos-failed',
        message: '1 of 1 videos could not be extracted. Missing video "tea.mp4": there is no file at DIR/tea.mp4.',
        tip: 'Mend or remove these videos and extract again: finished ones are kept.',
      },
      dirname(path),
    );
  });
});

describe('on a full disk', () => {
  const tip = 'Free some space on the disk, then save again.';

  it('an import says so and changes nothing', async () => {
    const store = await smallProject();
    const dir = temporaryFolder();
    const args = withLabels(cut)(store, dir);
    vi.stubEnv('NODE_OPTIONS', `--require ${fullDisk}`);
    const message =
      'Could not save PROJECT/annotations/a.json: no space is left on the disk. What was there before is unchanged.';
    await expectRefusal(args, store.dir, { code: 'disk-full', message, tip }, dir);
  });
});

describe.runIf(hasGolden('tiny-llama/model.safetensors'))('training', () => {
  it('says that the disk is full, keeps its last checkpoint and goes on from there', async () => {
    const { dir } = await learnableProject();
    const settings = join(temporaryFolder(), 'settings.json');
    writeFileSync(settings, JSON.stringify(toySettings({ checkpointEvery: 3 })));
    vi.stubEnv('NODE_OPTIONS', `--require ${fullDisk}`);
    vi.stubEnv('FULL_AFTER', '12');
    const { code, stderr } = await gadw('train', dir, '--run', 'r', '--settings', settings);
    expect([code, stderr.at(-1)]).toEqual([1, 'Free some space on the disk, then save again.']);
    expect(stderr.at(-2)).toMatch(
      /^Could not save \S+: no space is left on the disk\. What was there before is unchanged\.$/,
    );
    const { step } = (await latestCheckpoint(runFolder(dir, 'r')))!;
    expect(step).toBeGreaterThan(0);
    expect(step).toBeLessThan(60);
    vi.unstubAllEnvs();
    expect(await gadwJson('train', dir, '--run', 'r', '--resume')).toMatchObject({ code: 0, json: { updates: 60 } });
  });

  it('refuses a decoder that was cut short after it was added', async () => {
    const store = await learnableProject();
    const dir = temporaryFolder();
    cpSync(tinyLlama, join(dir, 'llama'), { recursive: true });
    expect((await gadw('models', store.dir, join(dir, 'llama'))).code).toBe(0);
    truncateSync(join(dir, 'llama', 'model.safetensors'), 50_000);
    const args = ['train', store.dir, '--decoder', 'llama', '--features', 'toy', '--run', 'r'];
    await expectRefusal(
      args,
      store.dir,
      {
        code: 'weights-truncated',
        message:
          'Invalid weights file DIR/llama/model.safetensors: it ends at byte 50000, but its header tells of 711352 bytes. The file is truncated.',
        tip: 'Copy or download the file again.',
      },
      dir,
    );
  });
});
