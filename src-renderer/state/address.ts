/** Screen and selection in the address after `#`, so that a view can be kept, sent and gone back to. */
import { type Screen, screens, useView, type View } from './view';

type Kept = Pick<View, 'screen' | 'video' | 'playhead' | 'shownRuns' | 'run' | 'study'>;

/** `#/annotate?video=soup-07&t=45.64&runs=a,b` */
export function formatAddress(view: Kept): string {
  const query: string[] = [];
  const add = (key: string, value: string | null) => {
    if (value) query.push(`${key}=${encodeURIComponent(value)}`);
  };
  if (view.screen === 'annotate') {
    add('video', view.video);
    if (view.video) add('t', view.playhead === 0 ? null : String(Number(view.playhead.toFixed(4))));
    add('lanes', view.shownRuns?.join('~') ?? null);
  }
  if (view.screen === 'train' || view.screen === 'runs') add('run', view.run);
  if (view.screen === 'studies') add('study', view.study);
  return `#/${view.screen}${query.length > 0 ? `?${query.join('&')}` : ''}`;
}

/** What an address says of the view; parts it does not name are absent. An unknown screen gives nothing. */
export function parseAddress(hash: string): Partial<Kept> {
  const [path = '', query = ''] = hash.replace(/^#\/?/, '').split('?');
  if (!(screens as readonly string[]).includes(path)) return {};
  const parameters = new URLSearchParams(query);
  const [video, time, lanes, run, study] = ['video', 't', 'lanes', 'run', 'study'].map((key) => parameters.get(key));
  const playhead = Number.parseFloat(time ?? '');
  return {
    screen: path as Screen,
    ...(video ? { video, playhead: Number.isFinite(playhead) ? Math.max(0, playhead) : 0 } : {}),
    ...(lanes ? { shownRuns: lanes.split('~') } : {}),
    ...(run ? { run } : {}),
    ...(study ? { study } : {}),
  };
}

/** Keeps the address and the view in step. A new screen or video is a step of the browser's history, the rest is not. */
export function followAddress(): void {
  useView.setState(parseAddress(location.hash));
  history.replaceState(null, '', formatAddress(useView.getState()));
  window.addEventListener('popstate', () => useView.setState(parseAddress(location.hash)));
  let timer: ReturnType<typeof setTimeout> | undefined;
  useView.subscribe((view, before) => {
    if (view.screen === before.screen && view.video === before.video) {
      // A playing video moves many times a second; browsers throttle pages that write the address so often.
      clearTimeout(timer);
      timer = setTimeout(() => history.replaceState(null, '', formatAddress(useView.getState())), 250);
    } else if (formatAddress(view) !== location.hash) {
      history.pushState(null, '', formatAddress(view));
    }
  });
}
