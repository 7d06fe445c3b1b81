/** The timeline's canvases and what makes each of them paint again. */
import { type RefObject, useCallback, useLayoutEffect, useRef } from 'react';
import type { Span } from '../../src-main/common/domain/span';
import { boundaryTime } from '../../src-main/common/domain/video';
import { Surface } from '../canvas/surface';
import { following } from '../canvas/viewport';
import { usePlayer } from '../player/playerStore';
import { shownConflict, useConflicts } from '../state/conflicts';
import { setVisible, useView } from '../state/view';
import { useWalk } from '../state/walk';
import { useGuide } from './guide';
import { begunHere, useHands } from './hands/hands';
import { useLanes } from './lanes';
import { paintRuler } from './painters/ruler';
import { point, usePointed } from './pointed';
import { minimapHeight, rowsHeight, rulerHeight } from './rows';
import { paintContent, paintFrame, paintMinimap, paintOverlay, type Scene } from './scene';
import type { Tracks } from './tracks';

type Name = 'ruler' | 'content' | 'overlay' | 'minimap' | 'frame';
export type Canvases = Record<Name, RefObject<HTMLCanvasElement | null>>;

export function useCanvases(): Canvases {
  return {
    ruler: useRef(null),
    content: useRef(null),
    overlay: useRef(null),
    minimap: useRef(null),
    frame: useRef(null),
  };
}

/**
 * Paints the scene into the canvases: all after it changes, ruler, overlay and frame also when playhead or pointer
 * move. While nothing is dragged the view follows the playhead.
 * @returns paints the lanes again, for pictures and scores that come later
 */
export function useSurfaces(canvases: Canvases, scene: Scene, dragging: () => boolean): () => void {
  const surfaces = useRef<Record<Name, Surface> | null>(null);
  const latest = useRef(scene);
  latest.current = scene;
  const held = useRef(canvases);
  const isDragging = useRef(dragging);
  isDragging.current = dragging;

  useLayoutEffect(() => {
    const made = createSurfaces(held.current, latest);
    surfaces.current = made;
    const unsubscribe = useView.subscribe((now, before) => {
      const moved = now.playhead !== before.playhead;
      if (moved && !isDragging.current()) {
        const next = following(latest.current.view, now.playhead);
        if (next !== latest.current.view.visible) setVisible(next);
      }
      // What is under a resting pointer is another thing now.
      if (now.visible !== before.visible) point(null);
      if (moved) made.frame.request();
      if (moved || now.hover !== before.hover) for (const name of ['ruler', 'overlay'] as const) made[name].request();
    });
    const forget = usePointed.subscribe(() => made.overlay.request());
    const unsettle = useConflicts.subscribe(() => made.overlay.request());
    const stay = useWalk.subscribe(() => made.overlay.request());
    const letGo = useHands.subscribe(() => made.overlay.request());
    const unloop = usePlayer.subscribe(({ stretch }, before) => stretch !== before.stretch && made.ruler.request());
    const unguide = useGuide.subscribe(() => made.overlay.request());
    return () => {
      forget();
      unsettle();
      stay();
      letGo();
      unguide();
      unloop();
      unsubscribe();
      for (const surface of Object.values(made)) surface.dispose();
      surfaces.current = null;
    };
  }, []);

  const { view, rows, tracks, judged, tokens, look } = scene;
  const height = rowsHeight(rows);
  useLayoutEffect(() => {
    surfaces.current?.ruler.resize(view.width, rulerHeight);
    surfaces.current?.content.resize(view.width, height);
    surfaces.current?.overlay.resize(view.width, height);
    surfaces.current?.minimap.resize(view.width, minimapHeight);
    surfaces.current?.frame.resize(view.width, minimapHeight);
  }, [view.width, height]);
  useLayoutEffect(() => {
    for (const name of ['ruler', 'content', 'overlay', 'frame'] as const) surfaces.current?.[name].request();
  }, [scene]);
  useLayoutEffect(() => {
    surfaces.current?.minimap.request();
  }, [tracks, rows, judged, tokens, look]);
  return useCallback(() => surfaces.current?.content.request(), []);
}

/** What is played over and over, in seconds. */
function loopOf({ clock }: Tracks): Span | null {
  const { stretch } = usePlayer.getState();
  if (!clock || !stretch?.loop) return null;
  const seconds = (frame: number) => boundaryTime(clock, frame) - (clock.times[0] as number);
  return { start: seconds(stretch.from), end: seconds(stretch.to) };
}

function createSurfaces(canvases: Canvases, scene: RefObject<Scene>): Record<Name, Surface> {
  const make = (name: Name, paint: ConstructorParameters<typeof Surface>[1]) => {
    const canvas = canvases[name].current;
    if (!canvas) throw new Error(`internal: the timeline has no ${name} canvas`);
    return new Surface(canvas, paint);
  };
  return {
    ruler: make('ruler', (context) => {
      const { playhead, hover } = useView.getState();
      const { view, tracks, tokens } = scene.current;
      paintRuler(context, view, { clock: tracks.clock, playhead, hover, loop: loopOf(tracks) }, tokens);
    }),
    content: make('content', (context) => paintContent(context, scene.current)),
    overlay: make('overlay', (context) => {
      const { playhead, hover } = useView.getState();
      const { pointed } = usePointed.getState();
      const { guide } = useGuide.getState();
      const { labelled } = useLanes.getState();
      paintOverlay(context, scene.current, {
        playhead,
        hover,
        pointed,
        begun: begunHere(),
        labelled,
        conflict: shownConflict(),
        guide,
      });
    }),
    minimap: make('minimap', (context) => paintMinimap(context, scene.current)),
    frame: make('frame', (context) =>
      paintFrame(context, scene.current.view, useView.getState().playhead, scene.current.tokens),
    ),
  };
}
