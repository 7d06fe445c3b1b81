/** The sound of one video as it is drawn, fetched by blocks and levels as they come into view. */
import { create } from 'zustand';
import { blockSeconds, levelFor, peakLevels } from '../../src-main/common/domain/soundPeaks';
import { pixelsPerSecond, type Viewport } from '../canvas/viewport';
import { call } from '../client';
import { readStored, writeStored } from '../ui/stored';

/** Whether the row of the sound is shown, here and after the next start. */
export const useSoundRow = create<{ shown: boolean }>(() => ({ shown: readStored('timeline.sound') !== 'hidden' }));

export function showSound(shown: boolean): void {
  writeStored('timeline.sound', shown ? 'shown' : 'hidden');
  useSoundRow.setState({ shown });
}

/** Part of the sound: pairs of the lowest and the highest sample, -127 to 127. */
export interface SoundPiece {
  /** Seconds from the first frame. */
  start: number;
  pairsPerSecond: number;
  pairs: Int8Array;
}

/** Levels of blocks kept; at most 32 kB each. */
const mostKept = 512;

export class SoundTrack {
  /** By level and block; null while it is not there. */
  private readonly kept = new Map<string, Int8Array | null>();
  state: 'reading' | 'there' | 'none' = 'reading';

  constructor(
    private readonly video: string,
    private readonly changed: () => void,
  ) {}

  /** What is there of the part in view; the rest is asked for, the middle of the view last, as that is made first. */
  pieces(view: Viewport): SoundPiece[] {
    const { start, end } = view.visible;
    const level = levelFor(pixelsPerSecond(view));
    const blocks: number[] = [];
    for (let block = Math.floor(start / blockSeconds); block * blockSeconds < Math.min(end, view.duration); block++)
      blocks.push(block);
    const middle = (start + end) / (2 * blockSeconds) - 0.5;
    for (const block of [...blocks].sort((a, b) => Math.abs(b - middle) - Math.abs(a - middle)))
      this.request(block, level);
    return blocks.flatMap((block) => this.nearest(block, level) ?? []);
  }

  /** The level that is there and nearest to the wanted one, so that zooming does not blink. */
  private nearest(block: number, level: number): SoundPiece | null {
    for (let away = 0; away < peakLevels; away++) {
      const pairs = this.kept.get(`${level - away}/${block}`) ?? this.kept.get(`${level + away}/${block}`);
      if (pairs) return { start: block * blockSeconds, pairsPerSecond: pairs.length / 2 / blockSeconds, pairs };
    }
    return null;
  }

  private request(block: number, level: number): void {
    const key = `${level}/${block}`;
    if (this.state === 'none' || this.kept.has(key)) return;
    if (this.kept.size >= mostKept) this.kept.clear();
    this.kept.set(key, null);
    call('video.sound', { video: this.video, block, level }).then(
      (found) => {
        this.state = found ? 'there' : 'none';
        if (found)
          this.kept.set(
            key,
            Int8Array.from(atob(found.peaks), (letter) => letter.charCodeAt(0)),
          );
        this.changed();
      },
      // Without it the row stays empty; the player says what is wrong with the file.
      () => undefined,
    );
  }
}
