import {
  decodePDFRawStream,
  PDFArray,
  PDFDict,
  PDFDocument,
  PDFName,
  PDFRawStream,
  type PDFObject,
} from '@cantoo/pdf-lib';

/**
 * The words of a PDF's first page, as a reader that searches or copies finds them: glyph numbers of the content stream,
 * mapped by the ToUnicode table of the font that is set. Reads only what this program writes.
 */
export async function pdfText(bytes: Uint8Array): Promise<string[]> {
  const file = await PDFDocument.load(bytes);
  const { node } = file.getPage(0);
  const fonts = node.Resources()?.lookup(PDFName.of('Font'), PDFDict);
  const tables = new Map(
    (fonts?.keys() ?? []).map((key) => {
      const stream = (fonts as PDFDict).lookup(key, PDFDict).lookup(PDFName.of('ToUnicode'));
      return [key.asString(), unicodeTable(decoded(stream))] as const;
    }),
  );
  const words: string[] = [];
  let table = new Map<string, string>();
  for (const [, font, hex] of content(node.Contents()).matchAll(/(\/\S+) [\d.]+ Tf|<([0-9A-Fa-f]*)> Tj/g)) {
    if (font !== undefined) table = tables.get(font) ?? new Map();
    else words.push((hex?.match(/.{4}/g) ?? []).map((glyph) => table.get(glyph.toUpperCase()) ?? '�').join(''));
  }
  return words;
}

const decoded = (stream: PDFObject | undefined): string =>
  stream instanceof PDFRawStream ? Buffer.from(decodePDFRawStream(stream).decode()).toString('latin1') : '';

function content(contents: PDFObject | undefined): string {
  return contents instanceof PDFArray
    ? contents
        .asArray()
        .map((_, i) => decoded(contents.lookup(i)))
        .join('\n')
    : decoded(contents);
}

function unicodeTable(map: string): Map<string, string> {
  return new Map(
    [...map.matchAll(/<([0-9A-Fa-f]{4})> <([0-9A-Fa-f]+)>/g)].map(([, glyph, codes]) => [
      (glyph as string).toUpperCase(),
      String.fromCharCode(...((codes as string).match(/.{4}/g) ?? []).map((code) => Number.parseInt(code, 16))),
    ]),
  );
}
