/**
 * Frame encoders: a decoded picture in, one or several visual tokens out. The network is an ONNX file; everything else
 * about it stands in its description, so that another encoder needs no code.
 */
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { UserError } from '../../common/errors';
import type { DeviceId } from '../../common/contract/app';
import { Executable } from '../../engine/runtime/executable';
import { floats } from '../../engine/runtime/tensor';
import { type EncoderDescription, readDescription, tokensOf } from './describe';
import { pictureTokens } from './pictureTokens';
import { resizeCentreSquare, type RgbPicture, stretchToSquare } from './resize';

export class FrameEncoder {
  private constructor(
    private readonly description: EncoderDescription,
    private readonly executable: Executable,
    /** SHA-256 of the ONNX file. */
    readonly hash: string,
  ) {}

  /**
   * Loads an encoder.
   * @param path its folder, or its ONNX file with a description beside it
   * @throws UserError as `readDescription` and `Executable.create`, or `encoder-mismatch` where the file has no such
   *   input or output
   */
  static async open(path: string, device: DeviceId): Promise<FrameEncoder> {
    const { description, onnx } = await readDescription(path);
    const executable = await Executable.create(onnx, { device });
    requireName('input', description.input.name, executable.inputs, onnx);
    requireName('output', description.output.name, executable.outputs, onnx);
    if (description.grid) requireName('grid', description.grid.name, executable.outputs, onnx);
    const hash = createHash('sha256')
      .update(await readFile(onnx))
      .digest('hex');
    return new FrameEncoder(description, executable, hash);
  }

  get name(): string {
    return this.description.name;
  }

  /** Numbers a visual token. */
  get dim(): number {
    return this.description.output.dim;
  }

  /** Visual tokens a picture becomes. */
  get tokens(): number {
    return tokensOf(this.description);
  }

  /** In words, for `set.json`. */
  get preprocessing(): string {
    const { crop, grid, input, mean, std } = this.description;
    const pooled = grid ? `, ${grid.side} × ${grid.side} averaged patches` : '';
    const per = (values: number[]) => (new Set(values).size === 1 ? String(values[0]) : `[${values.join(', ')}]`);
    const shown = crop === 'none' ? 'stretched to a square' : `centre square ${crop}`;
    return `${shown}, bicubic ${input.size}, (x - ${per(mean)}) / ${per(std)} RGB${pooled}`;
  }

  /** The network's input for one picture: cropped or stretched, resized and normalised. */
  prepare(picture: RgbPicture): Float32Array {
    const { input, mean, std } = this.description;
    const pixels = this.square(picture);
    const area = input.size * input.size;
    const [pixelStep, channelStep] = input.layout === 'NCHW' ? [1, area] : [3, 1];
    const out = new Float32Array(3 * area);
    for (let channel = 0; channel < 3; channel++) {
      const shift = mean[channel]!;
      const scale = 1 / std[channel]!;
      let to = channel * channelStep;
      for (let from = channel; from < pixels.length; from += 3, to += pixelStep) {
        out[to] = (pixels[from]! - shift) * scale;
      }
    }
    return out;
  }

  private square(picture: RgbPicture): Uint8ClampedArray {
    const { crop, input } = this.description;
    if (crop === 'none') return stretchToSquare(picture, input.size);
    return resizeCentreSquare(picture, roundHalfToEven(crop * Math.min(picture.width, picture.height)), input.size);
  }

  /** Features `[inputs.length, tokens, dim]` of prepared pictures. @throws UserError `encoder-mismatch` */
  async encode(inputs: readonly Float32Array[]): Promise<Float32Array> {
    const { input, output, grid } = this.description;
    const { size } = input;
    const data = new Float32Array(inputs.length * 3 * size * size);
    inputs.forEach((one, i) => data.set(one, i * one.length));
    const dims = input.layout === 'NCHW' ? [inputs.length, 3, size, size] : [inputs.length, size, size, 3];
    const names = [...new Set([output.name, ...(grid ? [grid.name] : [])])];
    const results = await this.executable.run({ [input.name]: { dtype: 'float32', dims, data } }, names);
    return pictureTokens(this.description, (name) => floats(results[name]!), inputs.length);
  }

  dispose(): Promise<void> {
    return this.executable.dispose();
  }
}

function requireName(what: string, name: string, present: readonly { name: string }[], onnx: string): void {
  if (present.some((tensor) => tensor.name === name)) return;
  const found = present.map((tensor) => `"${tensor.name}"`).join(', ');
  throw new UserError(
    'encoder-mismatch',
    `The encoder ${onnx} has no ${what === 'grid' ? 'output' : what} "${name}", which its description names; it has ${found}.`,
    `Correct "${what}.name" in its encoder.json.`,
  );
}

/** As Python rounds, whose crop the encoder was made with. */
function roundHalfToEven(value: number): number {
  const floor = Math.floor(value);
  if (value - floor !== 0.5) return Math.round(value);
  return floor % 2 === 0 ? floor : floor + 1;
}
