import {
  appendBezierCurve,
  beginText,
  clip,
  closePath,
  concatTransformationMatrix,
  drawObject,
  endPath,
  endText,
  fill,
  fillAndStroke,
  lineTo,
  moveTo,
  PDFDocument,
  type PDFFont,
  type PDFImage,
  type PDFName,
  type PDFPage,
  popGraphicsState,
  pushGraphicsState,
  setDashPattern,
  setFillingRgbColor,
  setFontAndSize,
  setGraphicsState,
  setLineWidth,
  setStrokingRgbColor,
  setTextMatrix,
  showText,
  stroke,
} from '@cantoo/pdf-lib';
import * as fontkit from 'fontkit';
import type { Drawing, ImageMark, Measure, Paint, TextMark, Weight } from '../common/figures/drawing';
import { fontFeatures, measureIn, typeface, usedCharacters } from './fonts';
import { type PathCommand, paintOn, rectangle, type Surface } from './surface';

/** The date in every file: what a figure shows has its own dates, and the same figure shall be the same bytes. */
const epoch = new Date(0);

/**
 * A drawing as a PDF page of its size: text can be searched and copied, the characters used of each font are embedded.
 */
export async function toPdf(drawing: Drawing): Promise<Uint8Array> {
  const file = await PDFDocument.create({ updateMetadata: false });
  file.registerFontkit(fontkit as unknown as Parameters<PDFDocument['registerFontkit']>[0]);
  file.setTitle(drawing.title);
  file.setProducer('GAD Workbench');
  file.setCreationDate(epoch);
  file.setModificationDate(epoch);
  const page = file.addPage([drawing.width, drawing.height]);
  const fonts = new Map<Weight, EmbeddedFont>();
  for (const weight of usedCharacters(drawing.marks).keys()) {
    const font = await file.embedFont(typeface(drawing.font, weight).bytes, { subset: true, features: fontFeatures });
    fonts.set(weight, { font, key: page.node.newFontDictionary(font.name, font.ref) });
  }
  const images = new Map<string, EmbeddedImage>();
  for (const [name, bytes] of drawing.images) {
    const image = await file.embedJpg(bytes);
    images.set(name, { image, key: page.node.newXObject('Image', image.ref) });
  }
  paintOn(new PdfSurface(file, page, fonts, images, measureIn(drawing.font)), drawing);
  return file.save({ addDefaultPage: false });
}

interface EmbeddedFont {
  font: PDFFont;
  key: PDFName;
}
interface EmbeddedImage {
  image: PDFImage;
  key: PDFName;
}

class PdfSurface implements Surface {
  private readonly opacities = new Map<number, PDFName>();

  constructor(
    private readonly file: PDFDocument,
    private readonly page: PDFPage,
    private readonly fonts: ReadonlyMap<Weight, EmbeddedFont>,
    private readonly images: ReadonlyMap<string, EmbeddedImage>,
    private readonly measure: Measure,
  ) {
    // PDF counts y upwards from the bottom.
    page.pushOperators(concatTransformationMatrix(1, 0, 0, -1, 0, page.getHeight()));
  }

  save(): void {
    this.page.pushOperators(pushGraphicsState());
  }

  restore(): void {
    this.page.pushOperators(popGraphicsState());
  }

  translate(x: number, y: number): void {
    this.page.pushOperators(concatTransformationMatrix(1, 0, 0, 1, x, y));
  }

  clip(width: number, height: number): void {
    this.page.pushOperators(...rectangle(0, 0, width, height).map(operator), clip(), endPath());
  }

  path(
    commands: readonly PathCommand[],
    { fill: filled, stroke: stroked, lineWidth = 1, dash = [], opacity = 1 }: Paint,
  ): void {
    if (filled === undefined && stroked === undefined) return;
    this.page.pushOperators(
      pushGraphicsState(),
      ...(opacity === 1 ? [] : [setGraphicsState(this.opacity(opacity))]),
      ...(filled === undefined ? [] : [setFillingRgbColor(...rgb(filled))]),
      ...(stroked === undefined
        ? []
        : [setStrokingRgbColor(...rgb(stroked)), setLineWidth(lineWidth), setDashPattern([...dash], 0)]),
      ...commands.map(operator),
      filled !== undefined && stroked !== undefined ? fillAndStroke() : filled === undefined ? stroke() : fill(),
      popGraphicsState(),
    );
  }

  text({ x, y, text, size, weight, colour, anchor, angle }: TextMark): void {
    const embedded = this.fonts.get(weight);
    if (!embedded || text === '') return;
    const before = { start: 0, middle: 0.5, end: 1 }[anchor] * this.measure(text, size, weight);
    const [cos, sin] = [Math.cos((angle * Math.PI) / 180), Math.sin((angle * Math.PI) / 180)];
    this.page.pushOperators(
      beginText(),
      setFillingRgbColor(...rgb(colour)),
      setFontAndSize(embedded.key, size),
      // The glyphs are turned upright again in the turned-over page.
      setTextMatrix(cos, -sin, -sin, -cos, x - before * cos, y + before * sin),
      showText(embedded.font.encodeText(text)),
      endText(),
    );
  }

  image({ x, y, width, height, image: name }: ImageMark): void {
    const embedded = this.images.get(name);
    if (!embedded) return;
    // Filled like CSS "cover": cut where the picture's shape is another.
    const scale = Math.max(width / embedded.image.width, height / embedded.image.height);
    const [w, h] = [embedded.image.width * scale, embedded.image.height * scale];
    this.save();
    this.translate(x, y);
    this.clip(width, height);
    this.page.pushOperators(
      concatTransformationMatrix(w, 0, 0, -h, (width - w) / 2, height - (height - h) / 2),
      drawObject(embedded.key),
    );
    this.restore();
  }

  private opacity(value: number): PDFName {
    const known = this.opacities.get(value);
    if (known) return known;
    const state = this.file.context.obj({ Type: 'ExtGState', ca: value, CA: value });
    const key = this.page.node.newExtGState('GS', state);
    this.opacities.set(value, key);
    return key;
  }
}

function operator({ kind, at }: PathCommand) {
  const [a, b, c, d, e, f] = at as [number, number, number, number, number, number];
  switch (kind) {
    case 'M':
      return moveTo(a, b);
    case 'L':
      return lineTo(a, b);
    case 'C':
      return appendBezierCurve(a, b, c, d, e, f);
    case 'Z':
      return closePath();
  }
}

function rgb(colour: string): [number, number, number] {
  const channel = (at: number) => Number.parseInt(colour.slice(at, at + 2), 16) / 255;
  return [channel(1), channel(3), channel(5)];
}
