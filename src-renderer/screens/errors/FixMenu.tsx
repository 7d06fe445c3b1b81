import { CalendarRange, Plus, Tag, Trash2 } from 'lucide-react';
import { defaultLane, lanesOf } from '../../../src-main/common/domain/lane';
import type { FrameClock } from '../../../src-main/common/domain/video';
import type { ErrorRow } from '../../state/errorRows';
import { momentOf } from '../../state/errorRows';
import { useErrors } from '../../state/errors';
import { fixEdit, type LabelFix } from '../../state/labelFix';
import { editLabels, undo, useHistory } from '../../state/history';
import { showToast } from '../../state/notices';
import { useProject } from '../../state/project';
import { Select } from '../../ui/fields';
import { MenuItem } from '../../ui/Popover';

/** Ways to mend the true label there and then; each can be undone. */
export function FixMenu({ row, clock }: { row: ErrorRow; clock: FrameClock | null }) {
  const rate = useErrors((state) => state.rate);
  const classes = useProject((state) => state.project?.taxonomy.classes) ?? [];
  const firstLane = useProject(({ project }) => lanesOf(project?.taxonomy ?? {})[0]?.id ?? defaultLane);
  const nameOf = (id: number | null) => classes.find((entry) => entry.id === id)?.name ?? `class ${id}`;
  const { truth, predicted, truthClass, predictedClass } = row;
  const predictedSpan = predicted && { start: predicted.start / rate, end: predicted.end / rate };
  const sameTimes = truth?.start === predicted?.start && truth?.end === predicted?.end;
  const mend = (fix: LabelFix, name: string) => {
    const labelled = truth ? momentOf(row, rate) : null;
    void editLabels(row.video, (labels) => fixEdit(labels, clock, labelled, fix, name)).then(() => {
      // A locked lane or a full disk may have kept it from being done.
      if (useHistory.getState().done.at(-1)?.name === name) showToast({ text: name, undo });
    });
  };
  return (
    <div className="fix-menu">
      {truth && predictedClass !== null && predictedClass !== truthClass && (
        <MenuItem
          onClick={() =>
            mend(
              { kind: 'class', classId: predictedClass },
              `Call “${nameOf(truthClass)}” “${nameOf(predictedClass)}” in ${row.video}`,
            )
          }
        >
          <Tag size={16} aria-hidden /> It is {nameOf(predictedClass)}
        </MenuItem>
      )}
      {truth && predictedSpan && !sameTimes && (
        <MenuItem
          onClick={() =>
            mend({ kind: 'times', ...predictedSpan }, `Move edges of “${nameOf(truthClass)}” in ${row.video}`)
          }
        >
          <CalendarRange size={16} aria-hidden /> Take the times of the prediction
        </MenuItem>
      )}
      {!truth && predictedSpan && predictedClass !== null && (
        <MenuItem
          onClick={() =>
            mend(
              { kind: 'add', classId: predictedClass, lane: firstLane, ...predictedSpan },
              `Add “${nameOf(predictedClass)}” to ${row.video}`,
            )
          }
        >
          <Plus size={16} aria-hidden /> Add {nameOf(predictedClass)} to the truth
        </MenuItem>
      )}
      {truth && (
        <MenuItem onClick={() => mend({ kind: 'remove' }, `Remove “${nameOf(truthClass)}” from ${row.video}`)}>
          <Trash2 size={16} aria-hidden /> There is nothing here
        </MenuItem>
      )}
      {truth && (
        <label className="row fix-class">
          Another class
          <Select
            aria-label="Another class"
            value={String(truthClass)}
            choices={classes
              .filter(({ background }) => !background)
              .map(({ id, name }) => ({ value: String(id), label: name }))}
            onValue={(id) =>
              mend(
                { kind: 'class', classId: Number(id) },
                `Call “${nameOf(truthClass)}” “${nameOf(Number(id))}” in ${row.video}`,
              )
            }
          />
        </label>
      )}
    </div>
  );
}
