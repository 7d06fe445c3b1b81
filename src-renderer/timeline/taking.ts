/**
 * What is done with the moment that is gone to: a suggestion of a run is accepted, rejected or only marked as looked
 * at, of a disagreement one of the two is kept. Each is one edit that can be undone, and is kept as settled.
 */
import type { Annotation } from '../../src-main/common/domain/annotation';
import type { Disagreement } from '../../src-main/common/domain/agreement';
import type { AnnotationEdit } from '../../src-main/common/domain/edit';
import type { ReviewVerdict, Suggestion } from '../../src-main/common/domain/review';
import { overlap, type Span } from '../../src-main/common/domain/span';
import type { Labelling } from '../../src-main/common/labelling';
import { type Offered, replaceSegment, takeWord } from '../../src-main/common/takingOver';
import { keepSettled, useAgreement } from '../state/agreement';
import { openConflict } from '../state/conflicts';
import { editLabels, settle } from '../state/history';
import { say } from '../state/notices';
import { useProject } from '../state/project';
import { keepReviewed, useReview } from '../state/review';
import { isOfSegment } from '../../src-main/common/domain/conflict';
import { settleStop, useWalk } from '../state/walk';
import { labelling, position } from './hands/hands';
import { choose, inTruth, useLanes } from './lanes';
import type { DrawnSegment } from './painters/lane';
import type { Tracks } from './tracks';

const freshId = () => crypto.randomUUID();

/** The suggestion that is gone to. */
export function openSuggestion(): Suggestion | null {
  const { list, current } = useWalk.getState();
  const items = useReview.getState().queue?.items ?? [];
  return list === 'review' ? (items.find(({ key }) => key === current?.key) ?? null) : null;
}

/** The disagreement that is gone to. */
export function openDisagreement(): Disagreement | null {
  const { list, current } = useWalk.getState();
  const items = useAgreement.getState().list?.open ?? [];
  return list === 'agreement' ? (items.find(({ key }) => key === current?.key) ?? null) : null;
}

/** Chooses the segment that the moment gone to is about: of a disagreement yours, else theirs. */
export function chooseOpenStop(): void {
  const conflict = openConflict();
  if (conflict && isOfSegment(conflict)) return choose(inTruth(conflict.segment));
  const one = openDisagreement();
  const { annotator } = useAgreement.getState();
  if (!one) return;
  const mine = inTruth(one.mine?.id);
  if (mine) return choose(mine);
  for (const { key, segments } of useLanes.getState().lanes) {
    const segment = segments.find(({ id }) => id === `${annotator}/${one.theirs?.id}`);
    if (segment) choose({ lane: key, segment });
  }
}

type Make = (on: Labelling, at: (span: Span) => Span) => AnnotationEdit | null;

/** The labels of the video that is shown as `takingOver.ts` wants them; null while they are read. */
function maker(video: string): ((labels: Annotation, make: Make) => AnnotationEdit | null) | null {
  const { tracks } = useLanes.getState();
  const { project } = useProject.getState();
  if (tracks?.video !== video || !project) {
    say('The video is still being read');
    return null;
  }
  return (labels, make) => {
    const at = ({ start, end }: Span) => ({
      start: position(tracks, labels, start),
      end: position(tracks, labels, end),
    });
    return make(labelling(labels, tracks, project.project.singleLabel), at);
  };
}

/** Does with the open suggestion what a person decided. */
export async function decideSuggestion(did: ReviewVerdict): Promise<void> {
  const suggestion = openSuggestion();
  const { run } = useReview.getState();
  const made = suggestion && maker(suggestion.video);
  if (!suggestion || run === null || !made) return;
  const { tracks } = useLanes.getState();
  const make: Make = (on, at) => {
    if (did === 'rejected') return null;
    const segments = did === 'accepted' && tracks ? offered(tracks, suggestion, run) : [];
    const name = `${did === 'accepted' ? 'Accept' : 'Mark as reviewed'} “${on.className(suggestion.classId)}” of ${run}`;
    const word = { offered: segments.map((one) => ({ ...one, ...at(one) })), instead: instead(suggestion, did), name };
    return takeWord(on, at(suggestion.span), word, freshId);
  };
  settleStop(suggestion);
  const name = `${titles[did]} a suggestion of ${run}`;
  await settle(
    suggestion.video,
    name,
    (labels) => made(labels, make),
    (done) => keepReviewed(run, suggestion, did, done),
  );
}

const titles: Record<ReviewVerdict, string> = { accepted: 'Accept', rejected: 'Reject', reviewed: 'Look at' };

const isBackground = (classId: number | null) =>
  useProject.getState().project?.taxonomy.classes.find(({ id }) => id === classId)?.background === true;

/** The annotated class that gives way where the run is believed. */
function instead({ kind, truthClassId }: Suggestion, did: ReviewVerdict): number | null {
  return did === 'accepted' && kind === 'check' && !isBackground(truthClassId) ? truthClassId : null;
}

/** What the run says there, in seconds: of a doubtful label within its span, else its whole segments. */
function offered(tracks: Tracks, { kind, span, classId }: Suggestion, run: string): Offered[] {
  const origin = `model:${run}`;
  if (kind === 'check') return isBackground(classId) ? [] : [{ ...span, classId, origin }];
  const segments = tracks.runs.find((one) => one.run === run)?.lane.segments ?? [];
  return segments
    .filter((segment) => overlap(segment, span) > 0)
    .map(({ start, end, classId: own }) => ({ start, end, classId: own, origin }));
}

/** Keeps one of the two labels of the open disagreement. */
export async function settleDisagreement(kept: 'mine' | 'theirs'): Promise<void> {
  const one = openDisagreement();
  const { annotator } = useAgreement.getState();
  const made = one && maker(one.video);
  if (!one || annotator === null || !made) return;
  settleStop(one);
  const name = kept === 'mine' ? `Keep mine against ${annotator}` : `Take the label of ${annotator}`;
  await settle(
    one.video,
    name,
    (labels) => (kept === 'mine' ? null : made(labels, (on, at) => theirsTaken(on, at, one, annotator))),
    (done) => keepSettled(annotator, one.key, kept, done),
  );
}

function theirsTaken(
  on: Labelling,
  at: (span: Span) => Span,
  { mine, theirs, taken }: Disagreement,
  annotator: string,
): AnnotationEdit | null {
  if (theirs && taken) {
    const segment = { ...at(taken), classId: theirs.classId, origin: `import:${annotator}` };
    return replaceSegment(on, mine?.id ?? null, segment, freshId);
  }
  if (!mine) return null;
  const name = `Delete “${on.className(mine.classId)}”`;
  return takeWord(on, at(mine), { offered: [], instead: mine.classId, name }, freshId);
}

/** The chosen segment where it is another annotator's. */
export function chosenOfAnnotator(): { annotator: string; segment: DrawnSegment } | null {
  const { chosen, rows } = useLanes.getState();
  const annotator = rows.find(({ key }) => key === chosen?.lane)?.annotator ?? null;
  return chosen && annotator !== null ? { annotator, segment: chosen.segment } : null;
}

/** Takes the chosen segment of another annotator over where nothing is labelled yet. */
export async function acceptFromAnnotator(): Promise<void> {
  const chosen = chosenOfAnnotator();
  const { tracks } = useLanes.getState();
  const made = tracks && maker(tracks.video);
  if (!chosen || !tracks || !made) return;
  const { start, end, classId } = chosen.segment;
  await editLabels(tracks.video, (labels) =>
    made(labels, (on, at) => {
      const segment = { ...at({ start, end }), classId, origin: `import:${chosen.annotator}` };
      return replaceSegment(on, null, segment, freshId);
    }),
  );
}
