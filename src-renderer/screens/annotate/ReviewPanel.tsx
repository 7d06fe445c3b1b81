/** The review queue: what a run is unsure of and which labels it doubts, and what going through them has gained. */
import { CircleHelp, ScissorsLineDashed, SearchCheck } from 'lucide-react';
import { useEffect, useMemo } from 'react';
import { type Suggestion, suggestionKinds, suggestionTitles } from '../../../src-main/common/domain/review';
import { CommandButton } from '../../components/CommandButton';
import { useHistory } from '../../state/history';
import { noRuns, useProject } from '../../state/project';
import {
  chooseReviewRun,
  loadReview,
  reviewedRun,
  setReviewKind,
  shownSuggestions,
  stopLooking,
  suggesting,
  useReview,
} from '../../state/review';
import { useView } from '../../state/view';
import { useWalk } from '../../state/walk';
import { Button } from '../../ui/Button';
import { Select } from '../../ui/fields';
import { formatNumber, formatTime } from '../../ui/format';
import { Empty, Failure, Progress, Working } from '../../ui/status';
import { ClassName } from '../../components/ClassName';
import { KindChips } from './KindChips';
import { StopList } from './StopList';

const icons = { boundary: ScissorsLineDashed, unsure: CircleHelp, check: SearchCheck } as const;

export function ReviewPanel() {
  const runs = suggesting(useProject((mirrors) => mirrors.runs ?? noRuns));
  const review = useReview();
  const split = useView((view) => view.split);
  const run = reviewedRun(runs, review.run);
  const id = run?.id;
  const done = useHistory((labels) => labels.done);
  const undone = useHistory((labels) => labels.undone);
  // Asked again once an edit is made, undone or done again.
  useEffect(() => {
    if (id !== undefined) void loadReview(id);
  }, [id, split, done, undone]);
  const items = useMemo(() => shownSuggestions(review), [review]);
  if (!run)
    return <Empty heading="No runs with predictions yet">Train one and run it on the videos to look through.</Empty>;
  const { queue, gain } = review;
  return (
    <>
      <div className="walk-head">
        <Select
          aria-label="Run that makes suggestions"
          value={run.id}
          choices={runs.map(({ id, name }) => ({ value: id, label: name }))}
          onValue={chooseReviewRun}
        />
        {gain?.sentences.map((sentence) => (
          <p key={sentence} className="hint">
            {sentence}
          </p>
        ))}
      </div>
      {review.error && <Failure error={review.error} />}
      {!queue && !review.error && !review.stopped && (
        <Working what="Looking through the predictions" progress={review.progress} onStop={stopLooking} />
      )}
      {!queue && review.stopped && (
        <Empty
          heading="The predictions were not looked through"
          actions={<Button onClick={() => void loadReview(run.id)}>Look through them</Button>}
        />
      )}
      {queue && (
        <>
          <div className="walk-head">
            <Settled settled={queue.settled} all={queue.settled + queue.open} />
            {queue.notes.map((note) => (
              <p key={note} className="hint">
                {note}
              </p>
            ))}
            <KindChips
              kinds={suggestionKinds}
              titles={suggestionTitles}
              counts={(kind) => queue.items.filter((one) => one.kind === kind).length}
              chosen={review.kind}
              onChosen={setReviewKind}
            />
          </div>
          <StopList name="Suggestions" items={items} rowHeight={76} row={(item) => <SuggestionRow item={item} />} />
          <Decisions />
        </>
      )}
    </>
  );
}

/** How much is done. */
export function Settled({ settled, all }: { settled: number; all: number }) {
  return (
    <div className="walk-settled">
      <span role="status">
        {formatNumber(settled)} of {formatNumber(all)} settled
      </span>
      <Progress value={all === 0 ? 0 : settled / all} label="Settled" />
    </div>
  );
}

function SuggestionRow({
  item: { kind, video, span, why, classId, truthClassId, beforeClassId, score },
}: {
  item: Suggestion;
}) {
  const Icon = icons[kind];
  const from = beforeClassId ?? truthClassId;
  return (
    <>
      <Icon size={14} aria-label={suggestionTitles[kind]} />
      <span className="stop-name">
        <span className="stop-classes">
          {from !== null && (
            <>
              <ClassName id={from} />
              <span aria-hidden>→</span>
            </>
          )}
          <ClassName id={classId} strong />
        </span>
        <span className="hint ellipsis">
          {video} <span className="mono">{formatTime(span.start)}</span>
        </span>
        <span className="hint stop-why" title={why}>
          {why}
        </span>
      </span>
      <span className="number" title="How unsure, 0 to 1">
        {formatNumber(score, 2)}
      </span>
    </>
  );
}

function Decisions() {
  const current = useWalk((walk) => walk.current);
  const kind = useReview(({ queue }) => queue?.items.find(({ key }) => key === current?.key)?.kind);
  return (
    <footer className="walk-foot">
      <CommandButton disabled={!kind} command="review.accept" shown>
        Accept
      </CommandButton>
      <CommandButton disabled={!kind} command="review.reject" shown>
        Reject
      </CommandButton>
      <CommandButton disabled={!kind || kind === 'check'} command="review.reviewed" shown>
        Reviewed
      </CommandButton>
    </footer>
  );
}
