/** Studies: rows of settings trained with several seeds; the table fills as runs end. */
import './studies.css';
import { useEffect, useState } from 'react';
import { useJobs } from '../../state/jobs';
import { useProject } from '../../state/project';
import { loadStudies, useShownStudy, useStudies } from '../../state/studies';
import { useTask } from '../../state/task';
import { useView } from '../../state/view';
import { Button } from '../../ui/Button';
import { PanelHead, Region } from '../../ui/Region';
import { Alert, Failure, Skeleton } from '../../ui/status';
import { RowPanel } from './RowPanel';
import { StudyHead } from './StudyHead';
import { StudyList } from './StudyList';
import { StudyTableView } from './StudyTableView';

export function StudiesScreen() {
  const load = useTask(loadStudies);
  const reload = load.run;
  // What tables are made of: runs, and why jobs failed.
  const runs = useProject((state) => state.runs);
  const failed = useJobs(({ jobs }) => jobs?.filter(({ state }) => state === 'failed').length);
  const chosen = useView((state) => state.study);
  useEffect(() => reload(), [reload, runs, failed, chosen]);

  const list = useStudies((state) => state.list);
  const study = useShownStudy();
  const table = useStudies((state) => (study ? state.tables[study.name] : undefined));
  const [label, setLabel] = useState<string | null>(null);
  const row = table?.rows.find((one) => one.label === label) ?? table?.rows[0];
  const retry = <Button onClick={reload}>Read them again</Button>;
  return (
    <div className="three-columns">
      <Region name="Studies" className="study-list">
        <StudyList list={list} shown={study} />
      </Region>
      <Region name="Table">
        {study ? <StudyHead study={study} table={table} /> : <PanelHead title="Study" />}
        <Failure error={load.error} actions={retry} />
        {study?.problem !== undefined ? (
          <div className="inset">
            <Alert severity="err" heading={study.problem} actions={retry}>
              Mend studies/{study.name}.json in the project’s folder.
            </Alert>
          </div>
        ) : table ? (
          <StudyTableView table={table} current={row?.label ?? null} onCurrent={setLabel} />
        ) : (
          load.error === null && <Skeleton rows={4} what="Reading the study" />
        )}
      </Region>
      <Region name="Row" className="inspector">
        {table && row ? <RowPanel study={table.study} row={row} /> : <PanelHead title="Row" />}
      </Region>
    </div>
  );
}
