import { mergeSpans, type Span, subtractSpans } from '../../common/domain/span';
import {
  checkedSpan,
  type Imported,
  type ImportedSegment,
  type ImportedVideo,
  type Place,
  remark,
  shown,
} from './imported';

/**
 * The lane in which our own files tell what was looked at, in formats that have lanes but no place for that.
 * A segment of it is no label.
 */
export const reviewedLane = 'reviewed';

/** What a file says of a segment beside its times and its class. */
export type Said = Pick<ImportedSegment, 'lane' | 'verb' | 'noun' | 'note'>;

/** Gathers what a file says of one video: segments in any order, what was looked at, and at last the video itself. */
export class VideoLabels {
  #lastEnd = 0;
  /** Labelled, but not understood: nothing is known there. */
  readonly #unknown: Span[] = [];
  readonly #reviewed: Span[] = [];

  constructor(
    private readonly out: Imported,
    private readonly video: Omit<ImportedVideo, 'reviewed'>,
  ) {}

  /** A segment as the file says it, refused where its times or its class are none. */
  add(start: unknown, end: unknown, label: unknown, where: Place, said: Said = {}): void {
    const span = checkedSpan(start, end, this.video.timebase, where, this.out.refusals);
    if (!span) return;
    if (said.lane === reviewedLane) {
      this.#reviewed.push(span);
      return;
    }
    this.#lastEnd = Math.max(this.#lastEnd, span.end);
    if (typeof label !== 'string' || label.trim() === '') {
      this.#unknown.push(span);
      this.out.refusals.push(remark(where, `found ${shown(label)}, expected the name of a class`));
      return;
    }
    this.out.segments.push({ video: this.video.id, ...span, label: label.trim(), where, ...said });
  }

  /** A span that was looked at, in words of the format or in the lane `reviewed`. */
  look(start: unknown, end: unknown, where: Place): void {
    this.add(start, end, '', where, { lane: reviewedLane });
  }

  /**
   * The video is complete. Without spans that the file says were looked at, these are the whole video, or what lies
   * before the end of the last label: all that is known of a file whose author worked from front to back.
   */
  finish(extent: 'whole' | 'labelled'): void {
    const whole = extent === 'whole' && this.video.duration !== null ? this.video.duration : this.#lastEnd;
    const said = this.#reviewed.length > 0 ? mergeSpans(this.#reviewed) : [{ start: 0, end: whole }];
    this.out.videos.push({ ...this.video, reviewed: subtractSpans(said, this.#unknown) });
  }
}
