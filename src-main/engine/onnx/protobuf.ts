/** The little of Protocol Buffers' wire format that ONNX files need. Messages are byte arrays made of fields. */

const utf8 = new TextEncoder();

/** A message of encoded fields: their bytes in a row. */
export function message(...fields: readonly Uint8Array[]): Uint8Array {
  const out = new Uint8Array(fields.reduce((length, field) => length + field.length, 0));
  let at = 0;
  for (const field of fields) {
    out.set(field, at);
    at += field.length;
  }
  return out;
}

/** An integer field; negative numbers take ten bytes, as int64 does on the wire. */
export function integer(field: number, value: number): Uint8Array {
  return Uint8Array.from([...varint(field << 3), ...varint(value)]);
}

/** A repeated integer field in its packed form. */
export function integers(field: number, values: readonly number[]): Uint8Array {
  return bytes(field, Uint8Array.from(values.flatMap(varint)));
}

/** A 32-bit float field. */
export function float(field: number, value: number): Uint8Array {
  const out = new Uint8Array(5);
  out[0] = (field << 3) | 5;
  new DataView(out.buffer).setFloat32(1, value, true);
  return out;
}

/** A string, bytes or nested message field. */
export function bytes(field: number, value: Uint8Array | string): Uint8Array {
  const content = typeof value === 'string' ? utf8.encode(value) : value;
  return message(Uint8Array.from([...varint((field << 3) | 2), ...varint(content.length)]), content);
}

function varint(value: number): number[] {
  if (value >= 0 && value < 128) return [value];
  const out: number[] = [];
  let rest = BigInt.asUintN(64, BigInt(value));
  while (rest >= 128n) {
    out.push(Number(rest & 127n) | 128);
    rest >>= 7n;
  }
  out.push(Number(rest));
  return out;
}
