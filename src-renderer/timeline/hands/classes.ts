/** Classes by keys: a key labels the chosen segment, else begins and ends one; held with Shift it paints. */
import { addSegment, paintSpan, relabel } from '../../../src-main/common/labelling';
import { closeDrawer, useDrawers } from '../../state/drawers';
import { say } from '../../state/notices';
import { useView } from '../../state/view';
import { choose, useLanes } from '../lanes';
import type { Tracks } from '../tracks';
import { begunHere, chosenTruth, className, edit, endAt, freshId, onChosen, placed, playhead, useHands } from './hands';

/** Labels the chosen segment; without one, begins a segment at the playhead or ends the one begun. */
export function pressClass(classId: number): Promise<void> {
  const id = chosenTruth();
  const begun = begunHere();
  useHands.setState({ lastClass: classId });
  if (id) return edit((on) => relabel(on, id, classId));
  const seconds = playhead();
  const ends = begun?.classId === classId && !begun.held;
  const ended = begun?.held ? endPainting() : begun ? addBetween(begun.classId, begun.seconds, seconds) : null;
  begin(ends ? null : { classId, seconds, held: false });
  if (!ends) say(`${className(classId)} begins here; its key again ends it`);
  return ended ?? Promise.resolve();
}

/** @param what null: nothing any more */
function begin(what: { classId: number; seconds: number; held: boolean } | null): void {
  const { tracks } = useLanes.getState();
  useHands.setState({ begun: what && tracks && { ...what, video: tracks.video } });
}

function addBetween(classId: number, from: number, to: number): Promise<void> {
  const id = freshId();
  return edit((on, tracks) => addSegment(on, placed(tracks, on.labels, between(tracks, from, to)), classId, id));
}

const between = (tracks: Tracks, a: number, b: number) => ({
  start: Math.min(a, b),
  end: endAt(tracks, Math.max(a, b)),
});

/** Labels what the playhead passes from here on, until the key is let go. */
export function beginPainting(classId: number): void {
  useHands.setState({ lastClass: classId });
  begin({ classId, seconds: playhead(), held: true });
  say(`Painting ${className(classId)} while the key is held`);
}

/** The key was let go, or the video is left: what was passed is labelled where it is free. */
export function endPainting(seconds = playhead()): Promise<void> {
  const begun = begunHere();
  if (!begun?.held) return Promise.resolve();
  begin(null);
  return edit((on, tracks) => {
    const span = between(tracks, begun.seconds, seconds);
    return paintSpan(on, placed(tracks, on.labels, span), begun.classId, freshId);
  });
}

useView.subscribe((now, before) => {
  if (now.video !== before.video || now.screen !== before.screen) void endPainting(before.playhead);
});

/** As if the key of the class that was used last were pressed. */
export function repeatClass(): Promise<void> {
  const { lastClass } = useHands.getState();
  return lastClass === null ? Promise.resolve() : pressClass(lastClass);
}

/** Asks for a class by its name, beside the playhead. */
export const typeClass = (): void => useHands.setState({ typing: true });
export const endTyping = (): void => useHands.setState({ typing: false });

/** Something is begun, chosen, or open over the picture. */
export const holdsSomething = (): boolean =>
  begunHere() !== null || useLanes.getState().chosen !== null || useDrawers.getState().open !== null;

/** Gives up the segment that was begun; else chooses nothing; else closes what lies over the picture. */
export function letGo(): void {
  if (begunHere()) begin(null);
  else if (useLanes.getState().chosen) choose(null);
  else closeDrawer();
}

export const relabelChosen = (classId: number): Promise<void> => onChosen((on, id) => relabel(on, id, classId));
