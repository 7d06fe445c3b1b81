/** What each further suggestion of the same video is worth: alike moments teach less than different ones. */
const again = 0.85;

/**
 * One queue of the suggestions of several videos: the best first, where each further one of the same video counts for
 * 0.85 of the one before, so that one video does not fill the top. Equal ones come in the order of the videos.
 * @param videos of each the suggestions, best first
 * @returns at most `most`
 */
export function diversified<S extends { score: number }>(
  videos: readonly (readonly S[])[],
  most: number,
): { video: number; suggestion: S }[] {
  const queue: { video: number; suggestion: S }[] = [];
  const taken = videos.map(() => 0);
  const worthOf = (video: number) => {
    const count = taken[video] as number;
    const next = videos[video]?.[count];
    return next ? next.score * again ** count : -1;
  };
  const worth = videos.map((_, video) => worthOf(video));
  while (queue.length < most) {
    let best = -1;
    for (let video = 0; video < worth.length; video++) if (worth[video]! > (best < 0 ? 0 : worth[best]!)) best = video;
    const suggestion = videos[best]?.[taken[best] as number];
    if (!suggestion) break;
    queue.push({ video: best, suggestion });
    taken[best]!++;
    worth[best] = worthOf(best);
  }
  return queue;
}
