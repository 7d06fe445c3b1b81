/**
 * Thumbnails for lists and for the timeline, loaded a few at a time, the one asked for last first. A
 * thumbnail that has to be made keeps its connection waiting, and a browser opens only six to one host: the
 * video must not stand behind them.
 */
import { mediaUrl, useProject } from '../state/project';

const mostLoading = 3;

interface Wanted {
  url: string;
  done: (picture: HTMLImageElement | null) => void;
}

const waiting: Wanted[] = [];
let loading = 0;

/**
 * Loads the thumbnail of a frame.
 * @param done told the picture, or null where there is none
 * @returns gives it up, if it has not been begun
 */
export function loadThumbnail(video: string, frame: number, done: Wanted['done']): () => void {
  const { info } = useProject.getState();
  if (!info) return () => undefined;
  const wanted = { url: mediaUrl(info, `thumbnail/${video}/${frame}`), done };
  waiting.push(wanted);
  // Who asks for several asks for the most wanted one last.
  queueMicrotask(next);
  return () => {
    const index = waiting.indexOf(wanted);
    if (index >= 0) waiting.splice(index, 1);
  };
}

function next(): void {
  if (loading >= mostLoading) return;
  const wanted = waiting.pop();
  if (!wanted) return;
  loading++;
  const picture = new Image();
  const end = (result: HTMLImageElement | null) => {
    loading--;
    wanted.done(result);
    next();
  };
  picture.onload = () => end(picture);
  picture.onerror = () => end(null);
  picture.src = wanted.url;
}
