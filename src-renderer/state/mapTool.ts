/** What a drag on a map does, and the point that is pointed at; shared by the maps side by side. */
import { create } from 'zustand';

interface MapTool {
  tool: 'lasso' | 'move';
  /** Grows whenever all of each map shall be shown. */
  fits: number;
  /** A moment under the pointer: video, and seconds from its first frame. */
  hovered: { video: string; seconds: number; truth: number } | null;
}

export const useMapTool = create<MapTool>(() => ({ tool: 'lasso', fits: 0, hovered: null }));
export const setTool = (tool: MapTool['tool']): void => useMapTool.setState({ tool });
export const fitMaps = (): void => useMapTool.setState(({ fits }) => ({ fits: fits + 1 }));
export const hoverMoment = (hovered: MapTool['hovered']): void => useMapTool.setState({ hovered });
