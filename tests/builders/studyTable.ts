import { Study, type StudyRow, type StudyTable } from '../../src-main/common/domain/study';

const name = 'disc-vs-gen';
const seeds = [0, 1];
const labels = ['generative', 'discriminative', 'GAD', 'GAD, λ 0.1'];

/** Four rows of two seeds: two are done, of `GAD` the second is missing, those of the last have failed. */
export function studyTable(): StudyTable {
  const study = Study.parse({
    version: 1,
    title: 'Discriminative against generative',
    about: 'GAD paper, main table: segment and point F1, steps a second.',
    columns: ['segmentF1', 'pointF1', 'stepsPerSecond'],
    rows: labels.map((label) => ({ label })),
    seeds,
  });
  return { name, study, rows: labels.map(row), videos: 8 };
}

function row(label: string, i: number): StudyRow {
  const score = 52.4 + 9.3 * i;
  const deviation = i === 2 ? null : 1.1;
  return {
    label,
    runs: seeds.map((seed) => {
      const run = `${name}-row${i}-s${seed}`;
      if (i === 3) return { run, seed, state: 'failed', problem: 'There is no decoder "smollm2-135m".', seconds: 0 };
      if (i === 2 && seed === 1) return { run, seed, state: 'missing', seconds: 0 };
      return { run, seed, state: 'done', seconds: 38.2 };
    }),
    cells: i === 3 ? [null, null, null] : [score, score - 6, 600 / (1 + i)].map((mean) => ({ mean, deviation })),
    difference: i === 0 || i === 3 ? null : { value: 9.3 * i, low: 9.3 * i - 12, high: 9.3 * i + 6 },
  };
}
