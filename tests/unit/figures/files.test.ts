import { PDFDocument } from '@cantoo/pdf-lib';
import { describe, expect, it } from 'vitest';
import { type Drawing, fontNames, type Mark } from '../../../src-main/common/figures/drawing';
import { measureIn, typeface, usedCharacters } from '../../../src-main/figures/fonts';
import { toPdf } from '../../../src-main/figures/pdf';
import { toPng } from '../../../src-main/figures/png';
import { toSvg } from '../../../src-main/figures/svg';
import { webFont } from '../../../src-main/figures/webFont';
import { createCanvas, loadImage } from '../../../src-main/video/canvas';
import { pdfText } from './pdfText';

const words = (text: string, x: number, y: number, weight: 400 | 600 = 400): Mark => ({
  kind: 'text',
  x,
  y,
  text,
  size: 8,
  weight,
  colour: '#15181c',
  anchor: 'middle',
  angle: 0,
});

async function drawing(): Promise<Drawing> {
  const picture = createCanvas(8, 4);
  const context = picture.getContext('2d');
  context.fillStyle = '#3a69aa';
  context.fillRect(0, 0, 8, 4);
  return {
    title: 'Cut & <stir>',
    font: 'Inter',
    width: 144,
    height: 72,
    marks: [
      { kind: 'rect', x: 10, y: 10, width: 20, height: 20, fill: '#cd5d76', stroke: '#000000', lineWidth: 1 },
      { kind: 'circle', x: 60, y: 20, radius: 10, fill: '#12734a', opacity: 0.5 },
      { kind: 'path', d: 'M80 10L100 30', stroke: '#0a5fd0', lineWidth: 2, dash: [3, 2] },
      { kind: 'image', x: 110, y: 10, width: 20, height: 20, image: 'frame' },
      {
        kind: 'group',
        x: 0,
        y: 40,
        clip: { width: 40, height: 10 },
        marks: [{ kind: 'rect', x: 30, y: 0, width: 60, height: 60, fill: '#585800' }],
      },
      words('cut onion & stir −1.5 ± 0.2 λ', 72, 64),
      words('S-F1 “Щи”', 100, 50, 600),
    ],
    images: new Map([['frame', await picture.encode('jpeg', 90)]]),
  };
}

describe('the files of a drawing', () => {
  it('are the same bytes twice', async () => {
    const [first, second] = [await drawing(), await drawing()];
    expect(toSvg(first)).toBe(toSvg(second));
    expect(Buffer.from(await toPdf(first)).equals(await toPdf(second))).toBe(true);
    expect(Buffer.from(await toPng(first, 150)).equals(await toPng(second, 150))).toBe(true);
  });

  it('hold text as text: in SVG, and in PDF for whoever searches it', async () => {
    const one = await drawing();
    expect(toSvg(one)).toContain('>cut onion &amp; stir −1.5 ± 0.2 λ</text>');
    expect(toSvg(one)).toContain('<title>Cut &amp; &lt;stir&gt;</title>');
    expect(await pdfText(await toPdf(one))).toEqual(['cut onion & stir −1.5 ± 0.2 λ', 'S-F1 “Щи”']);
  });

  it('embed the fonts they use and name nothing of the moment', async () => {
    const bytes = await toPdf(await drawing());
    const file = await PDFDocument.load(bytes, { updateMetadata: false });
    expect([file.getTitle(), file.getCreationDate()?.getTime(), file.getPage(0).getSize()]).toEqual([
      'Cut & <stir>',
      0,
      { width: 144, height: 72 },
    ]);
    const objects = file.context.enumerateIndirectObjects().map(([, object]) => object.toString());
    expect(objects.filter((text) => text.includes('/FontFile2'))).toHaveLength(2);
    expect(objects.join('\n')).toMatch(/Inter-Regular-\d+/);
    expect(objects.join('\n')).toMatch(/Inter-SemiBold-\d+/);
  });

  it('show the same in PNG, at the asked resolution', async () => {
    const png = await toPng(await drawing(), 144);
    const image = await loadImage(Buffer.from(png));
    expect([image.width, image.height]).toEqual([288, 144]);
    const canvas = createCanvas(288, 144);
    const context = canvas.getContext('2d');
    context.drawImage(image, 0, 0);
    const at = (x: number, y: number) => [...context.getImageData(2 * x, 2 * y, 1, 1).data];
    expect(at(2, 2)).toEqual([255, 255, 255, 255]);
    expect(at(20, 20)).toEqual([0xcd, 0x5d, 0x76, 255]);
    // Half of the green on white.
    expect(at(60, 20).every((value, i) => Math.abs(value - ([0x89, 0xb9, 0xa5, 255][i] as number)) <= 1)).toBe(true);
    expect(at(120, 20)[2]).toBeGreaterThan(140);
    // The group's rectangle is cut at 40 points.
    expect([at(35, 45), at(45, 45)]).toEqual([
      [0x58, 0x58, 0x00, 255],
      [255, 255, 255, 255],
    ]);
    expect(Buffer.from(png).subarray(37, 41).toString()).toBe('pHYs');
    expect(new DataView(png.buffer, png.byteOffset).getUint32(41)).toBe(5669);
  });
});

const measureText = measureIn('Inter');

describe('the font', () => {
  it('has digits of one width and no kerning, so that parts add up to the whole', () => {
    expect(measureText('1', 10)).toBeCloseTo(measureText('8', 10), 10);
    expect(measureText('AVATo', 10)).toBeCloseTo(
      Array.from('AVATo').reduce((sum, letter) => sum + measureText(letter, 10), 0),
      10,
    );
    // 1328 of 2048 units a digit, as the font's own table says.
    expect(measureText('2026', 10)).toBeCloseTo((4 * 1328 * 10) / 2048, 10);
  });

  it.each(fontNames)('%s says which signs it lacks', (font) => {
    expect(Array.from('aλЩ−±ł炒').map((sign) => typeface(font, 400).has(sign))).toEqual([
      true,
      true,
      true,
      true,
      true,
      true,
      false,
    ]);
  });

  it('is embedded with just the characters used', async () => {
    const used = usedCharacters((await drawing()).marks);
    expect([...used.keys()]).toEqual([400, 600]);
    const font = webFont(typeface('Inter', 600), used.get(600) as string[]);
    expect(font.length).toBeLessThan(10_000);
    const again = new (typeface('Inter', 600).constructor as new (bytes: Uint8Array) => ReturnType<typeof typeface>)(
      font,
    );
    expect(Array.from('S-F1Щ').map((sign) => again.has(sign))).toEqual([true, true, true, true, true]);
    expect(again.has('z')).toBe(false);
    expect(again.measure('S-F1')).toBeCloseTo(measureText('S-F1', 1, 600), 10);
  });

  it('STIX has digits of one width too, and stands in all three formats', async () => {
    const measure = measureIn('STIX');
    expect(measure('1', 10)).toBeCloseTo(5, 10);
    expect(measure('8', 10, 600)).toBeCloseTo(5, 10);
    const drawn: Drawing = { ...(await drawing()), font: 'STIX' };
    expect(toSvg(drawn)).toContain('font-family:STIXGeneral');
    const pdf = await toPdf(drawn);
    expect(await pdfText(pdf)).toEqual(await pdfText(await toPdf(await drawing())));
    expect(Buffer.from(pdf).toString('latin1')).not.toContain('Inter');
    expect(Buffer.from(await toPng(drawn, 72)).equals(Buffer.from(await toPng(await drawing(), 72)))).toBe(false);
    expect(Buffer.from(await toPdf(drawn)).equals(Buffer.from(pdf))).toBe(true);
  });
});
