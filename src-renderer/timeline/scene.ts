/** Everything the timeline's painters need, gathered once a change; painting itself has no state. */
import type { SegmentConflict } from '../../src-main/common/domain/conflict';
import type { Span } from '../../src-main/common/domain/span';
import { frameAt } from '../../src-main/common/domain/video';
import type { Viewport } from '../canvas/viewport';
import { toX } from '../canvas/viewport';
import type { ClassLook } from '../../src-main/common/classColours';
import type { Tokens } from '../ui/theme';
import {
  paintBegun,
  paintHover,
  paintPictures,
  paintPlayhead,
  paintReviewed,
  paintScores,
  paintUnreviewed,
} from './painters/chrome';
import { paintBest } from './painters/best';
import { paintDamage } from './painters/damage';
import { paintGrid } from './painters/ruler';
import { paintSound } from './painters/sound';
import type { Guide } from './guide';
import type { RunLook } from './colouring';
import { paintEntropy } from './painters/entropy';
import { paintGuide } from './painters/guide';
import type { DrawnSegment, SegmentStyle } from './painters/lane';
import { paintPointed, paintSegments } from './painters/segments';
import { paintVersions } from './painters/versions';
import { type JudgedLane, judgedLane, letterRoom, paintVerdicts } from './painters/verdicts';
import { minimapHeight, overlapHeight, type Row, rowsHeight } from './rows';
import type { ScoreTrack } from './scores';
import type { SoundTrack } from './sound';
import type { ThumbnailStrip } from './thumbnails';
import { annotatorOf, levelsOf, type RunTrack, type Tracks } from './tracks';

export interface Scene {
  tracks: Tracks;
  view: Viewport;
  rows: readonly Row[];
  /** What is wrong in the runs' lanes, by run. */
  judged: ReadonlyMap<string, JudgedLane>;
  tokens: Tokens;
  /** By class. */
  look: (segment: { classId: number }) => ClassLook;
  /** Of runs that are coloured otherwise. */
  runLooks: ReadonlyMap<string, RunLook>;
  scores: ScoreTrack | null;
  strip: ThumbnailStrip | null;
  sound: SoundTrack | null;
  /** Seconds without a right picture. */
  damage: readonly Span[];
  aspect: number;
  selected: string | null;
  /** The edge of the chosen segment that is nudged. */
  edge: 'start' | 'end';
}

/** Segments sit this far inside their row. */
const inset = 5;
/** Height of a run's segments; the band of verdicts is below them. */
const runHeight = 24;

/** The content layer: pictures, truth, reviewed, runs, scores, sound. Hovering and playing never repaint it. */
export function paintContent(context: CanvasRenderingContext2D, scene: Scene): void {
  const { rows, view, tokens } = scene;
  context.fillStyle = tokens.bg1;
  context.fillRect(0, 0, view.width, rowsHeight(rows));
  for (const row of rows) {
    if (row.kind === 'truth' || row.kind === 'annotator' || row.kind === 'run') {
      context.fillStyle = tokens.lane;
      context.fillRect(0, row.top, view.width, row.height);
    }
  }
  paintGrid(context, view, scene.tracks.clock, rowsHeight(rows), tokens);
  for (const row of rows) paintRow(context, scene, row);
  context.fillStyle = tokens.line;
  for (const row of rows) context.fillRect(0, row.top + row.height - 1, view.width, 1);
}

function paintRow(context: CanvasRenderingContext2D, scene: Scene, row: Row): void {
  const { tracks, view, tokens } = scene;
  const style = {
    look: scene.look,
    font: row.collapsed ? null : `500 11px ${tokens.sans}`,
    selected: scene.selected,
    accent: tokens.acc,
    text: tokens.tx,
  };
  const run = tracks.runs.find((candidate) => candidate.run === row.run);
  switch (row.kind) {
    case 'pictures':
      if (row.collapsed) return;
      paintPictures(context, view, row, scene.aspect, (seconds) => pictureAt(scene, seconds), tokens);
      return paintDamage(context, view, row, scene.damage, tokens);
    case 'truth':
      paintUnreviewed(context, view, row, tracks.reviewed, tokens);
      return paintLevels(context, scene, row, { ...style, edge: scene.edge });
    case 'reviewed':
      return paintReviewed(context, view, row, tracks.reviewed, tokens);
    case 'annotator': {
      const annotator = annotatorOf(tracks, row);
      if (!annotator) return;
      paintUnreviewed(context, view, row, annotator.reviewed, tokens);
      return paintLevels(context, scene, row, style);
    }
    case 'run':
      if (run) paintRun(context, scene, row, run, style);
      return;
    case 'scores':
      if (run && scene.scores) paintScores(context, view, row, scene.scores, run.rate, run.steps, tokens);
      return;
    case 'best':
      if (run && scene.scores) {
        const { rate, steps } = run;
        paintBest(context, view, row, { track: scene.scores, rate, steps }, scene.look, tokens);
      }
      return;
    case 'entropy':
      if (run && scene.scores) paintEntropy(context, view, row, scene.scores, run.rate, run.steps, tokens);
      return;
    case 'sound':
      if (scene.sound) paintSound(context, view, row, scene.sound.pieces(view), tokens);
  }
}

function paintLevels(
  context: CanvasRenderingContext2D,
  { tracks, view }: Scene,
  row: Row,
  style: Omit<SegmentStyle, 'top' | 'height'>,
): void {
  const levels = levelsOf(tracks, row);
  levels.forEach((lane, level) =>
    paintSegments(context, lane, view, { ...style, ...boxIn(row, level, levels.length) }),
  );
}

const nothingJudged = judgedLane([]);

/** Segments, and the band below them that says what is wrong. */
function paintRun(
  context: CanvasRenderingContext2D,
  { view, judged, runLooks, tokens }: Scene,
  row: Row,
  { run, lane }: RunTrack,
  style: Omit<SegmentStyle, 'top' | 'height'>,
): void {
  const { wrong, starts } = judged.get(run) ?? nothingJudged;
  const box = runBox(row);
  const otherwise = runLooks.get(run);
  const keptFree = (segment: DrawnSegment) => (starts.has(segment.start) ? letterRoom(segment, view) : 0);
  const hatch = otherwise?.hatched ? { hatch: tokens.line3 } : {};
  paintSegments(context, lane, view, { ...style, ...box, ...hatch, keptFree, look: otherwise?.look ?? style.look });
  if (!row.collapsed) paintVerdicts(context, wrong, view, { ...box, tokens });
}

function pictureAt({ tracks, strip }: Scene, seconds: number): CanvasImageSource | null {
  if (!tracks.clock || !strip) return null;
  return strip.at(frameAt(tracks.clock, (tracks.clock.times[0] as number) + seconds));
}

/** Where the segments of a row are that is drawn small. */
const smallBox = ({ top, height }: Row) => ({ top: top + 2, height: height - 5 });

const runBox = (row: Row) => (row.collapsed ? smallBox(row) : { top: row.top + 4, height: runHeight });

/** Where the segments of a row are, of one of several levels of overlap. */
function boxIn(row: Row, level: number, levels: number): { top: number; height: number } {
  if (row.collapsed) return smallBox(row);
  return { top: row.top + inset + level * overlapHeight, height: levels === 1 ? row.height - 2 * inset - 1 : 28 };
}

/** What changes while hands and video move. */
interface Moving {
  playhead: number;
  hover: number | null;
  pointed: { row: Row; segment: DrawnSegment | null } | null;
  begun: { classId: number; seconds: number } | null;
  /** The lane of the truth that it comes into. */
  labelled: number;
  /** A segment that was changed here and elsewhere. */
  conflict: SegmentConflict | null;
  guide: Guide | null;
}

/**
 * The layer above the lanes: the segment under the pointer, the one begun, hover line, playhead, and a dragged edge.
 */
export function paintOverlay(
  context: CanvasRenderingContext2D,
  { tracks, view, rows, look, runLooks, tokens }: Scene,
  { playhead, hover, pointed, begun, labelled, conflict, guide }: Moving,
): void {
  const height = rowsHeight(rows);
  if (pointed?.segment) {
    const { row, segment } = pointed;
    const levels = levelsOf(tracks, row);
    const level = levels.findIndex((lane) => lane.segments.includes(segment));
    const box = row.kind === 'run' ? runBox(row) : boxIn(row, Math.max(0, level), Math.max(1, levels.length));
    paintPointed(context, segment, view, { look: runLooks.get(row.run ?? '')?.look ?? look, ...box });
  }
  const truth = rows.find(({ lane }) => lane === labelled);
  if (begun && truth) paintBegun(context, view, truth, begun.seconds, playhead, look(begun).fill, tokens);
  if (conflict?.video === tracks.video) paintVersions(context, conflict, view, rows, { look, tokens });
  if (hover !== null && guide === null) paintHover(context, toX(view, hover), height, tokens);
  const x = toX(view, playhead);
  if (guide === null && x >= -8 && x <= view.width + 8) paintPlayhead(context, x, height, tokens);
  if (guide) paintGuide(context, guide, view, height, tokens);
}

const whole = (view: Viewport): Viewport => ({ ...view, visible: { start: 0, end: view.duration } });

/** The whole video small: truth, the first run, and what is wrong in it. Neither playing nor zooming repaints it. */
export function paintMinimap(context: CanvasRenderingContext2D, scene: Scene): void {
  const { tracks, rows, judged, tokens } = scene;
  const view = whole(scene.view);
  const style = {
    look: scene.look,
    font: null,
    selected: null,
    accent: tokens.acc,
    text: tokens.tx,
  };
  context.fillStyle = tokens.bg1;
  context.fillRect(0, 0, view.width, minimapHeight);
  const truth = rows.filter(({ kind }) => kind === 'truth').flatMap((row) => levelsOf(tracks, row));
  for (const lane of truth) paintSegments(context, lane, view, { ...style, top: 5, height: 9 });
  const shown = rows.find(({ kind }) => kind === 'run')?.run;
  const run = tracks.runs.find((candidate) => candidate.run === shown);
  if (!run) return;
  paintSegments(context, run.lane, view, { ...style, top: 16, height: 9 });
  context.fillStyle = tokens.err;
  for (const { start, end } of judged.get(run.run)?.wrong ?? []) {
    const x = Math.round(toX(view, start));
    context.fillRect(x, 28, Math.max(2, Math.round(toX(view, end)) - x), 3);
  }
}

/** The part in view framed, the rest dimmed, and the playhead. */
export function paintFrame(context: CanvasRenderingContext2D, view: Viewport, playhead: number, tokens: Tokens): void {
  const all = whole(view);
  const [from, to] = [toX(all, view.visible.start), toX(all, view.visible.end)];
  context.fillStyle = tokens.bg0;
  context.globalAlpha = 0.55;
  context.fillRect(0, 0, from, minimapHeight);
  context.fillRect(to, 0, view.width - to, minimapHeight);
  context.globalAlpha = 1;
  context.strokeStyle = tokens.tx2;
  context.lineWidth = 1;
  context.strokeRect(Math.round(from) + 0.5, 1.5, Math.max(2, Math.round(to - from) - 1), minimapHeight - 3);
  context.fillStyle = tokens.tx;
  context.fillRect(Math.round(toX(all, playhead)), 2, 1, minimapHeight - 4);
}
