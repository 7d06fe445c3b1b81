import { comparePaired, videoDraws } from '../../analysis/bootstrap';
import { confusionCells, sumCells, trueSteps, type ConfusionCell } from '../../analysis/confusions';
import { backgroundShare, diversityIntervals, WrongLabels } from '../../analysis/diversity';
import type { ChosenSteps } from '../../common/domain/chosenSteps';
import type { ClassDiversity, DiversityReport, RunDiversity } from '../../common/domain/diversity';
import type { ProjectStore } from '../../data/project/store';
import { type Comparable, comparedOn, readComparable, tasksOf } from './comparable';

export interface DiversityRequest {
  /** The first is what the others are compared with. */
  runs: readonly string[];
  split: string;
  countBackground: boolean;
  steps?: ChosenSteps | null;
}

/** Misclassification diversity of runs, class by class. @throws UserError as `readComparable` */
export async function diversityReport(store: ProjectStore, request: DiversityRequest): Promise<DiversityReport> {
  const comparable = await readComparable(store, request.runs, request.split, request.steps);
  const { classes, actions, videos } = comparable;
  const choice = {
    actions,
    background: classes.findIndex((entry) => entry.background),
    countBackground: request.countBackground,
  };
  const draws = videoDraws(videos.length);
  const counted = comparable.runs.map((run) => {
    const cells = run.videos.map(confusionCells);
    return { run, cells, wrong: new WrongLabels(cells, choice) };
  });
  const runs = counted.map(({ run, cells, wrong }, i): RunDiversity => {
    const { mean, weighted, entropy } = diversityIntervals(wrong, draws);
    const all = sumCells(cells);
    const share = backgroundShare(all, choice);
    const first = counted[0]!.wrong;
    const meanOf = (labels: WrongLabels) => (weights: ArrayLike<number>) => labels.diversity(weights).mean;
    return {
      run: run.run.id,
      mean,
      weighted,
      backgroundShare: Number.isNaN(share) ? null : share,
      classes: classRows(cells, entropy, choice, comparable),
      difference:
        i === 0 ? null : comparePaired(meanOf(first), meanOf(wrong), draws, { lowerIsBetter: true, centred: true }),
    };
  });
  return { ...comparedOn(comparable), ...tasksOf(comparable), countBackground: request.countBackground, runs };
}

/** Of the actions that occur in the truth. */
function classRows(
  videos: readonly (readonly ConfusionCell[])[],
  entropy: readonly ClassDiversity['entropy'][],
  { background, countBackground }: { background: number; countBackground: boolean },
  { classes, actions }: Comparable,
): ClassDiversity[] {
  const cells = sumCells(videos);
  const steps = trueSteps(cells, classes.length);
  const idOf = (index: number) => classes[index]!.id;
  const isCounted = ({ truth, predicted }: ConfusionCell) =>
    truth !== predicted && (countBackground || predicted !== background);
  const wrong = new Map<number, ConfusionCell[]>();
  for (const cell of cells) {
    if (cell.truth !== cell.predicted) wrong.set(cell.truth, [...(wrong.get(cell.truth) ?? []), cell]);
  }
  const erring = new Map<number, number>();
  for (const own of videos) {
    const erred = new Set(own.filter(isCounted).map(({ truth }) => truth));
    for (const truth of erred) erring.set(truth, (erring.get(truth) ?? 0) + 1);
  }
  return [...classes.keys()]
    .filter((index) => actions[index] && steps[index]! > 0)
    .map((index) => {
      const own = (wrong.get(index) ?? []).sort((a, b) => b.steps - a.steps);
      const counted = own.filter(isCounted);
      return {
        classId: idOf(index),
        steps: steps[index]!,
        errors: counted.reduce((sum, cell) => sum + cell.steps, 0),
        toBackground: own.find(({ predicted }) => predicted === background)?.steps ?? 0,
        videos: erring.get(index) ?? 0,
        entropy: entropy[index] ?? null,
        labels: counted.map((cell) => ({ classId: idOf(cell.predicted), steps: cell.steps })),
      };
    });
}
