/** The sound of one video as it is drawn, fetched by blocks and levels as they come into view. */
import { create } from 'zustand';
import { blockSeconds, levelFor, peakLevels } from '../../src-main/common/domain/soundPeaks';
import { pixelsPerSecond, type Viewport } from '../canvas/viewport';
import { call } from '../client';
import { readStored, writeStored } from '../ui/stored';

/** Whether the row of the sound is shown, here and after the next start. */
export const useSoundRow = create<{ shown: boolean }>(() => ({ shown: readStored('timeline.sound') !== 'hidden' }));

/** Shows or hides the row of sound, in every video; kept on this machine. */
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

const mostBytes = 2 ** 25;

export class SoundTrack {
  /** By level and block; null while it is not there. */
  private readonly kept = new Map<string, Int8Array | null>();
  private bytes = 0;
  state: 'reading' | 'there' | 'none' | 'failed' = 'reading';

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
    this.kept.set(key, null);
    const settle = (state: SoundTrack['state']) => {
      this.state = state;
      this.changed();
    };
    call('video.sound', { video: this.video, block, level }).then(
      (found) => {
        if (found) this.keep(key, fromBase64(found.peaks));
        settle(found ? 'there' : 'none');
      },
      () => settle('failed'),
    );
  }

  private keep(key: string, pairs: Int8Array): void {
    this.bytes += pairs.length;
    if (this.bytes > mostBytes) {
      this.kept.clear();
      this.bytes = pairs.length;
    }
    this.kept.set(key, pairs);
  }
}

const fromBase64 = (text: string): Int8Array => Int8Array.from(atob(text), (letter) => letter.charCodeAt(0));
