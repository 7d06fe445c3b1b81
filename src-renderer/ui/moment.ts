/** A moment as somebody types it: a frame of the video, or seconds from its first frame. */
export type TypedMoment = { frame: number } | { seconds: number };

/** `f 1018` or `f1018`; `46.36`, `0:46.36`, `1:02:46.4` with a point or a comma. Null where it is none of these. */
export function parseMoment(text: string): TypedMoment | null {
  const typed = text.trim().toLowerCase().replace(',', '.');
  const [, frame] = /^f\s*(\d+)$/.exec(typed) ?? [];
  if (frame !== undefined) return { frame: Number(frame) };
  if (!/^(\d+:){0,2}\d+(\.\d*)?$/.test(typed)) return null;
  return { seconds: typed.split(':').reduce((sum, part) => 60 * sum + Number(part), 0) };
}
