import { Lasso, ListVideo, Maximize, MousePointer2, Palette, SquareX } from 'lucide-react';
import { playThrough, useMapPlay } from '../state/mapPlay';
import { fitMaps, setTool } from '../state/mapTool';
import { colourings } from '../maps/colours';
import { setLinked, setMap, useView } from '../state/view';
import type { Action } from './action';

const shown = () => useView.getState().screen === 'embeddings';

export const lassoTool: Action = {
  id: 'embeddings.lasso',
  label: 'Choose with the lasso',
  group: 'Embeddings',
  icon: Lasso,
  when: shown,
  perform: () => setTool('lasso'),
};

export const moveTool: Action = {
  id: 'embeddings.move',
  label: 'Move the map',
  group: 'Embeddings',
  icon: MousePointer2,
  when: shown,
  perform: () => setTool('move'),
};

export const fitMapsAction: Action = {
  id: 'embeddings.fit',
  label: 'Show all of the map',
  group: 'Embeddings',
  icon: Maximize,
  when: shown,
  perform: fitMaps,
};

const chooseNothing: Action = {
  id: 'embeddings.clear',
  label: 'Choose nothing on the map',
  group: 'Embeddings',
  icon: SquareX,
  when: () => shown() && useView.getState().steps !== null,
  perform: () => setLinked({ steps: null }),
};

const colourActions: readonly Action[] = colourings.map((colour) => ({
  id: `embeddings.by-${colour}`,
  label: `Colour the map by ${colour === 'correct' ? 'correctness' : colour}`,
  group: 'Embeddings',
  icon: Palette,
  when: shown,
  perform: () => setMap({ colour }),
}));

const playChosen: Action = {
  id: 'embeddings.playThrough',
  label: 'Play what the lasso holds through, or stop',
  group: 'Embeddings',
  icon: ListVideo,
  when: () => shown() && useMapPlay.getState().chosen.length > 0,
  perform: () => playThrough(!useMapPlay.getState().through),
};

export const embeddingActions: readonly Action[] = [
  lassoTool,
  moveTool,
  fitMapsAction,
  chooseNothing,
  playChosen,
  ...colourActions,
];
