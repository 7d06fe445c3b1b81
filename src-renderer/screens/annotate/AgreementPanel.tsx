/** Two annotators: how far they agree, and their disagreements to go through one after the other. */
import { ArrowLeftRight, FileOutput, Tags, Trash2, UserCheck, UserMinus, UserPlus, UserRound } from 'lucide-react';
import { useEffect, useMemo } from 'react';
import { type Disagreement, disagreementKinds, disagreementTitles } from '../../../src-main/common/domain/agreement';
import { performById } from '../../actions';
import { CommandButton } from '../../components/CommandButton';
import {
  chooseAnnotator,
  loadAgreement,
  setAgreementFilter,
  setFrames,
  shownDisagreements,
  stopComparing,
  useAgreement,
} from '../../state/agreement';
import { useHistory } from '../../state/history';
import { useProject } from '../../state/project';
import { useView } from '../../state/view';
import { useWalk } from '../../state/walk';
import { Button, IconButton } from '../../ui/Button';
import { NumberInput, Select } from '../../ui/fields';
import { formatNumber, formatTime } from '../../ui/format';
import { Empty, Failure, Skeleton, Working } from '../../ui/status';
import { AgreementNumbers } from './AgreementNumbers';
import { ClassName } from '../../components/ClassName';
import { KindChips } from './KindChips';
import { Settled } from './ReviewPanel';
import { StopList } from './StopList';

const icons = { 'missing there': UserMinus, 'missing here': UserPlus, class: Tags, edges: ArrowLeftRight } as const;

export function AgreementPanel() {
  const agreement = useAgreement();
  const revision = useProject((mirrors) => mirrors.annotationsRevision);
  const done = useHistory((labels) => labels.done);
  const undone = useHistory((labels) => labels.undone);
  // Asked again once an edit is made, undone or done again.
  useEffect(() => void loadAgreement(), [revision, done, undone]);
  const items = useMemo(() => shownDisagreements(agreement), [agreement]);
  const { annotators, annotator, report, list, error } = agreement;
  if (error) return <Failure error={error} />;
  if (!annotators) return <Skeleton rows={6} what="Reading the annotators" />;
  if (annotator === null) {
    return (
      <Empty
        heading="No other annotator yet"
        actions={<Button onClick={() => performById('project.import')}>Import labels</Button>}
      >
        Import somebody’s labels and choose “Labels of another annotator”.
      </Empty>
    );
  }
  return (
    <>
      <div className="walk-head walk-whose">
        <Select
          aria-label="Annotator"
          value={annotator}
          choices={annotators.map(({ name }) => ({ value: name, label: name }))}
          onValue={chooseAnnotator}
        />
        <IconButton icon={FileOutput} name="Export their labels" onClick={() => performById('agreement.export')} />
        <IconButton icon={Trash2} name="Remove their labels" onClick={() => performById('agreement.remove')} />
      </div>
      {!report || !list ? (
        <Comparing />
      ) : (
        <>
          <AgreementNumbers report={report} />
          <Filters />
          {list.open.length === 0 && <p className="hint annotate-none">No disagreement is open.</p>}
          {list.open.length > 0 && items.length === 0 && <p className="hint annotate-none">No disagreement matches.</p>}
          <StopList name="Disagreements" items={items} rowHeight={52} row={(item) => <DisagreementRow item={item} />} />
          <Decisions />
        </>
      )}
    </>
  );
}

/** Until there is something to show. */
function Comparing() {
  const { progress, stopped } = useAgreement();
  if (!stopped) return <Working what="Comparing the labels" progress={progress} onStop={stopComparing} />;
  return (
    <Empty
      heading="The labels are not compared"
      actions={<Button onClick={() => void loadAgreement()}>Compare</Button>}
    />
  );
}

function Filters() {
  const { list, kind, classId, video, frames } = useAgreement();
  const classes = useProject((mirrors) => mirrors.project?.taxonomy.classes) ?? [];
  const here = useView((view) => view.video);
  const open = list?.open ?? [];
  const used = new Set(open.flatMap(({ mine, theirs }) => [mine?.classId, theirs?.classId]));
  return (
    <div className="walk-head">
      <Settled settled={list?.settled ?? 0} all={(list?.settled ?? 0) + open.length} />
      <KindChips
        kinds={disagreementKinds}
        titles={disagreementTitles}
        counts={(one) => open.filter((item) => item.kind === one).length}
        chosen={kind}
        onChosen={(chosen) => setAgreementFilter({ kind: chosen })}
      />
      <div className="walk-filters">
        <Select
          aria-label="Class"
          value={classId === null ? '' : String(classId)}
          choices={[
            { value: '', label: 'All classes' },
            ...classes.filter(({ id }) => used.has(id)).map(({ id, name }) => ({ value: String(id), label: name })),
          ]}
          onValue={(value) => setAgreementFilter({ classId: value === '' ? null : Number(value) })}
        />
        <Select
          aria-label="Videos"
          value={video === null ? '' : 'here'}
          choices={[
            { value: '', label: 'All videos' },
            { value: 'here', label: 'This video' },
          ]}
          onValue={(value) => setAgreementFilter({ video: value === '' ? null : here })}
        />
        <label className="label">
          Edges over{' '}
          <NumberInput
            aria-label="Frames edges may be apart"
            value={frames}
            onValue={(value) => value >= 0 && setFrames(Math.round(value))}
            unit="f"
          />
        </label>
      </div>
    </div>
  );
}

function DisagreementRow({ item: { kind, video, span, size, mine, theirs } }: { item: Disagreement }) {
  const Icon = icons[kind];
  return (
    <>
      <Icon size={14} aria-label={disagreementTitles[kind]} />
      <span className="stop-name">
        <span className="stop-classes">
          <ClassName id={(mine ?? theirs)?.classId ?? -1} strong />
          {kind === 'class' && theirs && (
            <>
              <span aria-hidden>→</span>
              <ClassName id={theirs.classId} />
            </>
          )}
        </span>
        <span className="hint ellipsis">
          {video} <span className="mono">{formatTime(span.start)}</span>
        </span>
      </span>
      <span className="number" title="Seconds that are labelled differently">
        {formatNumber(size, 2)} s
      </span>
    </>
  );
}

function Decisions() {
  const open = useWalk((walk) => walk.current !== null);
  return (
    <footer className="walk-foot">
      <CommandButton icon={UserRound} disabled={!open} command="agreement.takeTheirs" shown>
        Take theirs
      </CommandButton>
      <CommandButton icon={UserCheck} disabled={!open} command="agreement.keepMine" shown>
        Keep mine
      </CommandButton>
    </footer>
  );
}
