/** Player and timeline by keys: play, step, jump, speed, zoom. */
import {
  FastForward,
  Maximize2,
  Play,
  Rewind,
  SkipBack,
  SkipForward,
  StepBack,
  StepForward,
  ZoomIn,
  ZoomOut,
} from 'lucide-react';
import { changeRate, seekFrame, stepFrames, togglePlay, usePlayer } from '../player/playerStore';
import { setVisible, useView } from '../state/view';
import { zoomTimeline } from '../timeline/zoom';
import type { Action } from './action';

const hasPicture = () => useView.getState().screen === 'annotate' && usePlayer.getState().player !== null;
const inAnnotate = () => useView.getState().screen === 'annotate';
const frames = () => usePlayer.getState().clock?.times.length ?? 0;
const duration = () => {
  const { clock } = usePlayer.getState();
  return clock ? clock.end - (clock.times[0] ?? 0) : 0;
};

const onPicture = (action: Pick<Action, 'id' | 'label' | 'icon' | 'shortcut' | 'perform'>): Action => ({
  ...action,
  group: 'Annotate',
  scope: 'timeline',
  when: hasPicture,
});

export const playback: readonly Action[] = [
  onPicture({ id: 'play.toggle', label: 'Play or pause', icon: Play, shortcut: 'Space', perform: togglePlay }),
  onPicture({
    id: 'play.back',
    label: 'One frame back',
    icon: StepBack,
    shortcut: 'ArrowLeft',
    perform: () => stepFrames(-1),
  }),
  onPicture({
    id: 'play.on',
    label: 'One frame on',
    icon: StepForward,
    shortcut: 'ArrowRight',
    perform: () => stepFrames(1),
  }),
  onPicture({
    id: 'play.backTen',
    label: 'Ten frames back',
    icon: StepBack,
    shortcut: 'Shift+ArrowLeft',
    perform: () => stepFrames(-10),
  }),
  onPicture({
    id: 'play.onTen',
    label: 'Ten frames on',
    icon: StepForward,
    shortcut: 'Shift+ArrowRight',
    perform: () => stepFrames(10),
  }),
  onPicture({ id: 'play.first', label: 'First frame', icon: SkipBack, shortcut: 'Home', perform: () => seekFrame(0) }),
  onPicture({
    id: 'play.last',
    label: 'Last frame',
    icon: SkipForward,
    shortcut: 'End',
    perform: () => seekFrame(frames() - 1),
  }),
  onPicture({ id: 'play.slower', label: 'Slower', icon: Rewind, shortcut: '<', perform: () => changeRate(-1) }),
  onPicture({ id: 'play.faster', label: 'Faster', icon: FastForward, shortcut: '>', perform: () => changeRate(1) }),
  {
    id: 'timeline.zoomIn',
    label: 'Zoom in',
    group: 'Annotate',
    icon: ZoomIn,
    shortcut: '+',
    scope: 'timeline',
    when: hasPicture,
    perform: () => zoomTimeline(1.5, duration()),
  },
  {
    id: 'timeline.zoomOut',
    label: 'Zoom out',
    group: 'Annotate',
    icon: ZoomOut,
    shortcut: '-',
    scope: 'timeline',
    when: hasPicture,
    perform: () => zoomTimeline(1 / 1.5, duration()),
  },
  {
    id: 'timeline.fit',
    label: 'Show all of the video',
    group: 'Annotate',
    icon: Maximize2,
    shortcut: '\\',
    scope: 'timeline',
    when: inAnnotate,
    perform: () => setVisible(null),
  },
];
