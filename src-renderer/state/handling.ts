/** How labels are made on this machine: whether edges snap, and from which probability on predictions are accepted. */
import { create } from 'zustand';
import { readStored, writeStored } from '../ui/stored';

/** What the colour of a run's lane tells. */
export const laneColourings = ['class', 'verdict', 'confidence'] as const;
type LaneColouring = (typeof laneColourings)[number];

interface Handling {
  /** Edges that are dragged are drawn to edges in other lanes and to the playhead. */
  snapping: boolean;
  /** Percent. */
  acceptFrom: number;
  /** Of the lanes of runs. */
  colourBy: LaneColouring;
}

const storedColouring = readStored('annotate.colourBy');
const storedPercent = Number.parseFloat(readStored('annotate.acceptFrom') ?? '');

export const useHandling = create<Handling>(() => ({
  snapping: readStored('annotate.snapping') !== 'off',
  acceptFrom: Number.isFinite(storedPercent) ? storedPercent : 80,
  colourBy: laneColourings.find((one) => one === storedColouring) ?? 'class',
}));

export function toggleSnapping(): void {
  const snapping = !useHandling.getState().snapping;
  writeStored('annotate.snapping', snapping ? 'on' : 'off');
  useHandling.setState({ snapping });
}

/** @param percent 0 to 100 */
export function setAcceptFrom(percent: number): void {
  writeStored('annotate.acceptFrom', String(percent));
  useHandling.setState({ acceptFrom: percent });
}

export function setColourBy(colourBy: LaneColouring): void {
  writeStored('annotate.colourBy', colourBy);
  useHandling.setState({ colourBy });
}
