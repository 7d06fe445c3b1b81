import type { ClassLook } from '../../../src-main/common/classColours';
import type { SegmentConflict, Version } from '../../../src-main/common/domain/conflict';
import { textWidth } from '../../canvas/label';
import { toX, type Viewport } from '../../canvas/viewport';
import type { Tokens } from '../../ui/theme';
import type { Row } from '../rows';

interface Style {
  look: (segment: { classId: number }) => ClassLook;
  tokens: Tokens;
}

/** The two versions of a segment over its lane: mine dashed in the upper half, theirs in the lower. */
export function paintVersions(
  context: CanvasRenderingContext2D,
  { mine, theirs }: SegmentConflict,
  view: Viewport,
  rows: readonly Row[],
  style: Style,
): void {
  context.save();
  const versions = [...theirs, ...(mine ? [mine] : [])];
  // What is drawn there already would be read as a third.
  for (const version of versions) paintGround(context, version, view, rows, style.tokens);
  for (const version of theirs) paintVersion(context, version, 'theirs', view, rows, style);
  if (mine) paintVersion(context, mine, 'mine', view, rows, style);
  context.restore();
}

function paintGround(
  context: CanvasRenderingContext2D,
  version: Version,
  view: Viewport,
  rows: readonly Row[],
  tokens: Tokens,
): void {
  const row = rowOf(rows, version);
  if (!row) return;
  const left = Math.round(toX(view, version.start)) - 2;
  context.fillStyle = tokens.lane;
  context.fillRect(left, row.top + 1, Math.round(toX(view, version.end)) + 2 - left, row.height - 2);
}

const rowOf = (rows: readonly Row[], { lane }: Version) =>
  rows.find((row) => row.kind === 'truth' && row.lane === lane);

function paintVersion(
  context: CanvasRenderingContext2D,
  version: Version,
  whose: 'mine' | 'theirs',
  view: Viewport,
  rows: readonly Row[],
  { look, tokens }: Style,
): void {
  const row = rowOf(rows, version);
  if (!row) return;
  const half = Math.floor((row.height - 3) / 2);
  const left = Math.round(toX(view, version.start));
  const width = Math.max(3, Math.round(toX(view, version.end)) - left);
  const top = row.top + 1 + (whose === 'mine' ? 0 : half);
  context.beginPath();
  context.roundRect(left + 1, top + 1, width - 2, half - 2, 3);
  context.lineWidth = 2;
  context.strokeStyle = whose === 'mine' ? tokens.acc : tokens.tx;
  context.setLineDash(whose === 'mine' ? [4, 3] : []);
  context.stroke();
  context.fillStyle = look(version).fill;
  context.fillRect(left + 3, top + 3, Math.min(4, Math.max(1, width - 6)), half - 6);
  context.font = `500 11px ${tokens.sans}`;
  if (half < 14 || textWidth(context, whose, context.font) > width - 18) return;
  context.fillStyle = tokens.tx;
  context.textBaseline = 'middle';
  context.fillText(whose, Math.max(left, 0) + 11, top + half / 2 + 0.5);
}
