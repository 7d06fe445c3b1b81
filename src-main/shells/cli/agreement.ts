/** `gadw agreement`: how far the project's labels and those of another annotator agree. */
import type { Command } from 'commander';
import { z } from 'zod';
import {
  type AgreementReport,
  type DisagreementList,
  disagreementKinds,
  disagreementTitles,
  type EdgeSpread,
} from '../../common/domain/agreement';
import { evidence } from '../../common/domain/evidence';
import { unwatched } from '../../common/progress';
import type { ScoreInterval } from '../../common/domain/statistics';
import { openProject } from '../../data/project/store';
import { agreementReport, disagreementList } from '../../jobs/agreement';
import { checkedBy } from './options';
import { type Act, counted, type Output, score, table } from './output';

export function addAgreementCommand(program: Command, act: Act): void {
  program
    .command('agreement')
    .description('how far your labels and those of another annotator agree, on what both have reviewed')
    .argument('<dir>', 'the project')
    .argument('<name>', 'the annotator, as in "gadw import --annotator"')
    .option('--frames <count>', 'edges further apart than this are a disagreement', checkedBy(z.int().min(0)), 5)
    .action(act(agreement));
}

async function agreement(output: Output, dir: string, name: string, { frames }: { frames: number }): Promise<void> {
  const store = await openProject(dir);
  const report = await agreementReport(store, name, unwatched);
  const list = await disagreementList(store, { annotator: name, frames }, unwatched);
  const names = new Map(store.taxonomy.classes.map((one) => [one.id, one.name]));
  output.result({ ...report, disagreements: list }, lines(report, list, names));
}

function lines(report: AgreementReport, list: DisagreementList, names: ReadonlyMap<number, string>): string[] {
  const { annotator, videos, frames, segments, kappa, frameAgreement, segmentF1, edges } = report;
  const parts = (
    rows: AgreementReport['classes'] | AgreementReport['videos'],
    title: string,
    name: (i: number) => string,
  ) =>
    table(
      [title, 'Yours', 'Theirs', ...segmentF1.map(({ iou }) => `F1@${iou}`), 'Kappa'],
      rows.map((row, i) => [
        name(i),
        String(row.mine),
        String(row.theirs),
        ...row.segmentF1.map(score),
        row.kappa === null ? '—' : row.kappa.toFixed(3),
      ]),
    );
  return [
    `You and ${annotator}: ${counted(videos.length, 'video')}, ${counted(frames, 'frame')} that both have reviewed, ${counted(segments.mine, 'segment')} of yours and ${segments.theirs.toLocaleString('en')} of theirs.`,
    ...report.notes,
    '',
    ...table(
      ['Agreement', 'Value', evidence(videos.length)],
      [
        ['Kappa', ...interval(kappa, 3)],
        ['Frames with one label', ...interval(frameAgreement, 1)],
        ...segmentF1.flatMap(({ iou, mine, theirs }) => [
          [`F1@${iou}, yours the truth`, ...interval(mine, 1)],
          [`F1@${iou}, theirs the truth`, ...interval(theirs, 1)],
        ]),
      ],
    ),
    '',
    ...edgeLine('Starts', edges.start),
    ...edgeLine('Ends', edges.end),
    '',
    ...parts(report.classes, 'Class', (i) => names.get(report.classes[i]?.classId ?? -1) ?? ''),
    '',
    ...parts(report.videos, 'Video', (i) => report.videos[i]?.video ?? ''),
    '',
    `${counted(list.open.length, 'open disagreement')}, ${list.settled} settled.`,
    ...disagreementKinds.map(
      (kind) => `  ${disagreementTitles[kind]}: ${list.open.filter((one) => one.kind === kind).length}`,
    ),
  ];
}

function interval(found: ScoreInterval | null, digits: number): [string, string] {
  if (!found) return ['—', '—'];
  return [found.value.toFixed(digits), `${found.low.toFixed(digits)} to ${found.high.toFixed(digits)}`];
}

function edgeLine(side: string, spread: EdgeSpread | null): string[] {
  if (!spread) return [];
  const { pairs, frames, seconds, within } = spread;
  const shares = within.map((one) => `${score(one.share)} % within ${counted(one.frames, 'frame')}`).join(', ');
  return [
    `${side} of ${counted(pairs, 'pair')}: theirs ${frames.median.toFixed(1)} frames later in the median (quartiles ${frames.low.toFixed(1)} to ${frames.high.toFixed(1)}), ${seconds.median.toFixed(2)} s; ${shares}.`,
  ];
}
