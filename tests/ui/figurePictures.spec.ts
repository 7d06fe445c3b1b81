import { writeFile } from 'node:fs/promises';
import { pathToFileURL } from 'node:url';
import { expect, test } from '@playwright/test';
import { toPdf } from '../../src-main/figures/pdf';
import { toSvg } from '../../src-main/figures/svg';
import { type Canvas, createCanvas, loadImage } from '../../src-main/video/canvas';
import { drawPictured, pictured } from '../builders/picturedPanels';
import { suite } from './suite';

/**
 * Every kind of panel as a browser shows it, against a stored picture; `npx playwright test figurePictures -u` stores
 * them anew, to be looked at. The fonts are in the files, so that pictures are the same wherever Chromium is.
 */
suite('figures as pictures', () => {
  test.use({ colorScheme: 'light' });

  for (const [name, panel] of Object.entries(pictured)) {
    test(`${name}: the SVG is the stored picture, the PDF is the SVG`, async ({ page }) => {
      const drawing = await drawPictured(panel);
      const [svg, pdf] = [test.info().outputPath(`${name}.svg`), test.info().outputPath(`${name}.pdf`)];
      await writeFile(svg, toSvg(drawing));
      await writeFile(pdf, await toPdf(drawing));
      // CSS pixels of 1/96 inch.
      const [width, height] = [drawing.width, drawing.height].map((points) => Math.ceil((points * 4) / 3)) as [
        number,
        number,
      ];
      await page.setViewportSize({ width, height });
      await page.goto(pathToFileURL(svg).href);
      await expect(page).toHaveScreenshot(`${name}.png`, { maxDiffPixels: 12 });
      const shown = await loadImage(await page.screenshot());
      await page.setViewportSize({ width: 2 * width, height: 2 * height });
      await page.goto(`${pathToFileURL(pdf).href}#toolbar=0&navpanes=0&view=Fit`);
      const cells = [Math.ceil(width / cellSize), Math.ceil(height / cellSize)] as const;
      const wanted = shrunk(shown, ...cells);
      // The viewer takes a moment to lay the page out.
      await expect
        .poll(async () => {
          const sheet = sheetIn(await loadImage(await page.screenshot()));
          return sheet === null ? 1 : apart(wanted, shrunk(sheet, ...cells));
        })
        .toBeLessThan(0.01);
    });
  }
});

type Image = Awaited<ReturnType<typeof loadImage>>;

/** CSS pixels a cell is wide and high; letters become grey there, so that two ways of smoothing them are the same. */
const cellSize = 8;

/** The mean brightness of each of so many cells, 0 to 255. */
function shrunk(image: Canvas | Image, columns: number, rows: number): Float64Array {
  const { width, height } = image;
  const { data } = pixelsOf(image);
  const [sums, counts] = [new Float64Array(columns * rows), new Float64Array(columns * rows)];
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const cell = Math.floor((y * rows) / height) * columns + Math.floor((x * columns) / width);
      const at = 4 * (y * width + x);
      sums[cell]! += (data[at]! + data[at + 1]! + data[at + 2]!) / 3;
      counts[cell]! += 1;
    }
  }
  return sums.map((sum, cell) => sum / counts[cell]!);
}

/** Share of the cells that are told apart. */
function apart(a: Float64Array, b: Float64Array): number {
  return a.filter((mean, cell) => Math.abs(mean - b[cell]!) > 48).length / a.length;
}

function pixelsOf(image: Canvas | Image): { canvas: Canvas; data: Uint8ClampedArray } {
  const canvas = createCanvas(image.width, image.height);
  const context = canvas.getContext('2d');
  context.drawImage(image, 0, 0);
  return { canvas, data: context.getImageData(0, 0, image.width, image.height).data };
}

/** The page of a PDF without the dark table on which Chromium lays it; null before it is there. */
function sheetIn(image: Image): Canvas | null {
  const { width, height } = image;
  const { data } = pixelsOf(image);
  const dark = (x: number, y: number) => data[4 * (y * width + x)]! < 80;
  const from = (isDark: (at: number) => boolean) => {
    let at = 0;
    while (at < Math.max(width, height) / 2 && isDark(at)) at++;
    return at;
  };
  const [x, y] = [width >> 1, height >> 1];
  const [left, right] = [from((at) => dark(at, y)), from((at) => dark(width - 1 - at, y))];
  const [top, bottom] = [from((at) => dark(x, at)), from((at) => dark(x, height - 1 - at))];
  if (left + right >= width || top + bottom >= height) return null;
  const sheet = createCanvas(width - left - right, height - top - bottom);
  sheet.getContext('2d').drawImage(image, -left, -top);
  return sheet;
}
