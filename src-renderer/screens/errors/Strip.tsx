/** The lanes around an error: the truth, and both runs with what is wrong in them. */
import { type PointerEvent, useCallback, useLayoutEffect, useMemo, useRef, useState } from 'react';
import { Surface } from '../../canvas/surface';
import { clamped, toSeconds, toX, type Viewport } from '../../canvas/viewport';
import { seekSeconds } from '../../player/playerStore';
import { useClassLooks } from '../../state/classLooks';
import type { ErrorRow } from '../../state/errorRows';
import { useErrors } from '../../state/errors';
import { useComparedRuns } from '../../state/selection';
import { useVerdicts } from '../../state/verdicts';
import { useView, usualThresholds } from '../../state/view';
import { paintPlayhead } from '../../timeline/painters/chrome';
import { paintRuler } from '../../timeline/painters/ruler';
import type { Tracks } from '../../timeline/tracks';
import { rulerHeight } from '../../timeline/rows';
import { unknownLook } from '../../../src-main/common/classColours';
import { useTheme } from '../../ui/theme';
import { laneHeight, paintStrip, stripLanes } from './stripLanes';

export function Strip({ row, tracks }: { row: ErrorRow; tracks: Tracks }) {
  const { run, against } = useComparedRuns();
  const ids = useMemo(() => [run?.id, against?.id].flatMap((id) => id ?? []), [run?.id, against?.id]);
  const report = useErrors((state) => state.report);
  const verdicts = useVerdicts(row.video, ids, report?.thresholds ?? usualThresholds, report);
  const lanes = useMemo(() => stripLanes(tracks, ids, verdicts, row), [tracks, ids, verdicts, row]);
  const names = ['Truth', ...[run, against].flatMap((one) => one?.name ?? [])];
  const height = rulerHeight + lanes.length * laneHeight;
  return (
    <div className="error-strip">
      <div className="strip-names label" style={{ paddingTop: rulerHeight }}>
        {names.map((name) => (
          <span key={name} className="ellipsis" style={{ height: laneHeight }}>
            {name}
          </span>
        ))}
      </div>
      <StripCanvas row={row} duration={tracks.duration} lanes={lanes} height={height} />
    </div>
  );
}

interface StripCanvasProps {
  row: ErrorRow;
  duration: number;
  lanes: ReturnType<typeof stripLanes>;
  height: number;
}

function StripCanvas({ row, duration, lanes, height }: StripCanvasProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const surface = useRef<Surface | null>(null);
  const [width, setWidth] = useState(400);
  const looks = useClassLooks();
  const { tokens, theme } = useTheme();
  const view = useMemo((): Viewport => ({ width, duration, visible: around(row, duration) }), [width, duration, row]);
  const paint = useCallback(
    (context: CanvasRenderingContext2D) => {
      const { playhead } = useView.getState();
      paintStrip(context, lanes, view, ({ classId }) => looks.get(classId) ?? unknownLook(theme), tokens);
      paintRuler(context, view, { clock: null, playhead, hover: null, loop: null }, tokens);
      const x = toX(view, playhead);
      context.save();
      context.translate(0, rulerHeight);
      if (x >= 0 && x <= view.width) paintPlayhead(context, x, height - rulerHeight, tokens);
      context.restore();
    },
    [lanes, looks, tokens, theme, height, view],
  );
  const latest = useRef(paint);
  latest.current = paint;
  useLayoutEffect(() => {
    const element = canvas.current;
    if (!element?.parentElement) return;
    const made = new Surface(element, (context) => latest.current(context));
    surface.current = made;
    const observer = new ResizeObserver(
      ([entry]) => entry && setWidth(Math.max(1, Math.floor(entry.contentRect.width))),
    );
    observer.observe(element.parentElement);
    const off = useView.subscribe((now, before) => now.playhead !== before.playhead && made.request());
    return () => {
      observer.disconnect();
      off();
      made.dispose();
    };
  }, []);
  useLayoutEffect(() => {
    surface.current?.resize(width, height);
    surface.current?.draw();
  }, [width, height, paint]);
  const seek = (event: PointerEvent<HTMLCanvasElement>) => seekSeconds(toSeconds(view, event.nativeEvent.offsetX));
  return (
    <div className="strip-canvas">
      <canvas
        ref={canvas}
        style={{ width, height }}
        role="img"
        aria-label={`Lanes of ${row.video} around the error`}
        onPointerDown={(event) => {
          event.currentTarget.setPointerCapture(event.pointerId);
          seek(event);
        }}
        onPointerMove={(event) => event.buttons === 1 && seek(event)}
      />
    </div>
  );
}

/** The error with as much again at either side, at least 24 s. */
function around({ start, end }: ErrorRow, duration: number) {
  const half = Math.max(12, 1.5 * (end - start));
  const middle = (start + end) / 2;
  return clamped({ start: middle - half, end: middle + half }, duration);
}
