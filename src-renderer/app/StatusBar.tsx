import { CircleAlert, CircleCheck, Info } from 'lucide-react';
import { actions } from '../actions';
import { isPossible } from '../actions/action';
import { useDamage } from '../state/damage';
import { useHistory } from '../state/history';
import { countEdits, useUnsaved } from '../state/unsaved';
import { useNotices } from '../state/notices';
import { useProject } from '../state/project';
import { useOpenVideo } from '../state/selection';
import { useView } from '../state/view';
import { usePointed } from '../timeline/pointed';
import { formatCount, formatNumber, formatTime } from '../ui/format';
import { useKeys } from '../ui/keyOf';
import { useFirstKey } from './keys';

/** What was done last, and where one is: of the video and the pointer on Annotate, of the project elsewhere. */
export function StatusBar() {
  const status = useNotices((state) => state.status);
  const project = useProject((state) => state.project);
  const info = useProject((state) => state.info);
  const devices = useProject((state) => state.devices) ?? [];
  const onVideo = useView((state) => state.screen === 'annotate');
  const best = devices.find((device) => device.available && !device.experimental) ?? devices[0];
  return (
    <footer className="status-bar" aria-label="Status" data-region tabIndex={-1}>
      <span className="row tight ellipsis">
        <Info size={14} aria-hidden />
        <span aria-live="polite">{useKeysToCome() ?? (status || 'Ready')}</span>
      </span>
      {onVideo && <Pointed />}
      {onVideo && <Edits />}
      <span className="push" />
      {onVideo && <VideoStatus />}
      {project && !onVideo && (
        <span>
          {project.project.name} · {formatCount(project.videos.length, 'video')}
        </span>
      )}
      {best && <span className="wide-only">{best.name}</span>}
      {info && <span className="wide-only">GAD Workbench {info.version}</span>}
    </footer>
  );
}

/** What can follow the first key of a pair: "G, then P Project, A Annotate"; null where none was pressed. */
function useKeysToCome(): string | null {
  const first = useFirstKey((state) => state.first);
  const keys = useKeys((state) => state.keys);
  if (first === null) return null;
  const come = actions.flatMap((action) => {
    const key = keys[action.id];
    return key?.startsWith(`${first} `) && isPossible(action) ? `${key.slice(first.length + 1)} ${action.label}` : [];
  });
  return `${first}, then ${come.join(', ')}`;
}

function VideoStatus() {
  const video = useOpenVideo();
  const counts = useProject((mirrors) => mirrors.counts?.[video?.id ?? '']);
  const damaged = useDamage(video?.id ?? null).reduce((sum, { start, end }) => sum + end - start, 0);
  if (!video) return null;
  return (
    <>
      <span>
        {video.id} · {formatNumber(video.frames)} frames
        {video.fps !== null && ` · ${formatNumber(video.fps, Number.isInteger(video.fps) ? 0 : 2)} fps`}
        {video.variableRate ? ' variable' : ' constant'}
        {damaged > 0 && ` · ${formatCount(damaged, 'frame')} damaged`}
      </span>
      <span className="wide-only">
        {counts &&
          `${formatCount(counts.segments, 'segment')} · ${formatNumber(counts.reviewedSeconds, 1)} s reviewed of `}
        {formatNumber(video.duration, 1)} s
      </span>
    </>
  );
}

/** All of the segment under the pointer, whose name may not fit in it; screen readers go through the lanes instead. */
function Pointed() {
  const segment = usePointed(({ pointed }) => pointed?.segment ?? null);
  if (!segment) return null;
  const { name, start, end } = segment;
  return (
    <span className="ellipsis" aria-hidden>
      {name} · {formatTime(start)} – {formatTime(end)} · {formatNumber(end - start, 2)} s
    </span>
  );
}

/** Whether what was done to labels is on disk, and what an undo would take back. */
function Edits() {
  const unsaved = useUnsaved(({ edits }) => countEdits(edits));
  const last = useHistory((state) => state.done.at(-1));
  if (unsaved > 0) {
    return (
      <span className="row tight err">
        <CircleAlert size={14} aria-hidden />
        {formatCount(unsaved, 'edit')} not saved
      </span>
    );
  }
  if (!last) return null;
  return (
    <span className="row tight ellipsis hint">
      <CircleCheck size={14} className="ok" aria-hidden />
      <span className="ellipsis">Saved · Undo: {last.name}</span>
    </span>
  );
}
