/** Intervals over fewer videos are told in grey, with the count: nobody should read them as progress. */
export const fewVideos = 10;

export const isThin = (videos: number): boolean => videos < fewVideos;

/** What an interval is, as "95 % over 12 videos" or "95 % over 4 videos, too few to judge". */
export function evidence(videos: number, what = '95 % over'): string {
  return `${what} ${videos} ${videos === 1 ? 'video' : 'videos'}${isThin(videos) ? ', too few to judge' : ''}`;
}

/** "Too few to judge: 4 videos."; nothing where they are enough. */
export function thinNote(videos: number): string {
  return isThin(videos) ? `Too few to judge: ${videos} ${videos === 1 ? 'video' : 'videos'}.` : '';
}
