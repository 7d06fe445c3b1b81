/** `gadw analyse`: why a run errs, from its predictions and the annotations; trains nothing and writes nothing. */
import type { Command } from 'commander';
import { z } from 'zod';
import { type DiagnosisReport, type Sensitivity, verdicts } from '../../common/domain/diagnosis';
import { evidence, isThin, thinNote } from '../../common/domain/evidence';
import { openProject } from '../../data/project/store';
import { classifiesSteps } from '../../common/domain/run';
import { diagnoseRun } from '../../jobs/diagnosis/diagnose';
import { readRun } from '../../jobs/runFolder';
import { checkedBy, splitOption } from './options';
import { type Act, counted, interval, type Output, score, table } from './output';
import { statisticsSections } from './statisticsSections';

interface AnalyseOptions {
  run: string;
  split: string;
  against?: string;
  correctIou: number;
  overlapIou: number;
}

export function addAnalyseCommand(program: Command, act: Act): void {
  const share = checkedBy(z.number().gt(0).max(1));
  program
    .command('analyse')
    .description(
      'why a run errs: errors by kind and their cost, scores with intervals, confusions, diversity, curves, two runs compared',
    )
    .argument('<dir>', 'the project')
    .requiredOption('--run <id>', 'the run')
    .addOption(splitOption('the split'))
    .option('--against <id>', 'a second run, compared on what both have seen')
    .option('--correct-iou <iou>', 'from which IoU on a segment of the right class is correct', share, 0.5)
    .option('--overlap-iou <iou>', 'from which IoU on two segments have to do with each other', share, 0.1)
    .action(act(analyse));
}

async function analyse(output: Output, dir: string, options: AnalyseOptions): Promise<void> {
  const store = await openProject(dir);
  const thresholds = { correct: options.correctIou, overlap: options.overlapIou };
  const { signal } = new AbortController();
  const { run, split, against = null } = options;
  const diagnose = (id: string, other: string | null) =>
    diagnoseRun(store, { run: id, split, against: other, sharedOnly: true, thresholds }, { signal });
  // First, as it refuses runs that have nothing in common.
  const statistics = await statisticsSections(store, { run, against, split });
  // A clip has no edges, so there are no kinds of errors.
  const ofSteps = classifiesSteps(await readRun(store.dir, run));
  const own = ofSteps ? (await diagnose(run, against)).report : null;
  const second = ofSteps && against !== null ? (await diagnose(against, run)).report : null;
  output.result({ errors: own, ...statistics.values, against: second === null ? null : { errors: second } }, [
    ...(own ? errorLines(own) : ['Kinds of errors need segments, and this run classifies whole clips.']),
    ...(second === null ? [] : ['', ...errorLines(second)]),
    '',
    ...statistics.lines,
  ]);
}

function errorLines(report: DiagnosisReport): string[] {
  const { run, split, videos, truths, predictions, correct, scores, thresholds } = report;
  return [
    `${run} on ${split}, ${counted(videos, 'video')}: ${counted(truths, 'true segment')}, ${counted(predictions, 'predicted one')}, ${correct.toLocaleString('en')} correct at IoU ${thresholds.correct}.`,
    ...report.notes,
    ...(isThin(videos) ? [thinNote(videos)] : []),
    '',
    ...table(
      ['Kind', 'Errors', 'True', 'Predicted', ...scores.map(({ iou }) => `Cost at ${iou}`)],
      [
        ...report.kinds.map((kind) => [
          kind.kind,
          ...[kind.events, kind.truths, kind.predictions].map((count) => count.toLocaleString('en')),
          ...kind.costs.map((cost) => interval(cost, 1)),
        ]),
        ['S-F1', '—', '—', '—', ...scores.map((one) => interval(one.score, 1))],
      ],
    ),
    `Costs and S-F1: ${evidence(videos)}.`,
    ...report.sensitivity.flatMap((trait) => ['', ...sensitivityLines(trait)]),
  ];
}

/** Shares of the true segments of each group, in percent, with their intervals over the videos that they are in. */
function sensitivityLines({ trait, groups }: Sensitivity): string[] {
  const shown = verdicts.filter((verdict) => verdict !== 'duplicate' && verdict !== 'invented');
  return table(
    [`By ${trait}`, 'True', 'Videos', ...shown],
    groups.map((group) => [
      group.name,
      group.truths.toLocaleString('en'),
      group.videos.toLocaleString('en'),
      ...shown.map((verdict) => {
        const at = verdicts.indexOf(verdict);
        const share = group.shares[at];
        return share ? interval(share, 1) : score((100 * (group.verdicts[at] ?? 0)) / group.truths);
      }),
    ]),
  );
}
