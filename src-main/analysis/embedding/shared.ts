/** Arrays that threads can share. */
export const sharedFloats = (length: number): Float64Array => new Float64Array(new SharedArrayBuffer(8 * length));
export const sharedSingles = (length: number): Float32Array => new Float32Array(new SharedArrayBuffer(4 * length));
export const sharedIntegers = (length: number): Int32Array => new Int32Array(new SharedArrayBuffer(4 * length));
