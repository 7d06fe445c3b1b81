import { confusionCells, groupCells, sumCells, trueSteps } from '../../analysis/confusions';
import type { ChosenSteps } from '../../common/domain/chosenSteps';
import type { ConfusionGrouping, ConfusionMatrix } from '../../common/domain/confusions';
import type { ProjectStore } from '../../data/project/store';
import { comparedOn, readComparable } from './comparable';
import { groupClasses } from './grouping';

export interface MatrixRequest {
  run: string;
  split: string;
  grouping: ConfusionGrouping;
  steps?: ChosenSteps | null;
}

/** Steps of a run on a split by true class and label given. @throws UserError as `readComparable` */
export async function confusionMatrix(store: ProjectStore, request: MatrixRequest): Promise<ConfusionMatrix> {
  const comparable = await readComparable(store, [request.run], request.split, request.steps);
  const run = comparable.runs[0]!;
  const cells = sumCells(run.videos.map(confusionCells));
  const { groups, groupOf } = groupClasses(request.grouping, { ...comparable, store, run, cells });
  const grouped = groupCells(cells, groupOf);
  const steps = trueSteps(grouped, groups.length);
  return {
    ...comparedOn(comparable),
    run: request.run,
    grouping: request.grouping,
    groups: groups.map((group, index) => ({ ...group, steps: steps[index]! })),
    cells: grouped.map((cell) => [cell.truth, cell.predicted, cell.steps]),
  };
}
