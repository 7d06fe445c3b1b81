/**
 * Labels as a row of frames, each of one segment or of none: what hands do to them is done frame by frame, the plain
 * way, so that the program can be compared with it. Segments do not overlap.
 */
export interface Predicted {
  start: number;
  end: number;
  classId: number;
}

type Span = [start: number, end: number];

export class FrameLabels {
  /** Number of the segment of each frame; 0: none. */
  private owner: number[];
  private classes = new Map<number, number>();
  private reviewed: boolean[];
  private rejected: string[] = [];
  private next = 1;

  constructor(readonly length: number) {
    this.owner = Array<number>(length).fill(0);
    this.reviewed = Array<boolean>(length).fill(false);
  }

  copy(): FrameLabels {
    const made = new FrameLabels(this.length);
    made.owner = [...this.owner];
    made.classes = new Map(this.classes);
    made.reviewed = [...this.reviewed];
    made.rejected = [...this.rejected];
    made.next = this.next;
    return made;
  }

  /** Numbers of the segments in the order of time. */
  get segments(): number[] {
    return [...new Set(this.owner.filter((one) => one > 0))];
  }

  spanOf(segment: number): Span {
    return [this.owner.indexOf(segment), this.owner.lastIndexOf(segment) + 1];
  }

  /** `class start end` of segments, reviewed spans, rejected predictions. */
  said(): { segments: string[]; reviewed: string[]; rejected: string[] } {
    const segments = this.segments.map((one) => [this.classes.get(one), ...this.spanOf(one)].join(' '));
    const reviewed = this.runs(0, this.length, (frame) => this.reviewed[frame] === true);
    return { segments, reviewed: reviewed.map((span) => span.join(' ')), rejected: [...this.rejected].sort() };
  }

  private runs(from: number, to: number, holds: (frame: number) => boolean): Span[] {
    const found: Span[] = [];
    for (let frame = Math.max(0, from); frame < Math.min(to, this.length); frame++) {
      const last = found[found.length - 1];
      if (!holds(frame)) continue;
      if (last && last[1] === frame) last[1]++;
      else found.push([frame, frame + 1]);
    }
    return found;
  }

  private isFree = (frame: number) => this.owner[frame] === 0;

  private own([from, to]: Span, classId: number): void {
    this.classes.set(this.next, classId);
    this.owner.fill(this.next++, from, to);
  }

  add(a: number, b: number, classId: number): void {
    const [first] = this.runs(Math.min(a, b), Math.max(a, b), this.isFree);
    if (first) this.own(first, classId);
  }

  paint(a: number, b: number, classId: number): void {
    for (const free of this.runs(Math.min(a, b), Math.max(a, b), this.isFree)) this.own(free, classId);
  }

  relabel(segment: number, classId: number): void {
    this.classes.set(segment, classId);
  }

  remove(segment: number): void {
    this.owner = this.owner.map((one) => (one === segment ? 0 : one));
  }

  /** One frame after another, as far as there is room, and never to nothing. */
  moveEdge(segment: number, side: 'start' | 'end', to: number): void {
    const step = () => {
      const [start, end] = this.spanOf(segment);
      if (side === 'end') {
        if (end < to && end < this.length && this.isFree(end)) this.owner[end] = segment;
        else if (end > to && end - start > 1) this.owner[end - 1] = 0;
        else return false;
      } else if (start > to && start > 0 && this.isFree(start - 1)) this.owner[start - 1] = segment;
      else if (start < to && end - start > 1) this.owner[start] = 0;
      else return false;
      return true;
    };
    while (step());
  }

  split(segment: number, at: number): void {
    const [start, end] = this.spanOf(segment);
    if (at > start && at < end) this.own([at, end], this.classes.get(segment) as number);
  }

  merge(segment: number, by: 1 | -1): void {
    const order = this.segments;
    const other = order[order.indexOf(segment) + by];
    if (other === undefined) return;
    const edges = [...this.spanOf(segment), ...this.spanOf(other)];
    this.owner.fill(segment, Math.min(...edges), Math.max(...edges));
  }

  fillGap(at: number): void {
    if (!this.isFree(at)) return;
    let before = at;
    while (before >= 0 && this.isFree(before)) before--;
    if (before >= 0) this.moveEdge(this.owner[before] as number, 'end', this.length);
  }

  review(from: number, to: number, reviewed: boolean): void {
    this.reviewed.fill(reviewed, from, to);
  }

  accept(predictions: readonly Predicted[], over: boolean): void {
    const said = this.said().segments;
    const wanted = predictions.filter(({ classId, start, end }) => !said.includes(`${classId} ${start} ${end}`));
    for (const { start, end, classId } of wanted) {
      const free = Array.from({ length: end - start }, (_, i) => start + i).filter(this.isFree).length;
      if (over) this.own([start, end], classId);
      // What is mostly labelled would leave scraps.
      else if (2 * free >= end - start) this.paint(start, end, classId);
    }
    // What was divided goes on as several.
    for (const segment of this.segments) {
      const [, ...more] = this.runs(0, this.length, (frame) => this.owner[frame] === segment);
      for (const span of more) this.own(span, this.classes.get(segment) as number);
    }
  }

  /** @param one as `said` tells it */
  setRejected(one: string, rejected: boolean): void {
    this.rejected = [...this.rejected.filter((other) => other !== one), ...(rejected ? [one] : [])];
  }

  isRejected = (one: string): boolean => this.rejected.includes(one);
}
