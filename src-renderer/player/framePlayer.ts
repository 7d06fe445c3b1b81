/**
 * A video element driven by frames. The element knows only times, and browsers shift them: some by one audio frame,
 * some by the container's start. So a frame is never a time divided by a rate: the first picture the element shows
 * calibrates its times against the frame clock, and after every seek the picture that really came is looked up in the
 * clock and, where it is another one, the seek is repeated beside it.
 *
 * Frames are indices into the clock; times are the clock's own seconds.
 */
import { boundaryTime, type FrameClock, frameAt } from '../../src-main/common/domain/video';

export interface FramePlayerListener {
  /** A picture is on the screen. */
  frame(index: number): void;
  playing(playing: boolean): void;
  /** The file was played to its end; at high speeds the picture may be some frames before the last. */
  ended(): void;
  /** The element cannot show this file. */
  failed(reason: string): void;
  /** The element shows another picture than that of the frame which was sought, however it is asked. */
  missed(): void;
}

/** Attempts to reach one frame before the nearest picture is taken as it is. */
const attempts = 4;
/** How long after the first seek a late picture is waited for; longer after each further one. */
const settleMilliseconds = 60;
/** The slowest that browsers play, and how long they are let to. */
const creepRate = 1 / 16;
const creepMilliseconds = 250;

export class FramePlayer {
  private offset: number | null = null;
  private shown = -1;
  private wanted: number | null = null;
  /** Where it was told to stand; null: it plays, or was paused where it was. */
  private standing: number | null = null;
  /** Resolves when no frame is wanted any more; null: none is. */
  private seeking: Promise<void> | null = null;
  /** Another picture than the one that was told may be on the screen. */
  private uncertain = false;
  /** Plays, though nobody asked for it. */
  private creeping = false;
  private callback = 0;
  /** Asked at every new picture until they take themselves out. */
  private readonly waiting = new Set<() => void>();
  private readonly controller = new AbortController();

  constructor(
    private readonly video: HTMLVideoElement,
    private readonly clock: FrameClock,
    private readonly listener: FramePlayerListener,
    source: string,
  ) {
    const { signal } = this.controller;
    video.addEventListener('play', () => !this.creeping && listener.playing(true), { signal });
    video.addEventListener('pause', () => !this.creeping && listener.playing(false), { signal });
    video.addEventListener(
      'error',
      () => listener.failed(video.error?.message || 'The browser cannot decode this file.'),
      { signal },
    );
    video.addEventListener('ended', () => listener.ended(), { signal });
    video.addEventListener('loadeddata', () => this.checkPicture(), { signal });
    this.follow();
    // Only now, because the first picture must not come before somebody looks.
    video.src = source;
  }

  /** The frame on the screen, -1 before the first. */
  get current(): number {
    return this.shown;
  }

  /** The frame that was asked for last, or is on the screen. */
  get target(): number {
    return this.wanted ?? Math.max(0, this.shown);
  }

  get isPlaying(): boolean {
    return !this.video.paused && !this.creeping;
  }

  /** Shows exactly this frame (clamped); of several quick calls the last wins. Resolves when that is on the screen. */
  seek(frame: number): Promise<void> {
    this.wanted = Math.max(0, Math.min(frame, this.clock.times.length - 1));
    this.standing = this.video.paused ? this.wanted : null;
    this.seeking ??= this.reachWanted().finally(() => {
      this.seeking = null;
    });
    return this.seeking;
  }

  /** Ends playing on this frame, whatever picture is on its way. */
  endOn(frame: number): Promise<void> {
    this.pause();
    this.uncertain = true;
    return this.seek(frame);
  }

  private async reachWanted(): Promise<void> {
    await this.until(() => this.offset !== null);
    while (this.wanted !== null && !this.controller.signal.aborted) {
      const target: number = this.wanted;
      await this.reach(target);
      if (this.wanted === target) this.wanted = null;
    }
  }

  /** One frame on or back, from what is shown or on its way. */
  step(by: number): Promise<void> {
    this.pause();
    return this.seek(this.target + by);
  }

  play(rate: number): void {
    this.standing = null;
    this.video.playbackRate = rate;
    if (this.creeping) this.listener.playing(true);
    this.creeping = false;
    this.video.play().catch(() => undefined);
  }

  pause(): void {
    if (!this.creeping) this.video.pause();
  }

  setRate(rate: number): void {
    this.video.playbackRate = rate;
  }

  dispose(): void {
    this.controller.abort();
    this.video.cancelVideoFrameCallback(this.callback);
    this.waiting.clear();
  }

  private checkPicture(): void {
    // A codec the browser lacks may play as sound alone, without an error.
    if (this.video.videoWidth === 0)
      this.listener.failed('The browser plays the sound of this file but cannot decode its picture.');
  }

  private follow(): void {
    this.callback = this.video.requestVideoFrameCallback((_now, { mediaTime }) => {
      this.offset ??= mediaTime - (this.clock.times[0] ?? 0);
      const index = this.nearest(mediaTime - this.offset);
      if (index !== this.shown) {
        this.shown = index;
        // While a seek is under way only its end is of interest.
        if (!this.seeking) this.listener.frame(index);
        this.standStill();
      }
      this.ask();
      this.follow();
    });
  }

  /** A picture that was on its way when it was paused may come after the one that it shall stand on: once is enough. */
  private standStill(): void {
    if (this.seeking || this.standing === null || this.standing === this.shown || !this.video.paused) return;
    void this.seek(this.standing);
    this.standing = null;
  }

  private nearest(time: number): number {
    const before = frameAt(this.clock, time);
    const after = Math.min(before + 1, this.clock.times.length - 1);
    return Math.abs(boundaryTime(this.clock, after) - time) < Math.abs(boundaryTime(this.clock, before) - time)
      ? after
      : before;
  }

  /** Aims at the middle of the frame, so that rounding on either side stays within it. */
  private async reach(frame: number): Promise<void> {
    const length = boundaryTime(this.clock, frame + 1) - boundaryTime(this.clock, frame);
    let aim = boundaryTime(this.clock, frame) + length / 2;
    for (let attempt = 0; attempt < attempts && (this.shown !== frame || this.uncertain); attempt++) {
      this.uncertain = false;
      await this.move(aim + (this.offset ?? 0), frame, settleMilliseconds * (1 + attempt));
      if (this.controller.signal.aborted || this.wanted !== frame) return;
      // What plays goes on from there, and may have passed it.
      if (this.isPlaying) return this.listener.frame(this.shown);
      if (this.shown < frame && this.nearest(aim - length / 2) === frame) await this.creep(frame);
      aim += boundaryTime(this.clock, frame) - boundaryTime(this.clock, this.shown);
    }
    this.listener.frame(this.shown);
    if (this.shown !== frame) this.listener.missed();
  }

  /**
   * Sets the time and waits until the seek is over and the frame is there. Where another picture came, or the same one
   * stays and none comes, a short while after the end of the seek must do.
   */
  private move(time: number, frame: number, patience: number): Promise<void> {
    let seeked = false;
    const patient = new Promise<void>((resolve) => {
      const end = () => {
        seeked = true;
        this.ask();
        requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(resolve, patience)));
      };
      this.video.addEventListener('seeked', end, { once: true, signal: this.controller.signal });
    });
    this.video.currentTime = Math.max(0, time);
    return this.until(() => seeked && this.shown === frame, patient);
  }

  /**
   * Plays slowly, and stops, until the frame is there or a moment is over: after a seek Chromium holds on to a picture
   * behind which it expects a long time, and lets go of it when it plays.
   */
  private async creep(frame: number): Promise<void> {
    const { video } = this;
    if (!video.paused) return;
    const rate = video.playbackRate;
    this.creeping = true;
    video.playbackRate = creepRate;
    await video.play().catch(() => undefined);
    const aMoment = new Promise((resolve) => setTimeout(resolve, creepMilliseconds));
    await this.until(() => this.shown >= frame, aMoment);
    // Somebody may have wanted to play meanwhile.
    if (!this.creeping) return;
    if (!video.paused) {
      const paused = new Promise((resolve) => video.addEventListener('pause', resolve, { once: true }));
      video.pause();
      await paused;
    }
    video.playbackRate = rate;
    this.creeping = false;
  }

  private ask(): void {
    for (const ask of Array.from(this.waiting)) ask();
  }

  /** Resolves when it is so, which is looked at with every new picture, and when `atMost` or the player has ended. */
  private until(isSo: () => boolean, atMost?: Promise<unknown>): Promise<void> {
    return new Promise((resolve) => {
      const settle = () => {
        this.waiting.delete(ask);
        resolve();
      };
      const ask = () => {
        if (isSo()) settle();
      };
      this.waiting.add(ask);
      this.controller.signal.addEventListener('abort', settle, { once: true });
      void atMost?.then(settle);
      ask();
    });
  }
}
