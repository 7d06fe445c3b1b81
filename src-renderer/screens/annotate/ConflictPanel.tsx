/**
 * Segments, classes and lanes that were changed here and by another program, to go through one
 * by one: which version is kept.
 */
import { useEffect } from 'react';
import {
  isOfSegment,
  type Keep,
  type PartConflict,
  type SegmentConflict,
  type Version,
} from '../../../src-main/common/domain/conflict';
import { performById } from '../../actions';
import { CommandButton } from '../../components/CommandButton';
import { pointAtConflict, useConflicts } from '../../state/conflicts';
import { stepStop, useWalk } from '../../state/walk';
import { Button } from '../../ui/Button';
import { formatTime } from '../../ui/format';
import { Empty } from '../../ui/status';
import { ClassName } from '../../components/ClassName';
import { StopList } from './StopList';

export function ConflictPanel() {
  const conflicts = useConflicts((state) => state.conflicts);
  // The list has said by now what it holds.
  useEffect(() => {
    if (useWalk.getState().current === null) stepStop(1);
    return () => pointAtConflict(null);
  }, []);
  if (conflicts.length === 0)
    return <Empty heading="Nothing left to merge">What was kept of it stands in the history and can be undone.</Empty>;
  return (
    <>
      <div className="walk-head conflict-all">
        <span className="label">For all</span>
        {(['theirs', 'mine', 'both'] as const).map((keep) => (
          <Button
            key={keep}
            disabled={!conflicts.some(({ keeps }) => keeps.includes(keep))}
            onClick={() => performById(`conflicts.all${keep}`)}
            aria-label={`Keep ${keep} of all`}
          >
            {names[keep]}
          </Button>
        ))}
      </div>
      <StopList
        name="Changed twice"
        items={conflicts}
        rowHeight={92}
        row={(item) => (isOfSegment(item) ? <SegmentRow item={item} /> : <PartRow item={item} />)}
        onPointed={pointAtConflict}
      />
      <Decisions />
    </>
  );
}

const names: Record<Keep, string> = { theirs: 'Theirs', mine: 'Mine', both: 'Both' };

function PartRow({ item: { title, before, mine, theirs } }: { item: PartConflict }) {
  const line = (name: string, said: string) => (
    <>
      <span className="label">{name}</span>
      <span className="conflict-said ellipsis" data-tip={said}>
        {said}
      </span>
    </>
  );
  return (
    <span className="stop-name">
      <span className="hint clip">{title}</span>
      <span className="conflict-versions">
        {line('Mine', mine)}
        {line('Theirs', theirs)}
        {line('Before', before)}
      </span>
    </span>
  );
}

function SegmentRow({ item: { video, before, mine, theirs } }: { item: SegmentConflict }) {
  return (
    <span className="stop-name">
      <span className="hint clip">{video}</span>
      <span className="conflict-versions">
        <Side name="Mine" version={mine} />
        <Side name="Theirs" version={theirs[0] ?? null} more={theirs.length - 1} />
        <Side name="Before" version={before} />
      </span>
    </span>
  );
}

interface SideProps {
  name: string;
  /** Null: there is no such segment. */
  version: Version | null;
  /** How many others stand there too. */
  more?: number;
}

function Side({ name, version, more = 0 }: SideProps) {
  const none = name === 'Before' ? 'not there' : 'deleted';
  return (
    <>
      <span className="label">{name}</span>
      {version ? (
        <>
          <span className="mono">
            {formatTime(version.start)} to {formatTime(version.end)}
          </span>
          <ClassName id={version.classId} />
          {more > 0 && <span className="hint conflict-more">and {more} more</span>}
        </>
      ) : (
        <span className="hint conflict-none">{none}</span>
      )}
    </>
  );
}

function Decisions() {
  const current = useWalk((walk) => walk.current?.key);
  const keeps = useConflicts(({ conflicts }) => conflicts.find(({ key }) => key === current)?.keeps);
  const button = (keep: Keep, command: string) => (
    <CommandButton aria-label={`Keep ${keep}`} disabled={!keeps?.includes(keep)} command={command} shown>
      {names[keep]}
    </CommandButton>
  );
  return (
    <footer className="walk-foot conflict-foot">
      <span className="label">Keep</span>
      {button('theirs', 'conflicts.keepTheirs')}
      {button('mine', 'conflicts.keepMine')}
      {button('both', 'conflicts.keepBoth')}
    </footer>
  );
}
