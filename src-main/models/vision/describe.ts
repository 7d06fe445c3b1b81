import { readFile, stat } from 'node:fs/promises';
import { basename, dirname, extname, join } from 'node:path';
import { z } from 'zod';
import { UserError } from '../../common/errors';

/**
 * `encoder.json`: how pictures become the input of an ONNX frame encoder and where its features come out. It lies in
 * the encoder's folder; for an encoder given as `NAME.onnx` it may also be called `NAME.json`.
 */
export const EncoderDescription = z.object({
  version: z.literal(1),
  name: z.string().min(1),
  /** The ONNX file, in the same folder. */
  file: z.string().min(1),
  input: z.object({
    name: z.string().min(1),
    layout: z.enum(['NCHW', 'NHWC']),
    /** Side of the square picture it takes, in pixels. */
    size: z.int().positive(),
  }),
  /** What becomes the first visual token: one vector a picture, or one of the tokens `[pictures, tokens, dim]`. */
  output: z.object({
    name: z.string().min(1),
    dim: z.int().positive(),
    /** Which token is taken, counted from 0; absent where the output is one vector a picture. */
    token: z.int().nonnegative().optional(),
  }),
  /**
   * Further visual tokens: the patches of an output `[pictures, skip + patches, dim]`, a square of them, averaged to
   * `side` × `side` tokens, row by row (VideoLLM-online: a class token and 3 × 3).
   */
  grid: z
    .object({
      name: z.string().min(1),
      side: z.int().positive(),
      /** Tokens before the patches: class token and registers. */
      skip: z.int().nonnegative().default(0),
    })
    .optional(),
  /**
   * Side of the centre square that is cut out, as a share of the picture's shorter side; `none`: the whole picture is
   * stretched to the square.
   */
  crop: z.union([z.number().positive().max(1), z.literal('none')]),
  /** Red, green, blue, of values 0 to 255: the input is (value - mean) / std. */
  mean: z.array(z.number()).length(3),
  std: z.array(z.number().positive()).length(3),
});
export type EncoderDescription = z.infer<typeof EncoderDescription>;

/**
 * The description of an encoder and the path of its ONNX file.
 * @param path a folder, or the ONNX file
 * @throws UserError `encoder-description-missing`, `encoder-description-invalid`, `encoder-missing`
 */
export async function readDescription(path: string): Promise<{ description: EncoderDescription; onnx: string }> {
  const folder = extname(path) === '.onnx' ? dirname(path) : path;
  const candidates = [join(folder, 'encoder.json')];
  if (folder !== path) candidates.unshift(path.replace(/\.onnx$/, '.json'));
  for (const candidate of candidates) {
    const text = await readFile(candidate, 'utf8').catch(() => null);
    if (text === null) continue;
    const description = parse(text, candidate);
    const onnx = folder === path ? join(folder, description.file) : path;
    if (await stat(onnx).catch(() => null)) return { description, onnx };
    throw new UserError('encoder-missing', `Missing encoder: there is no ${onnx}.`, 'Copy the file there.');
  }
  throw new UserError(
    'encoder-description-missing',
    `Missing description of the encoder "${basename(path)}": there is no encoder.json in ${folder}.`,
    'Write one like that of efficientnet-lite0: input name, layout and size, output name and size, crop, mean, std.',
  );
}

/** Visual tokens a picture becomes. */
export function tokensOf({ grid }: Pick<EncoderDescription, 'grid'>): number {
  return 1 + (grid ? grid.side ** 2 : 0);
}

/**
 * One line for people: "EfficientNet-Lite0, 224 × 224 pixels, 1,280 numbers a frame".
 * @throws UserError as `readDescription`
 */
export async function describeEncoder(path: string): Promise<string> {
  const { description } = await readDescription(path);
  const { name, input, output } = description;
  const tokens = tokensOf(description);
  const times = tokens === 1 ? '' : `${tokens} × `;
  return `${name}, ${input.size} × ${input.size} pixels, ${times}${output.dim.toLocaleString('en')} numbers a frame`;
}

function parse(text: string, path: string): EncoderDescription {
  const invalid = (found: string) =>
    new UserError('encoder-description-invalid', `Invalid encoder description ${path}: ${found}.`, 'Correct the file.');
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw invalid(error instanceof Error ? error.message : String(error));
  }
  const result = EncoderDescription.safeParse(value);
  if (result.success) return result.data;
  const { path: field, message } = result.error.issues[0]!;
  throw invalid(`field ${field.join('.')}: ${message}`);
}
