import { Flag, PencilLine, Tag } from 'lucide-react';
import type { FrameClock } from '../../../src-main/common/domain/video';
import { CommandButton } from '../../components/CommandButton';
import type { ErrorRow } from '../../state/errorRows';
import { markOf, useErrors } from '../../state/errors';
import { useProject } from '../../state/project';
import { formatNumber } from '../../ui/format';
import { KindLetter } from '../../ui/KindLetter';
import { Popover } from '../../ui/Popover';
import { FixMenu } from './FixMenu';
import { TagEditor } from './TagEditor';
import { errorDetail, errorSentence } from './words';

/** What happened, and what a person can say of it. */
export function ErrorHead({ row, clock }: { row: ErrorRow; clock: FrameClock | null }) {
  const errors = useErrors();
  const mark = markOf(row, errors);
  const classes = useProject((state) => state.project?.taxonomy.classes) ?? [];
  return (
    <header className="panel-head tall error-head">
      <KindLetter kind={row.kind} />
      <h2 className="ellipsis">{errorSentence(row, classes)}</h2>
      <span className="hint ellipsis">
        {[row.iou === null ? '' : `IoU ${formatNumber(row.iou, 2)}`, errorDetail(row, classes, errors.rate)]
          .filter(Boolean)
          .join(' · ')}
      </span>
      <span className="push" />
      <CommandButton
        icon={Flag}
        shown
        command="errors.flag"
        aria-pressed={mark.labelError}
        className={mark.labelError ? 'flagged' : ''}
      >
        Label error
      </CommandButton>
      <Popover
        name="Mend the label"
        className="button"
        role="menu"
        button={
          <>
            <PencilLine size={16} aria-hidden /> Mend
          </>
        }
      >
        <FixMenu row={row} clock={clock} />
      </Popover>
      <Popover
        name="Tags"
        className="button"
        button={
          <>
            <Tag size={16} aria-hidden /> {mark.tags.length === 0 ? 'Tag' : mark.tags.join(', ')}
          </>
        }
      >
        <TagEditor row={row} tags={mark.tags} />
      </Popover>
    </header>
  );
}
