// Rewrites an ONNX file with its float32 weights stored as float16, each cast back to float32 when the model is loaded:
// half the size, the same graph. `node scripts/halve-encoder.mjs IN.onnx OUT.onnx`, used once for the shipped encoder.
import { readFileSync, writeFileSync } from 'node:fs';

const FLOAT = 1;
const FLOAT16 = 10;
const smallest = 64; // elements below which storing a tensor twice as fine costs nothing

/** Fields of a Protocol Buffers message: number, wire type, and for length-delimited ones the content. */
function* fields(bytes) {
  for (let at = 0; at < bytes.length; ) {
    const start = at;
    let key;
    [key, at] = varint(bytes, at);
    const [number, wire] = [key >>> 3, key & 7];
    let content = null;
    let value = 0;
    if (wire === 0) [value, at] = varint(bytes, at);
    else if (wire === 5) at += 4;
    else if (wire === 1) at += 8;
    else {
      let length;
      [length, at] = varint(bytes, at);
      content = bytes.subarray(at, at + length);
      at += length;
    }
    yield { number, value, content, raw: bytes.subarray(start, at) };
  }
}

function varint(bytes, at) {
  let value = 0;
  for (let shift = 1; ; shift *= 128) {
    const byte = bytes[at++];
    value += (byte & 127) * shift;
    if (byte < 128) return [value, at];
  }
}

function number(field, value) {
  return Buffer.from([...encoded(field * 8), ...encoded(value)]);
}

function delimited(field, content) {
  const bytes = typeof content === 'string' ? Buffer.from(content) : content;
  return Buffer.concat([Buffer.from([...encoded(field * 8 + 2), ...encoded(bytes.length)]), bytes]);
}

function encoded(value) {
  const out = [];
  for (; value >= 128; value = Math.floor(value / 128)) out.push((value % 128) | 128);
  return [...out, value];
}

/** Nearest half-precision pattern, ties to even; the weights are far from its limits. */
function halfBits(value) {
  const bits = new Uint32Array(Float32Array.of(value).buffer)[0];
  const sign = (bits >>> 16) & 0x8000;
  const magnitude = bits & 0x7fffffff;
  if (magnitude >= 0x477ff000) throw new Error(`${value} does not fit half precision`);
  if (magnitude < 0x38800000) {
    const steps = Math.abs(value) * 2 ** 24;
    const whole = Math.floor(steps);
    const rest = steps - whole;
    return sign | (whole + (rest > 0.5 || (rest === 0.5 && whole % 2 === 1) ? 1 : 0));
  }
  const rebased = magnitude - 0x38000000;
  return sign | ((rebased + 0xfff + ((rebased >>> 13) & 1)) >>> 13);
}

/** The tensor in half precision with the node that casts it back; null where it stays as it is. */
function halved(tensor) {
  const parts = [...fields(tensor)];
  const name = parts.find((part) => part.number === 8)?.content.toString();
  const data = parts.find((part) => part.number === 9)?.content;
  if (parts.find((part) => part.number === 2)?.value !== FLOAT || !data || data.length / 4 < smallest) return null;
  const halves = Buffer.alloc(data.length / 2);
  for (let i = 0; i < data.length / 4; i++) halves.writeUInt16LE(halfBits(data.readFloatLE(4 * i)), 2 * i);
  const kept = parts.filter((part) => ![2, 8, 9].includes(part.number)).map((part) => part.raw);
  const stored = `${name}_half`;
  const to = Buffer.concat([delimited(1, 'to'), number(3, FLOAT), number(20, 2)]);
  return {
    initializer: Buffer.concat([...kept, number(2, FLOAT16), delimited(8, stored), delimited(9, halves)]),
    cast: Buffer.concat([
      delimited(1, stored),
      delimited(2, name),
      delimited(3, `cast_${name}`),
      delimited(4, 'Cast'),
      delimited(5, to),
    ]),
  };
}

function halvedGraph(graph) {
  const casts = [];
  const rest = [];
  for (const { number: field, content, raw } of fields(graph)) {
    const half = field === 5 ? halved(content) : null;
    if (half) casts.push(delimited(1, half.cast));
    rest.push(half ? delimited(5, half.initializer) : raw);
  }
  return Buffer.concat([...casts, ...rest]); // nodes stand in the order they run: casts first
}

const [source, target] = process.argv.slice(2);
const model = [...fields(readFileSync(source))].map((field) =>
  field.number === 7 ? delimited(7, halvedGraph(field.content)) : field.raw,
);
writeFileSync(target, Buffer.concat(model));
