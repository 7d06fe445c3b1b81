import './import.css';
import { FolderOutput } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import type { ExportFormat, ExportReport, ExportRequest } from '../../../src-main/common/contract/project';
import type { Annotator } from '../../../src-main/common/domain/agreement';
import { UserError } from '../../../src-main/common/errors';
import { call } from '../../client';
import { closeDialog, closeDoneDialog, pickPath } from '../../state/dialogs';
import { say } from '../../state/notices';
import { noRuns, noVideos, useProject } from '../../state/project';
import { saveFile } from '../../state/save';
import { useTask } from '../../state/task';
import { Button } from '../../ui/Button';
import { Dialog } from '../../ui/Dialog';
import { Segmented, Select, Tick } from '../../ui/fields';
import { formatBytes, formatCount, formatNumber } from '../../ui/format';
import { Failure, Skeleton } from '../../ui/status';

/** More files than this are no set of downloads. */
const mostDownloads = 20;

/** Labels as files of another program: what goes along, and what such files cannot hold, before anything is written. */
export function ExportDialog({ videos: chosen, annotator }: { videos: readonly string[]; annotator: string | null }) {
  const shell = useProject((state) => state.info?.shell);
  const [formats, setFormats] = useState<readonly ExportFormat[]>([]);
  const [format, setFormat] = useState('csv');
  const [which, setWhich] = useState<'all' | 'chosen'>(chosen.length > 0 ? 'chosen' : 'all');
  const [lanes, setLanes] = useState<ChosenLanes>({
    labels: annotator === null,
    annotators: annotator === null ? [] : [annotator],
    runs: [],
  });
  const [report, setReport] = useState<ExportReport | null>(null);
  const [overwrite, setOverwrite] = useState(false);
  const request = {
    format,
    ...lanes,
    ...(which === 'chosen' && { videos: [...chosen] }),
  };
  const list = useTask(async () => setFormats(await call('project.exportFormats', {})));
  const newest = useRef('');
  const look = useTask(async (choices: string) => {
    newest.current = choices;
    setReport(null);
    const found = await call('project.exportPreview', JSON.parse(choices) as typeof request);
    // What an earlier choice would write may be known later.
    if (newest.current === choices) setReport(found);
  });
  const { run: fetchFormats } = list;
  const { run: check } = look;
  useEffect(() => fetchFormats(), [fetchFormats]);
  const asked = JSON.stringify(request);
  useEffect(() => check(asked), [check, asked]);

  const write = useTask(async () => {
    const folder = await pickPath({ kind: 'folder', title: 'Folder for the exported files', extensions: [] });
    if (folder === null) return;
    const done = await call('project.export', { ...request, folder, overwrite });
    say(`Wrote ${formatCount(done.files.length, 'file')} in ${folder}`);
    closeDoneDialog('export');
  });
  const download = useTask(async () => {
    for (const { path } of report?.files ?? []) {
      const { data } = await call('project.exportFile', { ...request, path });
      const bytes = Uint8Array.from(atob(data), (one) => one.charCodeAt(0));
      await saveFile(path.replaceAll('/', '-'), new Blob([bytes]));
    }
    closeDoneDialog('export');
  });
  const ready = report !== null && report.files.length > 0 && !write.busy && !download.busy;
  const taken = write.error instanceof UserError && write.error.code === 'file-exists';
  const few = report !== null && report.files.length <= mostDownloads;
  return (
    <Dialog
      title="Export labels"
      width={720}
      className="export-dialog"
      onClose={closeDialog}
      onSubmit={() => ready && write.run()}
      foot={
        <>
          {(taken || overwrite) && (
            <Tick checked={overwrite} onTick={setOverwrite}>
              Replace files that are there
            </Tick>
          )}
          <Button className="push" onClick={closeDialog}>
            Cancel
          </Button>
          {shell === 'browser' && (
            <Button disabled={!ready || !few} onClick={() => download.run()}>
              Download {report && few ? formatCount(report.files.length, 'file') : ''}
            </Button>
          )}
          <Button kind="primary" type="submit" icon={FolderOutput} disabled={!ready}>
            {write.busy ? 'Writing' : 'Choose a folder and write'}
          </Button>
        </>
      }
    >
      <div className="inset stacked">
        <label htmlFor="export-format">Format</label>
        <Select
          id="export-format"
          value={format}
          choices={formats.map(({ id, title }) => ({ value: id, label: title }))}
          onValue={setFormat}
        />
        {chosen.length > 0 && <WhichVideos chosen={chosen.length} which={which} onWhich={setWhich} />}
        <span>Lanes</span>
        <Lanes lanes={lanes} onLanes={setLanes} />
      </div>
      <Failure error={list.error ?? look.error ?? write.error ?? download.error} />
      {!report && !look.error && <Skeleton rows={4} what="Looking at what would be written" />}
      {report && <WhatIsWritten report={report} />}
    </Dialog>
  );
}

interface WhichVideosProps {
  chosen: number;
  which: 'all' | 'chosen';
  onWhich: (which: 'all' | 'chosen') => void;
}

function WhichVideos({ chosen, which, onWhich }: WhichVideosProps) {
  const all = useProject((state) => state.project?.videos) ?? noVideos;
  return (
    <>
      <span>Videos</span>
      <Segmented
        label="Videos"
        value={which}
        choices={[
          { value: 'chosen', label: `the ${formatNumber(chosen)} ticked` },
          { value: 'all', label: `all ${formatNumber(all.length)}` },
        ]}
        onValue={onWhich}
      />
    </>
  );
}

type ChosenLanes = Pick<ExportRequest, 'labels' | 'annotators' | 'runs'>;

interface LanesProps {
  lanes: ChosenLanes;
  onLanes: (lanes: ChosenLanes) => void;
}

/** The project's own labels, those of other annotators, and runs that have predicted something. */
function Lanes({ lanes, onLanes }: LanesProps) {
  const runs = useProject((state) => state.runs) ?? noRuns;
  const [annotators, setAnnotators] = useState<readonly Annotator[]>([]);
  const { run: list, error } = useTask(async () => setAnnotators(await call('agreement.annotators', {})));
  useEffect(() => list(), [list]);
  const others = [
    ...annotators.map(({ name }) => ({ kind: 'annotators' as const, id: name, title: `labels of ${name}` })),
    ...runs
      .filter((run) => run.predicted.length > 0)
      .map(({ id, name }) => ({ kind: 'runs' as const, id, title: `decided segments of ${name}` })),
  ];
  return (
    <div className="export-lanes">
      <Tick checked={lanes.labels} onTick={(labels) => onLanes({ ...lanes, labels })}>
        labels of the project
      </Tick>
      {others.map(({ kind, id, title }) => (
        <Tick
          key={`${kind} ${id}`}
          checked={lanes[kind].includes(id)}
          onTick={(on) =>
            onLanes({ ...lanes, [kind]: on ? [...lanes[kind], id] : lanes[kind].filter((one) => one !== id) })
          }
        >
          {title}
        </Tick>
      ))}
      <Failure error={error} />
    </div>
  );
}

const mostFiles = 8;

function WhatIsWritten({ report }: { report: ExportReport }) {
  const { files, losses } = report;
  return (
    <>
      <div className="import-band">
        <strong>{formatCount(files.length, 'file')}</strong>
        <span className="hint">
          {formatCount(report.segments, 'segment')} of {formatCount(report.videos, 'video')}
        </span>
      </div>
      <ul className="inset import-names">
        {files.slice(0, mostFiles).map(({ path, bytes }) => (
          <li key={path} className="row">
            <span className="mono ellipsis">{path}</span>
            <span className="hint push">{formatBytes(bytes)}</span>
          </li>
        ))}
        {files.length > mostFiles && <li className="hint">and {formatNumber(files.length - mostFiles)} more</li>}
      </ul>
      <div className="import-band">
        <strong>What the files do not hold</strong>
        {losses.length === 0 && <span className="hint">nothing is lost but who made a segment</span>}
      </div>
      <ul className="inset export-losses">
        {losses.map((loss) => (
          <li key={loss}>{loss}</li>
        ))}
      </ul>
    </>
  );
}
