import type { StudySummary } from '../../../src-main/common/contract/studies';
import { selectStudy } from '../../state/view';
import { formatNumber } from '../../ui/format';
import { PanelHead } from '../../ui/Region';
import { Progress, Skeleton } from '../../ui/status';

/** All studies of the project and the program, and how far each is. */
export function StudyList({
  list,
  shown,
}: {
  list: readonly StudySummary[] | undefined;
  shown?: StudySummary | undefined;
}) {
  return (
    <>
      <PanelHead title="Studies" count={list?.length} />
      {list === undefined ? (
        <Skeleton rows={4} what="Reading studies" />
      ) : (
        <ul className="scroll">
          {list.map((study) => (
            <li key={study.name}>
              <button
                type="button"
                className="list-row study-row"
                aria-current={study.name === shown?.name}
                onClick={() => selectStudy(study.name)}
              >
                <span>
                  <strong className="ellipsis">{study.title}</strong>
                  <span className="hint mono ellipsis">{study.name}</span>
                  <StudyState study={study} />
                </span>
              </button>
            </li>
          ))}
        </ul>
      )}
    </>
  );
}

function StudyState({ study: { title, done, total, problem } }: { study: StudySummary }) {
  if (problem !== undefined) return <span className="err">its file is wrong</span>;
  return (
    <>
      <Progress value={done / total} label={`Runs of ${title}`} />
      <span className="hint">
        {formatNumber(done)} of {formatNumber(total)} runs
      </span>
    </>
  );
}
