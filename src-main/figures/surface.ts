import { type Drawing, type ImageMark, type Mark, type Paint, pathOf, type TextMark } from '../common/figures/drawing';

/** What PDF and PNG have in common: a page that takes paths, texts and pictures at a place that can be moved. */
export interface Surface {
  save(): void;
  restore(): void;
  translate(x: number, y: number): void;
  clip(width: number, height: number): void;
  path(commands: readonly PathCommand[], paint: Paint): void;
  text(mark: TextMark): void;
  image(mark: ImageMark): void;
}

/** `x y` of M and L; two control points and `x y` of C; nothing of Z. */
export interface PathCommand {
  kind: 'M' | 'L' | 'C' | 'Z';
  at: readonly number[];
}

/** Paints a drawing on white, back to front. */
export function paintOn(surface: Surface, { marks, width, height }: Drawing): void {
  surface.path(rectangle(0, 0, width, height), { fill: '#ffffff' });
  for (const mark of marks) paintMark(surface, mark);
}

function paintMark(surface: Surface, mark: Mark): void {
  switch (mark.kind) {
    case 'text':
      return surface.text(mark);
    case 'image':
      return surface.image(mark);
    case 'path':
      return surface.path(commandsOf(mark.d), mark);
    case 'rect':
      return surface.path(rectangle(mark.x, mark.y, mark.width, mark.height), mark);
    case 'circle':
      return surface.path(circle(mark.x, mark.y, mark.radius), mark);
    case 'group':
      surface.save();
      surface.translate(mark.x, mark.y);
      if (mark.clip) surface.clip(mark.clip.width, mark.clip.height);
      for (const one of mark.marks) paintMark(surface, one);
      surface.restore();
  }
}

/** A path of absolute M, L, C and Z. */
export function commandsOf(d: string): PathCommand[] {
  return [...d.matchAll(/([MLCZ])([^MLCZ]*)/g)].map(([, kind, numbers]) => ({
    kind: kind as PathCommand['kind'],
    at: (numbers?.match(/-?[\d.]+(?:e-?\d+)?/g) ?? []).map(Number),
  }));
}

/** A closed path round it. */
export function rectangle(x: number, y: number, width: number, height: number): PathCommand[] {
  return commandsOf(
    pathOf(
      [
        [x, y],
        [x + width, y],
        [x + width, y + height],
        [x, y + height],
      ],
      true,
    ),
  );
}

/** Four cubic curves; 0.5523 of the radius to the control points leaves an error of 0.03 %. */
function circle(x: number, y: number, r: number): PathCommand[] {
  const k = 0.552_285 * r;
  return [
    { kind: 'M', at: [x + r, y] },
    { kind: 'C', at: [x + r, y + k, x + k, y + r, x, y + r] },
    { kind: 'C', at: [x - k, y + r, x - r, y + k, x - r, y] },
    { kind: 'C', at: [x - r, y - k, x - k, y - r, x, y - r] },
    { kind: 'C', at: [x + k, y - r, x + r, y - k, x + r, y] },
    { kind: 'Z', at: [] },
  ];
}
