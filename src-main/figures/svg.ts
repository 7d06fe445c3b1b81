import {
  coordinate as n,
  type Drawing,
  type FontName,
  type Mark,
  type Paint,
  type TextMark,
  type Weight,
} from '../common/figures/drawing';
import { families, typeface, usedCharacters } from './fonts';
import { webFont } from './webFont';

/**
 * A drawing as SVG. Text stays text, set in the figures' font; the characters it needs are embedded, so that a figure
 * looks the same where its font is not installed.
 */
export function toSvg(drawing: Drawing): string {
  const { marks, font } = drawing;
  return svgElement(drawing, `<style>${fontFaces(font, usedCharacters(marks))}${textStyle}</style>`);
}

/** A drawing as part of a page that brings the fonts (`fontFaces`) and `textStyle`. */
export function toInlineSvg(drawing: Drawing): string {
  return svgElement(drawing, '');
}

function svgElement(drawing: Drawing, style: string): string {
  const { width, height, title, marks, font } = drawing;
  const { name, instead } = families[font];
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" role="img" width="${n(width)}pt" height="${n(height)}pt" viewBox="0 0 ${n(width)} ${n(height)}" font-family="${name}, ${instead}">`,
    `<title>${escaped(title)}</title>`,
    ...(style === '' ? [] : [style]),
    `<rect width="100%" height="100%" fill="#ffffff"/>`,
    ...marks.map((mark) => element(mark, drawing)),
    '</svg>\n',
  ].join('\n');
}

/** How text of drawings is set: as it was measured. */
export const textStyle =
  'text{font-kerning:none;font-feature-settings:"tnum","calt" 0,"liga" 0;white-space:pre;text-rendering:geometricPrecision}';

/** CSS that embeds these characters of a font, by weight. */
export function fontFaces(font: FontName, used: ReadonlyMap<Weight, readonly string[]>): string {
  return [...used]
    .map(([weight, characters]) => {
      const data = Buffer.from(webFont(typeface(font, weight), characters)).toString('base64');
      return `@font-face{font-family:${families[font].name};font-weight:${weight};src:url(data:font/ttf;base64,${data}) format("truetype")}`;
    })
    .join('');
}

function element(mark: Mark, drawing: Drawing): string {
  switch (mark.kind) {
    case 'text':
      return textElement(mark);
    case 'rect':
      return `<rect x="${n(mark.x)}" y="${n(mark.y)}" width="${n(mark.width)}" height="${n(mark.height)}"${paint(mark)}/>`;
    case 'circle':
      return `<circle cx="${n(mark.x)}" cy="${n(mark.y)}" r="${n(mark.radius)}"${paint(mark)}/>`;
    case 'path':
      return `<path d="${mark.d}"${paint(mark)}/>`;
    case 'image': {
      const data = Buffer.from(drawing.images.get(mark.image) ?? []).toString('base64');
      return `<image x="${n(mark.x)}" y="${n(mark.y)}" width="${n(mark.width)}" height="${n(mark.height)}" preserveAspectRatio="xMidYMid slice" href="data:image/jpeg;base64,${data}"/>`;
    }
    case 'group': {
      const title = mark.title === undefined ? '' : `<title>${escaped(mark.title)}</title>`;
      const inner = mark.marks.map((one) => element(one, drawing)).join('\n');
      // A nested <svg> cuts what lies outside it.
      return mark.clip
        ? `<svg x="${n(mark.x)}" y="${n(mark.y)}" width="${n(mark.clip.width)}" height="${n(mark.clip.height)}">${title}\n${inner}\n</svg>`
        : `<g transform="translate(${n(mark.x)} ${n(mark.y)})">${title}\n${inner}\n</g>`;
    }
  }
}

function textElement({ x, y, text, size, weight, colour, anchor, angle }: TextMark): string {
  const attributes = [
    `x="${n(x)}" y="${n(y)}" font-size="${n(size)}" fill="${colour}"`,
    ...(weight === 400 ? [] : [`font-weight="${weight}"`]),
    ...(anchor === 'start' ? [] : [`text-anchor="${anchor}"`]),
    ...(angle === 0 ? [] : [`transform="rotate(${n(-angle)} ${n(x)} ${n(y)})"`]),
  ];
  return `<text ${attributes.join(' ')}>${escaped(text)}</text>`;
}

function paint({ fill, stroke, lineWidth, dash = [], opacity }: Paint): string {
  return [
    ` fill="${fill ?? 'none'}"`,
    ...(stroke === undefined ? [] : [` stroke="${stroke}" stroke-width="${n(lineWidth ?? 1)}"`]),
    ...(dash.length === 0 ? [] : [` stroke-dasharray="${dash.map(n).join(' ')}"`]),
    ...(opacity === undefined ? [] : [` opacity="${n(opacity)}"`]),
  ].join('');
}

const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

/** Text as XML and HTML hold it. */
export function escaped(text: string): string {
  return text.replace(/[&<>"]/g, (sign) => entities[sign] as string);
}
