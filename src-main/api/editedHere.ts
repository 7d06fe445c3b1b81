import { isSameLabel } from '../common/conflicts';
import type { Annotation, Segment } from '../common/domain/annotation';
import { type AnnotationEdit, isSame } from '../common/domain/edit';
import { joinedMarks, type Marks, rebased } from '../common/rebasing';

/** What a segment was before it was edited here, first and last. */
interface Edited {
  first: Segment | null;
  last: Segment | null;
}

/** What was edited here of one video, for as long as nobody else has changed it, so that nobody undoes it unnoticed. */
export class EditedHere {
  private readonly segments = new Map<string, Edited>();
  private marks: Marks = {};

  note(edit: AnnotationEdit): void {
    for (const { before, after } of edit.segments) {
      const id = (before ?? after)?.id;
      const known = id === undefined ? undefined : this.segments.get(id);
      if (id !== undefined) this.segments.set(id, { first: known ? known.first : before, last: before });
    }
    this.marks = joinedMarks(this.marks, edit);
  }

  /** Somebody has changed the labels, and what they changed is theirs. */
  forgetChanged(was: Annotation, is: Annotation): void {
    for (const { id } of this.changed(was, is)) this.segments.delete(id);
  }

  /** Segments that were edited here and are otherwise now, as what they were and what they were made here. */
  lost(was: Annotation, is: Annotation): AnnotationEdit['segments'] {
    return this.changed(was, is).map(({ first, last, mine }) => {
      // What was edited to and fro is no version of its own, but what was there in between may have been read.
      return { before: isSameLabel(first, mine) ? last : first, after: mine };
    });
  }

  /**
   * What puts reviewed spans and rejected predictions of here on top of those of somebody
   * else; null where they are there.
   */
  lostMarks(is: Annotation): AnnotationEdit | null {
    const name = 'Marks of two programs joined';
    const onTop = rebased({ video: is.video, name, segments: [], ...this.marks }, is);
    const isThere = [onTop.reviewed, onTop.rejected].every((one) => !one || isSame(one.before, one.after));
    return isThere ? null : onTop;
  }

  private changed(was: Annotation, is: Annotation): (Edited & { id: string; mine: Segment | null })[] {
    const [before, now] = [byId(was), byId(is)];
    return [...this.segments].flatMap(([id, edited]) => {
      const mine = before.get(id) ?? null;
      return isSameLabel(mine, now.get(id) ?? null) ? [] : { id, ...edited, mine };
    });
  }
}

const byId = ({ segments }: Annotation) => new Map(segments.map((segment) => [segment.id, segment]));
