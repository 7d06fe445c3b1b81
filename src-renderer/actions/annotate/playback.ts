/** Player and timeline by keys: play, step, jump, speed, segments, zoom. */
import {
  ArrowDown,
  ArrowLeftToLine,
  ArrowRightToLine,
  ArrowUp,
  AudioLines,
  ChevronsDown,
  ChevronsUp,
  FastForward,
  Maximize2,
  Pause,
  Play,
  Rewind,
  ScanSearch,
  SkipBack,
  SkipForward,
  StepBack,
  StepForward,
  ZoomIn,
  ZoomOut,
} from 'lucide-react';
import {
  changeRate,
  playBackwardsFaster,
  playFaster,
  seekFrame,
  stepFrames,
  stop,
  togglePlay,
  usePlayer,
} from '../../player/playerStore';
import { setVisible } from '../../state/view';
import { fitChosen, stepEdge, stepLane, stepSegment } from '../../timeline/lanes';
import { showSound, useSoundRow } from '../../timeline/sound';
import { zoomTimeline } from '../../timeline/zoom';
import type { Action } from '../action';
import { onChosen, onLanes, onPicture } from './scope';

const frames = () => usePlayer.getState().clock?.times.length ?? 0;

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
  onPicture({
    id: 'play.backwards',
    label: 'Play backwards, again faster',
    icon: Rewind,
    shortcut: 'J',
    perform: playBackwardsFaster,
  }),
  onPicture({ id: 'play.stop', label: 'Stop', icon: Pause, shortcut: 'K', perform: stop }),
  onPicture({
    id: 'play.forward',
    label: 'Play, again faster',
    icon: FastForward,
    shortcut: 'L',
    perform: playFaster,
  }),
  onPicture({ id: 'play.slower', label: 'Slower', icon: Rewind, shortcut: '<', perform: () => changeRate(-1) }),
  onPicture({ id: 'play.faster', label: 'Faster', icon: FastForward, shortcut: '>', perform: () => changeRate(1) }),
  onLanes({
    id: 'segment.next',
    label: 'Next segment of the lane',
    icon: ArrowDown,
    shortcut: 'ArrowDown',
    perform: () => stepSegment(1),
  }),
  onLanes({
    id: 'segment.previous',
    label: 'Previous segment of the lane',
    icon: ArrowUp,
    shortcut: 'ArrowUp',
    perform: () => stepSegment(-1),
  }),
  onLanes({
    id: 'lane.down',
    label: 'Lane below',
    icon: ChevronsDown,
    shortcut: 'Ctrl+ArrowDown',
    perform: () => stepLane(1),
  }),
  onLanes({
    id: 'lane.up',
    label: 'Lane above',
    icon: ChevronsUp,
    shortcut: 'Ctrl+ArrowUp',
    perform: () => stepLane(-1),
  }),
  onLanes({
    id: 'edge.next',
    label: 'Next start or end in any lane',
    icon: ArrowRightToLine,
    shortcut: 'Ctrl+ArrowRight',
    perform: () => stepEdge(1),
  }),
  onLanes({
    id: 'edge.previous',
    label: 'Previous start or end in any lane',
    icon: ArrowLeftToLine,
    shortcut: 'Ctrl+ArrowLeft',
    perform: () => stepEdge(-1),
  }),
  onLanes({ id: 'timeline.zoomIn', label: 'Zoom in', icon: ZoomIn, shortcut: '+', perform: () => zoomTimeline(1.5) }),
  onLanes({
    id: 'timeline.zoomOut',
    label: 'Zoom out',
    icon: ZoomOut,
    shortcut: '-',
    perform: () => zoomTimeline(1 / 1.5),
  }),
  onLanes({
    id: 'timeline.fit',
    label: 'Show all of the video',
    icon: Maximize2,
    shortcut: '\\',
    perform: () => setVisible(null),
  }),
  onLanes({
    id: 'timeline.sound',
    label: 'Show or hide the sound',
    icon: AudioLines,
    perform: () => showSound(!useSoundRow.getState().shown),
  }),
  onChosen({
    id: 'timeline.fitChosen',
    label: 'Show the chosen segment',
    icon: ScanSearch,
    shortcut: 'Shift+\\',
    perform: fitChosen,
  }),
];
